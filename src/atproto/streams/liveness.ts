import type { StreamSocket } from './socket.js';
import type { StreamTimings } from './timings.js';

/** Watches whether the other side of a socket is still there. */
export interface Liveness {
  /**
   * The source came further in what it sends; `isNew`: beyond all that came on connections before. To the next check, which is
   * exact enough: a clock that is read for each frame costs more than the rest of this.
   */
  advanced(isNew: boolean): void;
  /** When something was heard last. */
  times(): LivenessTimes;
  stop(): void;
}

/** Ticks: milliseconds of a clock that is never set. */
export interface LivenessTimes {
  /** At which anything last came, be it the answer to a ping. */
  readonly heardAt: number;
  /** At which something new last came; undefined: never. */
  readonly newAt: number | undefined;
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
  const { pingAfterMs, pongWithinMs } = timings;
  let bytes = socket.heard();
  let heardAt = performance.now();
  let advancedAt = heardAt;
  let newAt: number | undefined;
  let hasAdvanced = false;
  let hasNew = false;
  let pingedAt: number | undefined;
  const timer = setInterval(check, Math.min(pingAfterMs, pongWithinMs, silenceMs) / 2);

  function note(now: number): void {
    if (hasAdvanced) advancedAt = now;
    if (hasNew) newAt = now;
    hasAdvanced = false;
    hasNew = false;
  }

  function check(): void {
    const now = performance.now();
    note(now);
    if (socket.heard() !== bytes || isHeld()) {
      bytes = socket.heard();
      heardAt = now;
      pingedAt = undefined;
    }
    if (isHeld()) advancedAt = now;
    if (pingedAt !== undefined && now - pingedAt >= pongWithinMs) {
      onDead(now - heardAt);
    } else if (now - advancedAt >= silenceMs) {
      onSilent();
    } else if (now - heardAt >= pingAfterMs && pingedAt === undefined) {
      pingedAt = now;
      socket.ping();
    }
  }

  return {
    advanced(isNew) {
      hasAdvanced = true;
      hasNew ||= isNew;
    },
    times() {
      note(performance.now());
      return { heardAt, newAt };
    },
    stop: () => clearInterval(timer),
  };
}
