import type { StreamPosition } from '../../atproto/streams/event-stream.js';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { remember } from './remember.js';
import { LINES_MAX, type WatchLine } from './watch-state.js';

/** DID and the record keys of its follow, where they are known. */
export type StoredFollower = readonly [string, ...string[]];
/** A follower whose account is not active: DID, why, record keys. */
export type StoredGone = readonly [string, string, ...string[]];
/** A follower who deleted a follow of which it is not known yet whose it was: DID, record key, milliseconds since 1970. */
export type StoredDoubt = readonly [did: string, rkey: string, time: number];

/** What the list told of a follower, and milliseconds since 1970 up to which its event may be of. */
export type StoredNews = readonly [kind: 'followed' | 'unfollowed', at: number];
/** What the list told of somebody and no event said yet: DID, and the news, oldest first. */
export type StoredTold = readonly [did: string, ...news: StoredNews[]];

/** The last follows of somebody that ended: DID, milliseconds since 1970 if an event told when, record keys. */
export type StoredEnded = readonly [did: string, at: number | null, ...rkeys: string[]];

/** What is kept of a watch between runs. All of it belongs to one moment: it must be stored together. */
export interface StoredWatch {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly position: StreamPosition | undefined;
  readonly followers: readonly StoredFollower[];
  readonly gone: readonly StoredGone[];
  /** All of them, in changes too: their events do not come again. */
  readonly doubts?: readonly StoredDoubt[] | undefined;
  /** In changes those of whom it is another; one without news has none any more. Versions before 0.2.0 kept none. */
  readonly told?: readonly StoredTold[] | undefined;
  /** In changes those of whom it is another; who ended last is at the end. Versions before 0.2.0 kept none. */
  readonly ended?: readonly StoredEnded[] | undefined;
  /** Newest first. */
  readonly lines: readonly WatchLine[];
}

/** The same at a later moment, as far as it is another: those of whom something changed as they are now, lines by their ids. */
export interface StoredChanges extends StoredWatch {
  /** DIDs that are neither followers nor gone any more. */
  readonly left: readonly string[];
}

/** A watch that is to be kept. Either call gives this moment, and is where the next changes begin. */
export interface KeepableWatch {
  whole(): StoredWatch;
  /** Undefined where only the whole will do. */
  changes(): StoredChanges | undefined;
}

/** Remembers watches between runs. Implemented by `src/config`. */
export interface WatchArchive {
  /**
   * What was kept for an account: the whole of it and the changes since, in order. Undefined where nothing was. It ends before
   * what `isMoment` refuses, and what is there is then set aside.
   */
  load(
    did: string,
    isMoment: (value: unknown, line: number) => boolean,
  ): Promise<readonly unknown[] | undefined>;
  /** Keeps what `watch` gives when the time comes; a later call takes the place of one that still waits. */
  save(did: string, watch: KeepableWatch): void;
}

/** What was kept of the watch of an account; undefined where nothing was, or nothing that can be used. */
export const loadWatch = async (
  archive: Pick<WatchArchive, 'load'>,
  did: string,
): Promise<StoredWatch | undefined> => storedWatch(await archive.load(did, isStoredMoment));

/** Whether a line of what is kept is one of a watch: the whole of it first, then changes. */
export const isStoredMoment = (value: unknown, line: number): boolean =>
  momentIn(value) !== undefined && (line === 0 || Array.isArray(fieldsOf(value).left));

/**
 * What was kept, if it is what a watch keeps: a file may have been written by another version, or by hand. Followers that
 * cannot be read make it worthless; a line or a position that cannot be is left out. It ends before changes that cannot be read.
 */
