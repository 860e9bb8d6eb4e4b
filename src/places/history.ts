import type { Names } from '../lenses/names.js';
import { cellText, joinCells } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { clockMinute, isoTime, localDay } from '../text/date-time.js';
import { say } from '../text/sentence.js';
import { accountAddress } from './account-address.js';
import type { Address } from './addresses.js';
import { type Listing, type ListRow, NEWEST_FIRST, OLDEST_FIRST, type Rows } from './listing.js';

/** One thing that a follower watch has to tell, and that is kept of it. */
export interface HistoryLine {
  /** Counts up within the history of an account. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `lost`: the account of a follower went away; `returned`: it came back; `gap`: a stretch that the stream is missing. */
  readonly kind: 'followed' | 'unfollowed' | 'lost' | 'returned' | 'gap';
  /** The follower; undefined for a gap. */
  readonly did: string | undefined;
  /** Handle, display name and number of followers, as soon as they are known. */
  readonly handle?: string | undefined;
  readonly name?: string | undefined;
  readonly followers?: number | undefined;
  /** Whether the watched account follows back. */
  readonly mutual?: boolean | undefined;
  /** Why an account went away, or a stretch is missing. */
  readonly reason?: string | undefined;
  /** It happened while nobody was watching. */
  readonly away: boolean;
}

/** A line of a history, seen from its end. */
export interface HistoryItem extends HistoryLine {
  /** Of somebody who left, or whose account went away: whether they were there again later. Undefined for all else. */
  readonly cameBack?: boolean | undefined;
}

/** Who left and did not return, the last time of each, newest first. */
const LEFT = { id: 'left', title: 'left and did not return' } as const;

/** Lines, newest first, with what became of those who left. */
export function withReturns(lines: readonly HistoryLine[]): readonly HistoryItem[] {
  const back = new Set<string>();
  return lines.map((line) => {
    const { did, kind } = line;
    if (did === undefined) return line;
    if (kind === 'unfollowed' || kind === 'lost') return { ...line, cameBack: back.has(did) };
    back.add(did);
    return line;
  });
}

/** Of lines, newest first, those of who left and did not return: of each the last. */
export function leftForGood(lines: readonly HistoryItem[]): readonly HistoryItem[] {
  const seen = new Set<string>();
  return lines.filter(({ did, cameBack }) => {
    if (did === undefined || cameBack !== false || seen.has(did)) return false;
    seen.add(did);
    return true;
  });
}

/** How many left and did not return, in words: `2 left and did not return`; undefined where all came back. */
export function leftText(lines: readonly HistoryItem[]): string | undefined {
  const { length } = leftForGood(lines);
  return length === 0 ? undefined : `${countText(length)} ${LEFT.title}`;
}

/** Where the history of an account comes from: what runs, or what was kept of it. */
export interface HistorySource {
  /** What is known of the watch of an account, newest first; empty where it was never watched. */
  lines(did: string): Promise<readonly HistoryLine[]>;
}

/** So many followers, in words: `1 follower`. `said` writes the number another way. */
export const followersText = (number: number, said: string = countText(number)): string =>
  `${said} ${number === 1 ? 'follower' : 'followers'}`;

/** In a column: whether somebody came (+), went (−), or events are missing (…), and how. */
export const historyShort: Record<HistoryLine['kind'], string> = {
  followed: '+ followed',
  unfollowed: '− unfollowed',
  lost: '− gone',
  returned: '+ is back',
  gap: '… missing',
};

/** What happened, in words, without who. */
export function historyWords({ kind, reason }: Pick<HistoryLine, 'kind' | 'reason'>): string {
  switch (kind) {
    case 'followed':
      return 'followed';
    case 'unfollowed':
      return 'unfollowed';
    case 'lost':
      return `account ${reason ?? 'gone'}`;
    case 'returned':
      return 'is back';
    case 'gap':
      return 'events are missing';
  }
}

/** Whether one follows back; of who has gone, whether one did. Empty where not. */
export function mutualText({ kind, mutual }: Pick<HistoryLine, 'kind' | 'mutual'>): string {
  if (!mutual) return '';
  return kind === 'unfollowed' || kind === 'lost' ? 'was mutual' : 'mutual';
}

