import type { StreamSocket } from './socket.js';
import type { StreamTimings } from './timings.js';

/** Watches whether the other side of a socket is still there. */
export interface Liveness {
  /** The source came further in what it sends. */
  advanced(): void;
  /** Ticks (milliseconds of a clock that is never set) at which anything last came, be it the answer to a ping. */
  heardAtTicks(): number;
  stop(): void;
}

export interface LivenessSettings {
  readonly timings: StreamTimings;
  /** Milliseconds without an event that fit the source and the filter. */
  readonly silenceMs: number;
  /** Whether the source is being held back, and silent for that reason. */
  readonly isHeld: () => boolean;
  /** Nothing comes, not even the answer to a ping. */
  readonly onDead: (silentMs: number) => void;
  /** It answers, but no event has come for `silenceMs`. */
  readonly onSilent: () => void;
}

export function watchLiveness(socket: StreamSocket, settings: LivenessSettings): Liveness {
  const { timings, silenceMs, isHeld, onDead, onSilent } = settings;
  const { pingAfter, pongWithin } = timings;
  let bytes = socket.heard();
  let heardAt = performance.now();
  let advancedAt = heardAt;
  let pingedAt: number | undefined;
  const timer = setInterval(check, Math.min(pingAfter, pongWithin, silenceMs) / 2);

  function check(): void {
    const now = performance.now();
    if (socket.heard() !== bytes || isHeld()) {
      bytes = socket.heard();
      heardAt = now;
      pingedAt = undefined;
    }
    if (isHeld()) advancedAt = now;
    if (pingedAt !== undefined && now - pingedAt >= pongWithin) {
      onDead(now - heardAt);
    } else if (now - advancedAt >= silenceMs) {
      onSilent();
    } else if (now - heardAt >= pingAfter && pingedAt === undefined) {
      pingedAt = now;
      socket.ping();
    }
  }

  return {
    advanced() {
      advancedAt = performance.now();
    },
    heardAtTicks: () => heardAt,
    stop: () => clearInterval(timer),
  };
}
