import type { StreamSource } from '../../keep/stream-url.js';
import type { StreamFilter, StreamGap, StreamPosition, StreamState, StreamStatus } from './event-stream.js';
import { type Wanted, wantedBy } from './filter.js';
import { firehose } from './firehose.js';
import { jetstreamV1 } from './jetstream-v1.js';
import { jetstreamV2 } from './jetstream-v2.js';
import { MAX_FRAME } from './limits.js';
import { type Liveness, watchLiveness } from './liveness.js';
import { createPlace } from './place.js';
import { IDLE, StreamFault, type StreamProtocol } from './protocol.js';
import type { RepoEvent } from './repo-event.js';
import type { SocketEnd, SocketOpener, StreamSocket } from './socket.js';
import type { StreamTimings } from './timings.js';
import type { Dictionaries, Dictionary } from './zstd.js';

/** One stream of one filter: a socket at a time, to one of the sources, made again whenever it is lost. */
export interface Connection {
  readonly status: Omit<StreamStatus, 'eventsPerSecond'>;
  readonly filter: StreamFilter;
  position(): StreamPosition | undefined;
  setFilter(filter: StreamFilter): void;
  /** Holds the source back, or lets it go on. */
  hold(isHeld: boolean): void;
  close(): void;
}

export interface ConnectionSettings {
  /** At least one, in the order in which they are tried. */
  readonly sources: readonly StreamSource[];
  readonly filter: StreamFilter;
  readonly from: StreamPosition | undefined;
  readonly opener: SocketOpener;
  readonly dictionaries: Dictionaries;
  readonly timings: StreamTimings;
  readonly onEvent: (event: RepoEvent) => void;
  readonly onGap: (gap: StreamGap) => void;
  /** What came before cannot be ordered by cursor with what comes now. */
  readonly onOtherSource: () => void;
  readonly onStatus: () => void;
}

const protocols: Readonly<Record<StreamSource['kind'], StreamProtocol>> = {
  jetstream: jetstreamV1,
  'jetstream-v2': jetstreamV2,
  firehose,
};

/** Frames in a row that are passed over before a source is left for talking nonsense. */
const MAX_NONSENSE = 10;