export function storedWatch(moments: readonly unknown[] | undefined): StoredWatch | undefined {
  const [whole, ...changes] = moments ?? [];
  const first = momentIn(whole);
  if (!first) return undefined;
  const followers = byDid(first.followers);
  const gone = byDid(first.gone);
  const told = byDid(first.told ?? []);
  const ended = byDid(first.ended ?? []);
  const lines = new Map(first.lines.map((line) => [line.id, line]));
  let { at, position, doubts } = first;
  for (const value of changes) {
    const next = momentIn(value);
    const { left } = fieldsOf(value);
    if (!next || !Array.isArray(left)) break;
    ({ at, position, doubts } = next);
    for (const did of [...left, ...dids(next.followers), ...dids(next.gone)]) {
      followers.delete(did);
      gone.delete(did);
    }
    for (const follower of next.followers) followers.set(follower[0], follower);
    for (const one of next.gone) gone.set(one[0], one);
    for (const news of next.told ?? []) {
      told.delete(news[0]);
      if (news.length > 1) told.set(news[0], news);
    }
    for (const [did, ...rest] of next.ended ?? []) remember(ended, did, [did, ...rest]);
    for (const line of next.lines) lines.set(line.id, line);
  }
  return {
    at,
    position,
    followers: [...followers.values()],
    gone: [...gone.values()],
    doubts,
    told: told.size > 0 ? [...told.values()] : undefined,
    ended: ended.size > 0 ? [...ended.values()] : undefined,
    lines: [...lines.values()].sort((a, b) => b.id - a.id).slice(0, LINES_MAX),
  };
}

const dids = (entries: readonly StoredFollower[]): readonly string[] => entries.map(([did]) => did);

const byDid = <Entry extends readonly [string, ...unknown[]]>(
  entries: readonly Entry[],
): Map<string, Entry> => new Map(entries.map((entry) => [entry[0], entry]));

function momentIn(value: unknown): StoredWatch | undefined {
  const { at, followers, gone, doubts, told, ended, lines, position } = fieldsOf(value);
  if (typeof at !== 'number' || !areTexts(followers, 1) || !areTexts(gone, 2) || !Array.isArray(lines)) {
    return undefined;
  }
  return {
    at,
    followers: followers as StoredWatch['followers'],
    gone: gone as StoredWatch['gone'],
    doubts: Array.isArray(doubts) ? doubts.filter(isDoubt) : undefined,
    told: Array.isArray(told) ? told.filter(isTold) : undefined,
    ended: Array.isArray(ended) ? ended.filter(isEnded) : undefined,
    lines: lines.filter(isLine),
    position: isPosition(position) ? position : undefined,
  };
}

const LINE_KINDS: ReadonlySet<unknown> = new Set(['followed', 'unfollowed', 'lost', 'returned', 'gap']);

function fieldsOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
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
    LINE_KINDS.has(kind) &&
    (kind === 'gap' || typeof did === 'string') &&
    typeof away === 'boolean' &&
    [did, handle, name, reason].every((field) => isOr('string', field)) &&
    isOr('number', followers) &&
    isOr('boolean', mutual)
  );
}

function isEnded(value: unknown): value is StoredEnded {
  if (!Array.isArray(value)) return false;
  const [did, at, ...rkeys] = value;
  const isTime = at === null || Number.isFinite(at);
  return typeof did === 'string' && isTime && rkeys.every((rkey) => typeof rkey === 'string');
}

function isDoubt(value: unknown): value is StoredDoubt {
  if (!Array.isArray(value)) return false;
  const [did, rkey, time] = value;
  return typeof did === 'string' && typeof rkey === 'string' && Number.isFinite(time);
}

function isTold(value: unknown): value is StoredTold {
  if (!Array.isArray(value)) return false;
  const [did, ...news] = value;
  return typeof did === 'string' && news.every(isNews);
}

function isNews(value: unknown): value is StoredNews {
  if (!Array.isArray(value)) return false;
  const [kind, at] = value;
  return (kind === 'followed' || kind === 'unfollowed') && Number.isFinite(at);
}

function isPosition(value: unknown): value is StreamPosition {
  const { source, cursor, time, came } = fieldsOf(value);
  return (
    typeof source === 'string' &&
    URL.canParse(source) &&
    Number.isSafeInteger(cursor) &&
    Number.isFinite(time) &&
    (came === undefined || (Array.isArray(came) && came.every((print) => typeof print === 'number')))
  );
}
