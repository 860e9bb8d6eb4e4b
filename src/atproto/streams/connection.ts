import { isEventStream, type StreamSource } from '../../keep/stream-url.js';
import { steadyClock } from '../steady-clock.js';
import type {
  ConnectionEffect,
  ConnectionEvent,
  ConnectionRules,
  ConnectionState,
  Moment,
} from './connection-state.js';
import { firstConnection, sourceOf, transition } from './connection-transitions.js';
import type { StreamFilter, StreamGap, StreamPosition, StreamStatus } from './event-stream.js';
import { type Wanted, wantedBy } from './filter.js';
import { FRAME_MAX_BYTES } from './limits.js';
import { type Liveness, watchLiveness } from './liveness.js';
import { ProgressKeeper } from './progress-keeper.js';
import { IDLE_MS, StreamFault, type StreamProtocol } from './protocol.js';
import { protocolOf } from './protocols.js';
import type { RepoEvent } from './repo-event.js';
import type { SocketEnd, SocketOpener, StreamSocket } from './socket.js';
import type { StreamTimings } from './timings.js';
import type { Dictionaries, Dictionary } from './zstd.js';

export interface ConnectionSettings {
  /** At least one, in the order in which they are tried. */
  readonly sources: readonly StreamSource[];
  readonly filter: StreamFilter;
  readonly from: StreamPosition | undefined;
  readonly opener: SocketOpener;
  readonly dictionaries: Dictionaries;
  readonly timings: StreamTimings;
  readonly onEvent: (event: RepoEvent, print: number) => void;
  readonly onGap: (gap: StreamGap) => void;
  /** What came before cannot be ordered by cursor with what comes now: another source is asked, or it counts anew. */
  readonly onOtherOrder: (source: string) => void;
  /** Cursors of until now say nothing any more; `isTimed`: times still do. */
  readonly onMarksLost: (isTimed: boolean) => void;
  /** A later position that is wanted, where one is too old for the source. */
  readonly laterStart: (position: StreamPosition) => StreamPosition | undefined;
  readonly onStatus: () => void;
}