/** The texts of a line that a filter looks through. */
export const historyTexts = (line: HistoryLine): readonly string[] => [
  line.name ?? '',
  line.handle === undefined ? '' : `@${line.handle}`,
  line.did ?? '',
  historyWords(line),
  line.reason ?? '',
  mutualText(line),
  line.away ? 'away' : '',
];

/**
 * A line as one object of JSON, on one line: the time in ISO 8601, `watched` the DID of the account that it is about, `cameBack`,
 * of those who left, whether they were there again later.
 */
export const historyJson = (line: HistoryItem, watched: string): string =>
  JSON.stringify({
    time: isoTime(line.time),
    kind: line.kind,
    did: line.did,
    handle: line.handle,
    name: line.name,
    followers: line.followers,
    mutual: line.mutual,
    reason: line.reason,
    away: line.away,
    cameBack: line.cameBack,
    watched,
  });

/** A history as NDJSON, newest first as it is given. */
export const historyNdjson = (lines: readonly HistoryLine[], watched: string): string =>
  withReturns(lines)
    .map((line) => `${historyJson(line, watched)}\n`)
    .join('');

/** Who came and went while an account was watched. `did` is what `address.repo` resolved to. */
export function historyListing({
  address,
  history,
  did,
}: {
  address: Extract<Address, { kind: 'history' }>;
  history: HistorySource;
  did: string;
}): Listing<HistoryItem> {
  return {
    address,
    columns: [
      { title: 'day', width: 10, drop: 1, once: true },
      { title: 'time', width: 5, drop: 2 },
      { title: 'what', width: 12, drop: 0 },
      { title: 'handle', width: 0, drop: 0 },
      { title: 'name', width: 20, drop: 4 },
      { title: 'followers', width: 9, drop: 5 },
      { title: 'notes', width: 16, drop: 3 },
    ],
    orders: [NEWEST_FIRST, OLDEST_FIRST, LEFT],
    dependsOnViewer: false,
    empty: say`Nobody has come or gone while this account was watched, or all who left came back: {key:live.watch} watches its followers.`,
    async load(_cursor, { order }) {
      const lines = withReturns(await history.lines(did));
      const ordered = inOrder(lines, order);
      const rows: Rows<HistoryItem> = {
        length: ordered.length,
        at: (index) => ordered[index],
        // In that order the title says it, and the rows are those.
        summary: order === LEFT.id ? undefined : leftText(lines),
      };
      return { rows, cursor: undefined };
    },
    row: historyRow,
    key: ({ id }) => String(id),
    dids: ({ did: follower, handle }) => (follower === undefined || handle !== undefined ? [] : [follower]),
    json: (line) => historyJson(line, did),
  };
}

function inOrder(lines: readonly HistoryItem[], order: string | undefined): readonly HistoryItem[] {
  if (order === LEFT.id) return leftForGood(lines);
  return order === OLDEST_FIRST.id ? lines.toReversed() : lines;
}

/** What is to be said of a line beside who and what: `away · came back`. */
export const historyNotes = ({ away, cameBack, mutual, kind, reason }: HistoryItem): string =>
  joinCells([
    away ? 'away' : '',
    cameBack ? 'came back' : '',
    mutualText({ kind, mutual }),
    kind === 'gap' ? '' : reason,
  ]);

/** Whom a line is about: the handle, else the DID. A gap is about nobody, and says why it is one. */
export function historyWho({ kind, reason, did }: HistoryItem, handle: string | undefined): string {
  if (kind === 'gap') return cellText(reason);
  return cellText(handle === undefined ? did : `@${handle}`);
}

function historyRow(line: HistoryItem, names: Names): ListRow {
  const { did, kind } = line;
  const handle = line.handle ?? (did === undefined ? undefined : names(did));
  return {
    cells: [
      localDay(line.time),
      clockMinute(line.time),
      historyShort[kind],
      historyWho(line, handle),
      cellText(line.name ?? (did === undefined ? undefined : names.displayName?.(did))),
      line.followers === undefined ? '' : countText(line.followers),
      historyNotes(line),
    ],
    opens: accountAddress({ did, handle }),
    uri: did === undefined ? undefined : `at://${did}`,
    cid: undefined,
    did,
  };
}
