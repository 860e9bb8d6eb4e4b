import type { LexiconCheck, LexiconCounts, LexiconProblem } from '../jobs/lexicon-check.js';
import { countText } from '../text/count-text.js';

/** What came of the lexicons as it is printed as JSON. */
export const lexiconsJson = ({ valid, invalid, unknown, ...check }: LexiconCheck) => ({
  valid,
  invalid,
  unknown,
  collections: Object.fromEntries(check.collections),
  missing: Object.fromEntries(check.missing),
  problems: check.problems.map((problem) => ({ kind: 'lexicon', ...problem })),
  more: check.more === 0 ? undefined : check.more,
});

/** The same in lines for who reads, the first as those of other checks, whose names have so many cells; then each collection that is not all valid. */
export function lexiconLines(check: LexiconCheck, nameCells: number): readonly string[] {
  const mark = check.invalid > 0 ? '✗' : check.unknown > 0 ? '?' : '✓';
  const others = [...check.collections].filter(([, { invalid, unknown }]) => invalid + unknown > 0);
  const lacking = [...check.missing].filter(([nsid]) => !check.collections.has(nsid));
  return [
    `${mark} ${'lexicons'.padEnd(nameCells)}  ${countsText(check)}`,
    ...others.map(([collection, counts]) => `    ${collection}  ${countsText(counts)}`),
    ...lacking.map(([nsid, count]) => `    ${nsid} is not known, which ${countText(count)} refer to`),
  ];
}

/** Each record that is not valid, with what is wrong with it. */
export function lexiconProblemLines({ problems, more }: LexiconCheck): readonly string[] {
  const lines = problems.map(problemLine);
  return more > 0 ? [...lines, `… and ${countText(more)} more that are not valid`] : lines;
}

function problemLine({ path, issues }: LexiconProblem): string {
  const said = issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`));
  return `lexicon  ${path}  ${said.join('; ')}`;
}

const countsText = ({ valid, invalid, unknown }: Readonly<LexiconCounts>): string =>
  [
    `${countText(valid)} valid`,
    invalid > 0 ? `${countText(invalid)} not valid` : '',
    unknown > 0 ? `${countText(unknown)} of no known lexicon` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
