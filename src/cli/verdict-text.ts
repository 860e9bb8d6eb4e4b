import type { ArchiveProblem } from '../archive/archive.js';
import type { ArchiveVerdict } from '../archive/verdict.js';
import type { ProofKey } from '../atproto/proof/commit-key.js';
import type { LexiconCheck } from '../jobs/lexicon-check.js';
import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { isoTime } from '../text/date-time.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { lexiconLines, lexiconProblemLines, lexiconsJson } from './lexicon-text.js';

/** One object in one line, in which nothing is that a terminal obeys. */
export const jsonLine = (value: unknown): string => `${safeJson(JSON.stringify(value), 0)}\n`;

/** What of a key a program reads. */
export function keyMembers(key: ProofKey | undefined) {
  if (key === undefined) return {};
  const { status: keyStatus } = key;
  if (key.status === 'current') return { keyStatus, key: key.key };
  const keyTo = key.to === undefined ? undefined : isoTime(key.to);
  return { keyStatus, key: key.key, keyFrom: isoTime(key.from), keyTo };
}

/** The verdict on an archive as one JSON object. */
export const verdictJson = (
  { key, checks, problems, more, ...verdict }: ArchiveVerdict,
  lexicons?: LexiconCheck,
): string =>
  jsonLine({
    ...verdict,
    ...keyMembers(key),
    checks,
    problems: problems.map(({ kind, path, cid, message }) => ({ kind, path, cid, message })),
    more: more === 0 ? undefined : more,
    lexicons: lexicons && lexiconsJson(lexicons),
  });

const MARKS = { true: '✓', false: '✗', undefined: '?' } as const;

/** The verdict on an archive in lines for who reads: whose it is, each check, each problem. */
export function verdictLines(file: string, verdict: ArchiveVerdict, lexicons?: LexiconCheck): string {
  const { did, rev, commit, records = 0, blocks = 0, bytes = 0, key, checks, problems, more } = verdict;
  const lines = [file];
  if (did !== undefined) lines.push(`${did} · rev ${rev}`, `commit ${commit}`);
  const isOpen = did !== undefined;
  const said = {
    blocks: isOpen ? `${counted(blocks, 'block')}, ${byteSize(bytes)}` : '',
    tree: '',
    commit: '',
    signature: key === undefined ? '' : keyText(key),
    records: isOpen ? counted(records, 'record') : '',
  };
  for (const check of ['blocks', 'tree', 'commit', 'signature', 'records'] as const) {
    lines.push(`${MARKS[`${checks[check]}`]} ${check.padEnd(9)}  ${said[check]}`);
  }
  if (lexicons) lines.push(...lexiconLines(lexicons, 9));
  lines.push(...problems.map(problemLine));
  if (more > 0) lines.push(`… and ${counted(more, 'problem')} more`);
  if (lexicons) lines.push(...lexiconProblemLines(lexicons));
  return linesOf(lines);
}

/** Whole lines, without what a terminal obeys. */
export const linesOf = (lines: readonly string[]): string =>
  lines.map((line) => `${sanitise(line).trimEnd()}\n`).join('');

/** What is said of the key of a signature. */
export function keyText(key: ProofKey): string {
  if (key.status === 'current') return 'by the key of the DID document';
  const to = key.to === undefined ? 'now' : isoTime(key.to);
  return `by a past key, the account's from ${isoTime(key.from)} to ${to}`;
}

function problemLine({ kind, path, cid, message }: ArchiveProblem): string {
  const name = path ?? cid;
  return `${kind}  ${name === undefined ? '' : `${name}  `}${message}`;
}

const counted = (number: number, what: string): string =>
  `${countText(number)} ${what}${number === 1 ? '' : 's'}`;
