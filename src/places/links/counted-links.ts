import type { LinkCount } from '../../atproto/backlinks/link-counts.js';
import { sourceParts } from '../../atproto/backlinks/link-source.js';
import { countText } from '../../text/count-text.js';
import { field } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import type { NamedLink } from './link-words.js';

/** A row: links of one source with their counts, and what an AppView has in their place. */
export interface CountedLinks {
  readonly count: LinkCount;
  readonly named: NamedLink | undefined;
  /** What the AppView counts, and how that differs, in words; empty where it counts no such thing. */
  readonly appview: string;
}

const NONE = { records: 0, accounts: 0 };

/** Links that have a name first, in the order of the names; then the others, the most records first. */
export function countedLinks(
  counts: readonly LinkCount[],
  named: readonly NamedLink[],
  view: unknown,
): readonly CountedLinks[] {
  const bySource = new Map(counts.map((count) => [count.source, count]));
  const names = new Set(named.map(({ source }) => source));
  const first = named.flatMap((link): readonly CountedLinks[] => {
    const { source } = link;
    const count = bySource.get(source) ?? (link.always && noneOf(source));
    return count ? [{ count, named: link, appview: besideText(link, bySource, view) }] : [];
  });
  const others = counts
    .filter(({ source }) => !names.has(source))
    .toSorted((a, b) => (b.records ?? 0) - (a.records ?? 0))
    .map((count) => ({ count, named: undefined, appview: '' }));
  return [...first, ...others];
}

/** What is not there, in the shape of what is. */
function noneOf(source: string): LinkCount {
  const { collection, path } = sourceParts(source);
  const json = JSON.stringify({ collection, path: `.${path}`, records: 0, distinct_dids: 0 });
  return { source, ...NONE, json };
}

/** `12, the same`, `12, 2 fewer`: what the AppView counts, beside what the network is known to have. */
function besideText(
  { source, counted }: NamedLink,
  counts: ReadonlyMap<string, LinkCount>,
  view: unknown,
): string {
  if (counted === undefined) return '';
  const theirs = numberOf(field(view, counted.member));
  if (theirs === undefined) return '';
  const sources = counted.with === undefined ? [source] : [source, counted.with];
  const known = sources.map((one) => (counts.get(one) ?? NONE)[counted.of]);
  if (known.includes(undefined)) return countText(theirs);
  const difference = theirs - known.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  if (difference === 0) return `${countText(theirs)}, the same`;
  return `${countText(theirs)}, ${countText(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'}`;
}
