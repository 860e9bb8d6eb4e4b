import type { KeptArchive } from '../../keep/archives.js';
import type { Address } from '../../places/address.js';
import { placeKinds } from '../../places/registry.js';
import { countText } from '../../text/count-text.js';
import { shortTime } from '../../text/date-time.js';
import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';

/** A line of the contents of an account: a heading, or a place of it. */
export type ContentsLine =
  | { readonly kind: 'heading'; readonly name: string }
  | {
      readonly kind: 'place';
      readonly name: string;
      readonly key: string;
      readonly address: Address;
      /** What is told of it beside its name, as how many records it has: the first for which there is room. */
      readonly notes?: readonly string[] | undefined;
      /** Makes a strip of bars over time. */
      readonly strip?: (() => string) | undefined;
    };

/** What there is to see of an account. */
export interface Contents {
  /** The account as it was addressed. */
  readonly repo: string;
  /** What its repository holds, in the order of the service. */
  readonly collections: readonly string[];
  /** The copies of it that are kept, the newest first. */
  readonly kept: readonly KeptArchive[];
  /** Whether somebody is signed in. */
  readonly isSignedIn: boolean;
  /** Whether it is the account that is signed in. */
  readonly isOwn: boolean;
}

let last: { readonly of: Contents; readonly lines: readonly ContentsLine[] } | undefined;

/**
 * The places of an account: what kinds of place there are about it, then its collections under their authorities, `app.bsky.feed` above
 * `post`. The same lines for the same contents.
 */
export function contentsLines(of: Contents): readonly ContentsLine[] {
  if (last && sameContents(last.of, of)) return last.lines;
  const { repo } = of;
  const lines: readonly ContentsLine[] = [
    { kind: 'heading', name: 'account' },
    ...placesOf(of),
    ...archiveLine(of),
    ...collectionLines(
      of.collections.map((name) => ({ name, address: { kind: 'collection', repo, collection: name } })),
    ),
  ];
  last = { of, lines };
  return lines;
}

/** Collections under their authorities: `app.bsky.feed` above `post`. */
export function collectionLines(
  collections: readonly {
    readonly name: string;
    readonly address: Address;
    readonly notes?: readonly string[] | undefined;
    readonly strip?: (() => string) | undefined;
  }[],
): readonly ContentsLine[] {
  const lines: ContentsLine[] = [];
  let heading: string | undefined;
  for (const { name, ...place } of collections) {
    const dot = name.lastIndexOf('.');
    const authority = dot > 0 ? name.slice(0, dot) : '';
    if (authority && authority !== heading) lines.push({ kind: 'heading', name: authority });
    heading = authority;
    lines.push({ kind: 'place', name: name.slice(dot + 1), key: name, ...place });
  }
  return lines;
}

/** The kinds of place about an account that say so, in their own order. */
const placesOf = ({ repo, isSignedIn, isOwn }: Contents): readonly ContentsLine[] =>
  placeKinds.flatMap(({ kind, word = kind, contents, parse }): readonly ContentsLine[] => {
    if (contents === undefined) return [];
    if (contents === 'own' ? !isOwn : contents === 'others' && (!isSignedIn || isOwn)) return [];
    const reading = parse([repo, word]);
    return reading?.ok ? [{ kind: 'place', name: word, key: `/${word}`, address: reading.address }] : [];
  });

/** The newest copy that is kept: when it was taken home, its rev, how much it holds, and what was found then. */
function archiveLine({ repo, kept: [newest] }: Contents): readonly ContentsLine[] {
  if (newest === undefined) return [];
  const { rev, time, note } = newest;
  const verdict = note === undefined ? '?' : VERDICT_MARKS[note.verdict];
  const count = note === undefined ? '' : countText(note.records);
  const [when, many] = [shortTime(time), count === '' ? '' : `${count} · `];
  const address: Address = { kind: 'archive', of: { repo, copy: 0 } };
  const notes = [
    `${rev} · ${many}${when} ${verdict}`,
    `${many}${when} ${verdict}`,
    `${when} ${verdict}`,
    verdict,
  ];
  return [{ kind: 'place', name: 'archive', key: '/archive', address, notes }];
}

const VERDICT_MARKS = { signed: '✓', unchecked: '?', unsound: '✗' } as const;

const sameContents = (a: Contents, b: Contents): boolean =>
  a.repo === b.repo &&
  a.collections === b.collections &&
  a.kept === b.kept &&
  a.isSignedIn === b.isSignedIn &&
  a.isOwn === b.isOwn;

const rows = new WeakMap<readonly ContentsLine[], CursorRows>();

/** Those lines as a cursor moves through them: from place to place. */
export function contentsRows(lines: readonly ContentsLine[]): CursorRows {
  let found = rows.get(lines);
  if (!found) {
    const keys = lines.map((line) => (line.kind === 'place' ? line.key : `${line.name}.`));
    found = keyedRows(keys, { isHeading: (position) => lines[position]?.kind === 'heading' });
    rows.set(lines, found);
  }
  return found;
}
