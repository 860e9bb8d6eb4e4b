import type { StreamSource } from '../../keep/stream-url.js';
import { afterLoss, delayMsOf, firstAttempt } from './attempts.js';
import type {
  ConnectionEffect,
  ConnectionEvent,
  ConnectionRules,
  ConnectionState,
  ConnectionStatus,
  Transition,
} from './connection-state.js';
import type { StreamFilter, StreamPosition, StreamState } from './event-stream.js';
import { protocolOf } from './protocols.js';
import type { SocketEnd } from './socket.js';

/** Frames in a row that are passed over before a source is left for talking nonsense. */
const NONSENSE_MAX = 10;
const TELL = { kind: 'tell' } as const;
const LEAVE = { kind: 'leave' } as const;
const CONNECT = { kind: 'connect' } as const;

/** Before the first try, of the source with that index. Its first effect is to connect. */
export function firstConnection(filter: StreamFilter, index: number, now: number): ConnectionState {
  return {
    filter,
    phase: { kind: 'connecting', asked: filter, isCompressed: false },
    status: { state: 'connecting', since: now, reason: undefined, nextTryAt: undefined },
    attempts: firstAttempt(index),
    nonsense: { kind: 'none' },
    silenceMs: undefined,
    isHeld: false,
  };
}

export function sourceOf(state: ConnectionState, { sources }: ConnectionRules): StreamSource {
  const source = sources[state.attempts.index];
  if (source === undefined) throw new RangeError(`There is no source ${state.attempts.index}.`);
  return source;
}

/** What an event makes of a connection, and what is to be done for it, in that order. After the end nothing comes of anything. */
export function transition(
  state: ConnectionState,
  event: ConnectionEvent,
  rules: ConnectionRules,
): Transition {
  if (state.phase.kind === 'closed') return { state, effects: [] };
  switch (event.kind) {
    case 'asking': {
      const { nonsense, filter } = state;
      const phase = { kind: 'connecting', asked: filter, isCompressed: event.isCompressed } as const;
      return only({
        ...state,
        phase,
        nonsense: nonsense.kind === 'none' ? nonsense : { ...nonsense, passed: 0 },
      });
    }
    case 'opened':
      return opened(state, event, rules);
    case 'advanced':
      return only({ ...state, silenceMs: undefined });
    case 'silent': {
      // Without a cursor to go on from, leaving would lose what comes meanwhile.
      if (state.phase.kind !== 'open' || event.position === undefined) return only(state);
      const silenceMs = Math.min(silenceMsOf(state, rules) * 2, rules.timings.quietLongestMs);
      return connecting({ ...state, silenceMs }, [LEAVE]);
    }
    case 'nonsense':
      return nonsensical(state, event, rules);
    case 'lost':
      return lost(state, event, rules);
    case 'due':
      return connecting(state, state.phase.kind === 'open' ? [LEAVE] : []);
    case 'filtered': {
      const next = { ...state, filter: event.filter };
      return state.phase.kind === 'open' ? refiltered(next, rules) : only(next);
    }
    case 'held': {
      if (event.isHeld === state.isHeld) return only(state);
      return {
        state: { ...state, isHeld: event.isHeld },
        effects: [{ kind: event.isHeld ? 'pause' : 'resume' }],
      };
    }
    case 'closed': {
      const status = statusOf(state, 'closed', event.now);
      return { state: { ...state, phase: { kind: 'closed' }, status }, effects: [LEAVE, TELL] };
    }
  }
}

function only(state: ConnectionState): Transition {
  return { state, effects: [] };
}

/** Connects, which is no failure of what was there before. */
function connecting(state: ConnectionState, before: readonly ConnectionEffect[]): Transition {
  const next: ConnectionState = {
    ...state,
    phase: { kind: 'connecting', asked: state.filter, isCompressed: false },
    status: { ...state.status, nextTryAt: undefined },
  };
  return { state: next, effects: [...before, TELL, CONNECT] };
}

function opened(
  state: ConnectionState,
  { at, position }: Extract<ConnectionEvent, { kind: 'opened' }>,
  rules: ConnectionRules,
): Transition {
  if (state.phase.kind !== 'connecting') return only(state);
  const { asked, isCompressed } = state.phase;
  const hello = protocolOf(sourceOf(state, rules)).hello(asked);
  const next: ConnectionState = {
    ...state,
    phase: { kind: 'open', asked, isCompressed, openedAtTicks: at.ticks, cursor: position?.cursor },
    status: statusOf(state, 'connected', at.now),
  };
  const effects: ConnectionEffect[] = [];
  if (hello !== undefined) effects.push({ kind: 'send', text: hello });
  if (state.isHeld) effects.push({ kind: 'pause' });
  effects.push({ kind: 'watch', silenceMs: silenceMsOf(state, rules) }, TELL);
  if (asked === state.filter) return { state: next, effects };
  const changed = refiltered(next, rules);
  return { state: changed.state, effects: [...effects, ...changed.effects] };
}