/**
 * One stream of one filter: a socket at a time, to one of the sources, made again whenever it is lost. It owns the socket and the
 * clocks; what happens when is in `connection-transitions.ts`.
 */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #rules: ConnectionRules;
  readonly #place: ProgressKeeper;
  #state: ConnectionState;
  #wanted: Wanted;
  #protocol: StreamProtocol;
  #socket: StreamSocket | undefined;
  #liveness: Liveness | undefined;
  /** Ends what is under way for the present try, and tells it from later ones. */
  #attempt = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #dictionary: Dictionary | undefined;
  #behind: number | undefined;
  /** Ticks at which something was heard last, and at which the stream came further. */
  #heardAtTicks: number | undefined;
  #advancedAtTicks = performance.now();

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    const { sources, timings, filter, from, onEvent, onGap, onOtherOrder, onMarksLost } = settings;
    this.#rules = { sources, timings };
    this.#place = new ProgressKeeper({
      from,
      gapEndMs: timings.gapEndMs,
      onEvent,
      onGap,
      onAnew: () => {
        onOtherOrder(this.source);
        onMarksLost(false);
      },
    });
    const index = sources.findIndex(({ url }) => url.href === from?.source);
    this.#state = firstConnection(filter, Math.max(index, 0), steadyClock.now());
    this.#wanted = wantedBy(filter);
    this.#protocol = protocolOf(this.#source);
    // Those who go on from another position of the same moment come with this connection: the first of them says from where.
    if (from === undefined) void this.#connect();
    else this.#timer = setTimeout(() => void this.#connect(), timings.batchMs);
  }

  /** URL of the source in use. */
  get source(): string {
    return this.#source.url.href;
  }

  /** The newest that came; undefined where nothing did, and nothing was gone on from. */
  get reachedPosition(): StreamPosition | undefined {
    return this.#place.certain;
  }

  /** Milliseconds since 1970 of what the source brought last, be it wanted or not. */
  get broughtTime(): number | undefined {
    return this.#place.broughtTime;
  }

  /** Goes on from another position, unless a source has been asked already. */
  startAt(from: StreamPosition): boolean {
    return this.#place.startAt(from);
  }

  get status(): Omit<StreamStatus, 'eventsPerSecond'> {
    const { kind, url } = this.#source;
    return { ...this.#state.status, source: url.host, kind, behind: this.#behind };
  }

  get filter(): StreamFilter {
    return this.#state.filter;
  }

  /** The position to go on from in a later run. */
  position(): StreamPosition | undefined {
    return this.#place.snapshot();
  }

  setFilter(filter: StreamFilter): void {
    this.#wanted = wantedBy(filter);
    this.#place.filterChanged();
    this.#take({ kind: 'filtered', filter });
  }

  /** Holds the source back, or lets it go on. */
  hold(isHeld: boolean): void {
    this.#take({ kind: 'held', isHeld });
  }

  close(): void {
    this.#take({ kind: 'closed', now: steadyClock.now() });
  }

  get #source(): StreamSource {
    return sourceOf(this.#state, this.#rules);
  }

  #take(event: ConnectionEvent): void {
    const { state, effects } = transition(this.#state, event, this.#rules);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: ConnectionEffect): void {
    const { dictionaries, onStatus } = this.#settings;
    switch (effect.kind) {
      case 'leave':
        this.#leave();
        break;
      case 'connect':
        void this.#connect();
        break;
      case 'wait':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#take({ kind: 'due' }), effect.ms);
        break;
      case 'send':
        this.#socket?.send(effect.text);
        break;
      case 'pause':
        this.#socket?.pause();
        break;
      case 'resume':
        this.#socket?.resume();
        break;
      case 'watch':
        this.#watch(effect.silenceMs);
        break;
      case 'pass over':
        this.#place.missing(steadyClock.now(), effect.reason);
        break;
      case 'refuse cursor':
        this.#refused(effect);
        break;
      case 'refuse dictionary':
        if (this.#dictionary) dictionaries.refused(this.#source.url, this.#dictionary.id);
        break;
      case 'tell':
        onStatus();
        break;
    }
  }

  async #connect(): Promise<void> {
    const source = this.#source;
    const { url } = source;
    const { opener, dictionaries, onOtherOrder } = this.#settings;
    const { signal } = this.#attempt;
    const dictionary = source.kind === 'jetstream-v2' ? await dictionaries.of(url, signal) : undefined;
    if (signal.aborted) return;
    this.#dictionary = dictionary;
    this.#take({ kind: 'asking', isCompressed: dictionary !== undefined });
    if (this.#place.position?.source !== url.href) onOtherOrder(url.href);
    const protocol = protocolOf(source);
    this.#protocol = protocol;
    const cursor = this.#place.asking(source, protocol, this.#idleUntil());
    const request = { filter: this.#state.filter, cursor, dictionary: dictionary?.id };
    this.#socket = opener.open(protocol.url(source, request), protocol.subprotocol, {
      open: () => {
        this.#place.opened();
        this.#take({ kind: 'opened', at: momentOfNow(), position: this.#place.position });
      },
      message: (data) => this.#received(data),
      ended: (end) => this.#lost(end),
    });
  }

  #received(data: string | Buffer): void {
    const place = this.#place;
    const now = steadyClock.now();
    const sink = place.sinkAt(now);
    const { position: before, reached } = place;
    try {
      // A sign of life, and nothing else.
      if (data.length === 0) return;
      if (data.length > FRAME_MAX_BYTES) {
        place.missing(now, `a frame of ${Math.round(data.length / 1e6)} MB was skipped`);
        return;
      }
      const dictionary = this.#dictionary;
      const frame = dictionary !== undefined && typeof data !== 'string' ? dictionary.decompress(data) : data;
      this.#protocol.read(frame, this.#wanted, sink);
      const { position } = place;
      // What only comes again, after connecting anew, is no sign that the source goes on.
      const isNew = position !== undefined && position.cursor !== before?.cursor;
      if (isNew || place.reached !== reached) this.#liveness?.advanced(isNew);
      if (!isNew) return;
      this.#behind = Math.max(now - position.time, 0);
      if (this.#state.silenceMs !== undefined) this.#take({ kind: 'advanced' });
    } catch (error) {
      if (!(error instanceof StreamFault)) throw error;
      this.#faulted(error);
    }
  }

  #refused({ reason, isTooOld }: Extract<ConnectionEffect, { kind: 'refuse cursor' }>): void {
    const { position } = this.#place;
    const later = isTooOld && position !== undefined ? this.#settings.laterStart(position) : undefined;
    if (later === undefined) this.#settings.onMarksLost(!isEventStream(this.#source.kind));
    this.#place.refused(reason, later);
  }

  #faulted({ error, message }: StreamFault): void {
    const { position } = this.#place;
    if (error !== 'malformed') this.#lost({ reason: message, error });
    else this.#take({ kind: 'nonsense', at: momentOfNow(), message, position, jitter: Math.random() });
  }

  #lost(end: SocketEnd): void {
    const { position } = this.#place;
    this.#take({ kind: 'lost', at: momentOfNow(), end, position, jitter: Math.random() });
  }

  #watch(silenceMs: number): void {
    if (this.#socket === undefined) return;
    this.#liveness = watchLiveness(this.#socket, {
      timings: this.#settings.timings,
      silenceMs,
      isHeld: () => this.#state.isHeld,
      onDead: (ms) => this.#lost({ reason: `nothing was heard for ${Math.round(ms / 1000)} s` }),
      onSilent: () => this.#take({ kind: 'silent', position: this.#place.position }),
    });
  }

  #leave(): void {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    clearTimeout(this.#timer);
    const { heardAt, newAt } = this.#liveness?.times() ?? {};
    this.#heardAtTicks = heardAt ?? this.#heardAtTicks;
    this.#advancedAtTicks = newAt ?? this.#advancedAtTicks;
    this.#liveness?.stop();
    this.#liveness = undefined;
    this.#socket?.leave();
    this.#socket = undefined;
    this.#place.left();
  }

  /** Milliseconds since 1970, by the clock of the source, up to which there was nothing for the filter for long. */
  #idleUntil(): number | undefined {
    const { position } = this.#place;
    if (this.#heardAtTicks === undefined || position === undefined) return undefined;
    const idleMs = this.#heardAtTicks - this.#advancedAtTicks;
    return idleMs >= IDLE_MS ? Math.floor(position.time + idleMs) : undefined;
  }
}

function momentOfNow(): Moment {
  return { now: steadyClock.now(), ticks: performance.now() };
}
