import type { StreamSocket } from './socket.js';
import type { StreamTimings } from './timings.js';

/** Watches whether the other side of a socket is still there. */
export interface Liveness {
  /** An event came. */
  event(now: number): void;
  /** Milliseconds since 1970 at which anything last came, be it the answer to a ping. */
  heardAt(): number;
  stop(): void;
}

export interface LivenessSettings {
  readonly timings: StreamTimings;
  /** Milliseconds without an event that fit the source and the filter. */
  readonly quiet: number;
  /** Whether the source is being held back, and silent for that reason. */
  readonly isHeld: () => boolean;
  /** Nothing comes, not even the answer to a ping. */
  readonly onDead: (silence: number) => void;
  /** It answers, but no event has come for `quiet`. */
  readonly onQuiet: () => void;
}

export function watchLiveness(socket: StreamSocket, settings: LivenessSettings): Liveness {
  const { timings, quiet, isHeld, onDead, onQuiet } = settings;
  const { pingAfter, pongWithin } = timings;
  let bytes = socket.heard();
  let heardAt = Date.now();
  let eventAt = heardAt;
  let pingedAt: number | undefined;
  const timer = setInterval(check, Math.min(pingAfter, pongWithin, quiet) / 2);

  function check(): void {
    const now = Date.now();
    if (socket.heard() !== bytes || isHeld()) {
      bytes = socket.heard();
      heardAt = now;
      pingedAt = undefined;
    }
    if (isHeld()) eventAt = now;
    if (pingedAt !== undefined && now - pingedAt >= pongWithin) {
      onDead(now - heardAt);
    } else if (now - eventAt >= quiet) {
      onQuiet();
    } else if (now - heardAt >= pingAfter && pingedAt === undefined) {
      pingedAt = now;
      socket.ping();
    }
  }

  return {
    event(now) {
      eventAt = now;
    },
    heardAt: () => heardAt,
    stop: () => clearInterval(timer),
  };
}
