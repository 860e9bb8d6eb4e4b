import type { StreamStatus } from '../../atproto/streams/event-stream.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { LiveState } from '../live/live-state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { VisitsState } from '../visits/visits-state.js';
import type { StoredWatch } from './stored-watch.js';
import { LINES_MAX, type Watch, type WatchesState, type WatchLine } from './watch-state.js';

/** Rates of the stream that are shown, one a status. */
const RATES_MAX = 8;

const GAINS: ReadonlySet<WatchLine['kind']> = new Set(['followed', 'returned']);
const LOSSES: ReadonlySet<WatchLine['kind']> = new Set(['unfollowed', 'lost']);

/** A watch that begins, with what is known of the stream that others run on already. */
export const newWatch = (
  { did, repo, since }: Pick<Watch, 'did' | 'repo' | 'since'>,
  { stream, polling }: Pick<Watch, 'stream' | 'polling'>,
): Watch => ({
  did,
  repo,
  since,
  stream,
  rates: [],
  polling,
  baseline: { status: 'loading', loaded: 0, total: undefined, limited: false, error: undefined },
  live: { gained: 0, lost: 0 },
  away: undefined,
  lines: [],
});

/** With what was kept of an earlier run. */
export const withStored = (watch: Watch, { lines, at }: Pick<StoredWatch, 'lines' | 'at'>): Watch => ({
  ...watch,
  lines,
  away: { gained: 0, lost: 0, since: at },
});

/** With new lines, oldest first, which count as live or as of while one was away. */
export function withLines(watch: Watch, added: readonly WatchLine[]): Watch {
  const count = (kinds: ReadonlySet<string>, isAway: boolean): number =>
    added.filter(({ away, kind }) => away === isAway && kinds.has(kind)).length;
  const { live, away } = watch;
  return {
    ...watch,
    lines: [...added.toReversed(), ...watch.lines].slice(0, LINES_MAX),
    live: { gained: live.gained + count(GAINS, false), lost: live.lost + count(LOSSES, false) },
    away: away && {
      ...away,
      gained: away.gained + count(GAINS, true),
      lost: away.lost + count(LOSSES, true),
    },
  };
}

/** With more known of lines, by id. */
export const withFacts = (watch: Watch, facts: ReadonlyMap<number, Partial<WatchLine>>): Watch => ({
  ...watch,
  // Lines of which nothing new is known stay the same: what is drawn of them is remembered by them.
  lines: watch.lines.map((line) => (facts.has(line.id) ? { ...line, ...facts.get(line.id) } : line)),
});

/** With what the stream says of itself. The break lasts from the first status without a connection to the next one with it. */
export const withStatus = (watch: Watch, stream: StreamStatus): Watch => ({
  ...watch,
  stream,
  brokenSince: stream.state === 'connected' ? undefined : (watch.brokenSince ?? stream.since),
  rates: [...watch.rates, stream.eventsPerSecond].slice(-RATES_MAX),
});

type Watching = WatchesState & LiveState;

/** The state with one watch changed; the same where it is over. */
export function withWatch<S extends WatchesState>(state: S, did: string, change: (watch: Watch) => Watch): S {
  const watch = state.watches.get(did);
  return watch ? { ...state, watches: new Map(state.watches).set(did, change(watch)) } : state;
}

/** The state with a watch that begins, which the live pane shows. */
export const withWatchBegun = <S extends Watching>(state: S, watch: Watch): S => ({
  ...state,
  watches: new Map(state.watches).set(watch.did, watch),
  live: { kind: 'watch', did: watch.did },
  liveCursor: atFirst,
});

/** The state without a watch that is over. */
export function withWatchEnded<S extends WatchesState>(state: S, did: string): S {
  const watches = new Map(state.watches);
  watches.delete(did);
  return { ...state, watches };
}

/**
 * The notice about lines of which more came to be known, by id: new followers by name. Undefined where nobody came just now,
 * and where one is looking at the watch anyway.
 */
export function newsOf(
  state: Watching & VisitsState,
  did: string,
  ids: ReadonlyMap<number, unknown>,
): string | undefined {
  const { live, watches } = state;
  const watch = watches.get(did);
  const isShown = live?.kind === 'watch' && live.did === did;
  if (!watch || (isShown && currentVisit(state).focus === 'live')) return undefined;
  return followersNews(
    watch,
    watch.lines.filter(({ id }) => ids.has(id)),
  );
}

/** The newest follower among lines, by name, and how many others came; undefined where nobody came just now. */
function followersNews({ repo }: Pick<Watch, 'repo'>, lines: readonly WatchLine[]): string | undefined {
  const followed = lines.filter(({ kind, away }) => kind === 'followed' && !away);
  const [newest] = followed;
  if (!newest) return undefined;
  const others = followed.length > 1 ? ` and ${followed.length - 1} more` : '';
  return `+ ${newest.name ? `${newest.name} ` : ''}@${newest.handle}${others} → ${repo}`;
}