function silenceMsOf({ silenceMs, filter }: ConnectionState, { timings }: ConnectionRules): number {
  return silenceMs ?? (filter.dids.length === 0 ? timings.quietMs : timings.quietNarrowMs);
}

/** The filter changed while the connection is open. */
function refiltered(state: ConnectionState, rules: ConnectionRules): Transition {
  const { phase, filter } = state;
  if (phase.kind !== 'open') return only(state);
  const change = protocolOf(sourceOf(state, rules)).change(phase.asked, filter);
  const next = { ...state, phase: { ...phase, asked: filter } };
  if (change === 'nothing') return only(next);
  // Several changes at once are one.
  if (change === 'reconnect') return { state: next, effects: [{ kind: 'wait', ms: rules.timings.batchMs }] };
  return { state: next, effects: [{ kind: 'send', text: change.send }] };
}

/** Nonsense may be an accident of the connection: only where it comes again in the same place is it passed over. */
function nonsensical(
  state: ConnectionState,
  { at, message, position, jitter }: Extract<ConnectionEvent, { kind: 'nonsense' }>,
  rules: ConnectionRules,
): Transition {
  const { nonsense } = state;
  const cursor = position?.cursor;
  if (nonsense.kind === 'met' && nonsense.cursor === cursor && nonsense.passed < NONSENSE_MAX) {
    return {
      state: { ...state, nonsense: { ...nonsense, passed: nonsense.passed + 1 } },
      effects: [{ kind: 'pass over', reason: `a frame could not be read: ${message}` }],
    };
  }
  const met: ConnectionState = { ...state, nonsense: { kind: 'met', cursor, passed: 0 } };
  return lost(met, { kind: 'lost', at, end: { reason: message }, position, jitter }, rules);
}

function lost(
  state: ConnectionState,
  { at, end, position, jitter }: Extract<ConnectionEvent, { kind: 'lost' }>,
  rules: ConnectionRules,
): Transition {
  const { phase, nonsense } = state;
  const { host, href } = sourceOf(state, rules).url;
  const { timings, sources } = rules;
  const wasOpen = phase.kind === 'open';
  const lasted = wasOpen && at.ticks - phase.openedAtTicks >= timings.healthyAfterMs;
  const cameFurther = wasOpen && position?.source === href && position.cursor !== phase.cursor;
  const wasGood = lasted || cameFurther;
  const refusal = refusalOf(state, end, position, host);
  const isUnderstood = refusal?.kind === 'refuse dictionary' || isOfCursor(end);
  const isFirst = wasGood || state.attempts.failures === 0;
  const attempts = afterLoss(state.attempts, sources.length, {
    ticks: at.ticks,
    wasGood,
    keepsSource: isUnderstood || (wasOpen && isFirst),
    retryAfterMs: end.retryAfterMs,
  });
  const delayMs = delayMsOf(attempts, at.ticks, jitter, timings);
  const to = attempts.failed.length === sources.length ? 'unreachable' : 'waiting';
  const next: ConnectionState = {
    ...state,
    phase: { kind: 'waiting' },
    status: { ...statusOf(state, to, at.now), reason: `${host}: ${end.reason}`, nextTryAt: at.now + delayMs },
    attempts,
    nonsense: end.error === 'malformed' ? { kind: 'met', cursor: position?.cursor, passed: 0 } : nonsense,
  };
  const before = refusal === undefined ? [] : [refusal];
  return { state: next, effects: [...before, LEAVE, TELL, { kind: 'wait', ms: delayMs }] };
}

/** What the source does not take, so that it is asked without it. */
function refusalOf(
  { phase, nonsense }: ConnectionState,
  end: SocketEnd,
  position: StreamPosition | undefined,
  host: string,
): ConnectionEffect | undefined {
  if (isOfCursor(end)) {
    const isTooOld = end.error === 'CursorTooOld';
    return { kind: 'refuse cursor', reason: `${host} does not take the cursor: ${end.reason}`, isTooOld };
  }
  const isCompressed = (phase.kind === 'connecting' || phase.kind === 'open') && phase.isCompressed;
  if (end.error === 'UnknownZstdDictionary' && isCompressed) return { kind: 'refuse dictionary' };
  const isAgain = nonsense.kind === 'met' && nonsense.cursor === position?.cursor;
  if (end.error === 'malformed' && isAgain) {
    return { kind: 'refuse cursor', reason: `${host}: ${end.reason}`, isTooOld: false };
  }
  return undefined;
}

function isOfCursor({ error }: SocketEnd): boolean {
  return error === 'CursorTooOld' || error === 'FutureCursor';
}

function statusOf({ status }: ConnectionState, state: StreamState, now: number): ConnectionStatus {
  return {
    state,
    since: state === status.state ? status.since : now,
    reason: undefined,
    nextTryAt: undefined,
  };
}
