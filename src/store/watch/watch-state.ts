import type { StreamPosition, StreamStatus } from '../../atproto/streams/event-stream.js';

/** One thing that a follower watch has to tell. */
export interface WatchLine {
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

/** The loading of the followers that there are. */
export interface Baseline {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly loaded: number;
  /** What the profile says; it often disagrees with the list. */
  readonly total: number | undefined;
  /** There are more than are loaded: unfollows by the rest go unseen. */
  readonly limited: boolean;
  readonly error: unknown;
}

export interface Tally {
  readonly gained: number;
  readonly lost: number;
}

/** A watched account. */
export interface Watch {
  readonly did: string;
  /** The handle or DID by which it was addressed. */
  readonly repo: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly stream: StreamStatus | undefined;
  /** Since when, in milliseconds since 1970, the stream has been without a connection, through all attempts to make one. */
  readonly brokenSince?: number | undefined;
  /** Events a second of the stream, as last told, newest last. */
  readonly rates: readonly number[];
  /** No stream is reachable: the list of followers is asked for now and then instead. */
  readonly polling: boolean;
  readonly baseline: Baseline;
  /** Since the watch began. */
  readonly live: Tally;
  /** Before that, since the last watch; undefined where there was none. */
  readonly away: (Tally & { readonly since: number }) | undefined;
  /** Newest first; bounded. */
  readonly lines: readonly WatchLine[];
}

/** What is kept of a watch between runs. All of it belongs to one moment: it must be stored together. */
export interface StoredWatch {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly position: StreamPosition | undefined;
  /** DID and the record keys of its follow, where they are known. */
  readonly followers: readonly (readonly [string, ...string[]])[];
  /** Followers whose accounts are not active: DID, why, record keys. */
  readonly gone: readonly (readonly [string, string, ...string[]])[];
  readonly lines: readonly WatchLine[];
}

/** Remembers watches between runs. Implemented by `src/config`. */
export interface WatchArchive {
  /** What was kept for an account, unchecked; undefined where nothing was. */
  load(did: string): Promise<unknown>;
  /** Keeps what `snapshot` gives when the time comes; a later call takes the place of one that still waits. */
  save(did: string, snapshot: () => StoredWatch): void;
}

/**
 * What was kept, if it is what a watch keeps: a file may have been written by another version, or by hand. Followers that
 * cannot be read make it worthless; a line or a position that cannot be is left out.
 */
export function storedWatch(value: unknown): StoredWatch | undefined {
  const { at, followers, gone, lines, position } = fieldsOf(value);
  if (typeof at !== 'number' || !areTexts(followers, 1) || !areTexts(gone, 2) || !Array.isArray(lines)) {
    return undefined;
  }
  return {
    at,
    followers: followers as StoredWatch['followers'],
    gone: gone as StoredWatch['gone'],
    lines: lines.filter(isLine),
    position: isPosition(position) ? position : undefined,
  };
}

const kinds: ReadonlySet<unknown> = new Set(['followed', 'unfollowed', 'lost', 'returned', 'gap']);

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function areTexts(list: unknown, least: number): boolean {
  const isText = (text: unknown): boolean => typeof text === 'string';
  return (
    Array.isArray(list) &&
    list.every((entry) => Array.isArray(entry) && entry.length >= least && entry.every(isText))
  );
}

function isLine(value: unknown): value is WatchLine {
  const { id, time, kind, did, handle, name, followers, mutual, reason, away } = fieldsOf(value);
  const isOr = (type: string, field: unknown): boolean => field === undefined || typeof field === type;
  return (
    Number.isSafeInteger(id) &&
    typeof time === 'number' &&
    kinds.has(kind) &&
    (kind === 'gap' || typeof did === 'string') &&
    typeof away === 'boolean' &&
    [did, handle, name, reason].every((field) => isOr('string', field)) &&
    isOr('number', followers) &&
    isOr('boolean', mutual)
  );
}

function isPosition(value: unknown): value is StreamPosition {
  const { source, cursor, time } = fieldsOf(value);
  return (
    typeof source === 'string' &&
    URL.canParse(source) &&
    Number.isSafeInteger(cursor) &&
    Number.isFinite(time)
  );
}