export function createConnection(settings: ConnectionSettings): Connection {
  const { sources, opener, dictionaries, timings, onStatus } = settings;
  const place = createPlace({
    from: settings.from,
    gapEnd: timings.gapEnd,
    onEvent: settings.onEvent,
    onGap: settings.onGap,
  });
  let filter = settings.filter;
  let wanted: Wanted = wantedBy(filter);
  let index = Math.max(
    sources.findIndex(({ url }) => url.href === settings.from?.source),
    0,
  );
  let state: StreamState = 'connecting';
  let since = Date.now();
  let reason: string | undefined;
  let nextTryAt: number | undefined;
  let behind: number | undefined;

  let socket: StreamSocket | undefined;
  let liveness: Liveness | undefined;
  /** Ends what is under way for the present try, and tells it from later ones. */
  let attempt = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let dictionary: Dictionary | undefined;
  let asked = filter;
  let openedAt: number | undefined;
  let heardAt: number | undefined;
  let advancedAt = Date.now();
  let isHeld = false;
  let quietFor: number | undefined;
  let failures = 0;
  const failed = new Set<number>();
  /** Where the stream stood when this try began, and when it last brought nonsense. */
  let beganAt: number | undefined;
  let nonsenseAt: number | undefined | 'never' = 'never';
  let nonsense = 0;

  function source(): StreamSource {
    return sources[index]!;
  }

  function idleUntil(): number | undefined {
    return heardAt !== undefined && heardAt - advancedAt >= IDLE ? heardAt : undefined;
  }

  function tell(next: StreamState, why: string | undefined, tryAt: number | undefined): void {
    if (next !== state) since = Date.now();
    state = next;
    reason = why;
    nextTryAt = tryAt;
    onStatus();
  }

  async function connect(): Promise<void> {
    const { kind, url } = source();
    const protocol = protocols[kind];
    const { signal } = attempt;
    nextTryAt = undefined;
    onStatus();
    const found = kind === 'jetstream-v2' ? await dictionaries.of(url, signal) : undefined;
    if (signal.aborted) return;
    dictionary = found;
    asked = filter;
    nonsense = 0;
    if (place.position()?.source !== url.href) settings.onOtherSource();
    const cursor = place.begin(source(), protocol, idleUntil());
    const request = { filter, cursor, dictionary: found?.id };
    socket = opener.open(protocol.url(source(), request), protocol.subprotocol, {
      open: () => opened(protocol),
      message: (data) => received(protocol, data),
      ended: lost,
    });
  }

  function opened(protocol: StreamProtocol): void {
    openedAt = Date.now();
    place.opened(openedAt);
    beganAt = place.position()?.cursor;
    const hello = protocol.hello(asked);
    if (hello !== undefined) socket?.send(hello);
    if (isHeld) socket?.pause();
    const usual = filter.dids.length === 0 ? timings.quiet : timings.quietNarrow;
    const quiet = quietFor ?? usual;
    liveness = watchLiveness(socket!, {
      timings,
      quiet,
      isHeld: () => isHeld,
      onDead: (silence) => lost({ reason: `nothing was heard for ${Math.round(silence / 1000)} s` }),
      onQuiet: () => {
        // Without a cursor to go on from, leaving would lose what comes meanwhile.
        if (place.position() === undefined) return;
        quietFor = Math.min(quiet * 2, timings.quietLongest);
        renew();
      },
    });
    tell('connected', undefined, undefined);
    if (asked !== filter) changeFilter(protocol);
  }

  function received(protocol: StreamProtocol, data: string | Buffer): void {
    const now = Date.now();
    const before = place.position()?.cursor;
    try {
      if (data.length > MAX_FRAME) {
        place.frames.missing(now, `a frame of ${Math.round(data.length / 1e6)} MB was passed over`);
        return;
      }
      const frame = dictionary !== undefined && typeof data !== 'string' ? dictionary.decompress(data) : data;
      protocol.read(frame, wanted, place.frames);
      const position = place.position();
      // What only comes again, after connecting anew, is no sign that the source goes on.
      if (position === undefined || position.cursor === before) return;
      behind = Math.max(now - position.time, 0);
      advancedAt = now;
      liveness?.event(now);
      quietFor = undefined;
    } catch (error) {
      if (!(error instanceof StreamFault)) throw error;
      fault(error, now);
    }
  }

  /** Nonsense may be an accident of the connection: only where it comes again in the same place is it passed over. */
  function fault({ error, message }: StreamFault, now: number): void {
    const at = place.position()?.cursor;
    if (error === 'malformed' && nonsenseAt === at && nonsense < MAX_NONSENSE) {
      nonsense++;
      place.frames.missing(now, `a frame could not be read: ${message}`);
    } else {
      if (error === 'malformed') nonsenseAt = at;
      lost({ reason: message, error: error === 'malformed' ? undefined : error });
    }
  }

  function lost({ reason: why, error }: SocketEnd): void {
    const { host, href } = source().url;
    const position = place.position();
    const lasted = openedAt !== undefined && Date.now() - openedAt >= timings.healthyAfter;
    const wasOpen = openedAt !== undefined;
    if (lasted || (wasOpen && position?.source === href && position.cursor !== beganAt)) {
      failures = 0;
      failed.clear();
    }
    const canDoWithout = error === 'CursorTooOld' || error === 'FutureCursor';
    const canReadPlain = error === 'UnknownZstdDictionary' && dictionary !== undefined;
    if (canDoWithout) {
      place.refused(`${host} does not take the cursor: ${why}`);
    } else if (canReadPlain) {
      dictionaries.refused(source().url, dictionary!.id);
    } else if (error === 'malformed') {
      if (nonsenseAt === position?.cursor) place.refused(`${host}: ${why}`);
      nonsenseAt = position?.cursor;
    }
    leave();

    failures++;
    failed.add(index);
    const next = failed.size === sources.length ? 'unreachable' : 'waiting';
    if (!(canDoWithout || canReadPlain) && (!wasOpen || failures > 1)) index = (index + 1) % sources.length;
    const delay = backoff(failures, timings);
    tell(next, `${host}: ${why}`, Date.now() + delay);
    timer = setTimeout(() => void connect(), delay);
  }

  /** Ends the socket, if there is one, without a word. */
  function leave(): void {
    attempt.abort();
    attempt = new AbortController();
    clearTimeout(timer);
    heardAt = liveness?.heardAt() ?? heardAt;
    liveness?.stop();
    liveness = undefined;
    socket?.leave();
    socket = undefined;
    openedAt = undefined;
    place.left();
  }

  /** Connects anew from where it is, which is no failure. */
  function renew(): void {
    leave();
    void connect();
  }

  function changeFilter(protocol: StreamProtocol): void {
    const change = protocol.change(asked, filter);
    asked = filter;
    if (change === 'reconnect') {
      // Several changes at once are one.
      clearTimeout(timer);
      timer = setTimeout(renew, timings.batch);
    } else if (change !== 'nothing') {
      socket?.send(change.send);
    }
  }

  void connect();

  return {
    get status() {
      const { kind, url } = source();
      return { state, source: url.host, kind, since, reason, nextTryAt, behind };
    },
    get filter() {
      return filter;
    },
    position: place.snapshot,
    setFilter(next) {
      filter = next;
      wanted = wantedBy(next);
      place.filterChanged();
      if (openedAt !== undefined) changeFilter(protocols[source().kind]);
    },
    hold(next) {
      if (next === isHeld) return;
      isHeld = next;
      if (next) socket?.pause();
      else socket?.resume();
    },
    close() {
      leave();
      if (state !== 'closed') tell('closed', undefined, undefined);
    },
  };
}

/** Milliseconds before the try after the `failures`-th failure, give or take a quarter, so that many clients do not come back together. */
function backoff(failures: number, timings: StreamTimings): number {
  const delay = Math.min(timings.backoff * 2 ** (failures - 1), timings.backoffLongest);
  return delay * (0.75 + Math.random() / 2);
}
