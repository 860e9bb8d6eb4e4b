/** How long the streams wait for what, in milliseconds. */
export interface StreamTimings {
  /** For a connection to come about. */
  readonly handshakeMs: number;
  /** Of silence until the other side is asked for a sign of life … */
  readonly pingAfterMs: number;
  /** … and for that to come. */
  readonly pongWithinMs: number;
  /** Without an event until a connection that answers pings is made anew all the same, where a busy stream was asked for. */
  readonly quietMs: number;
  /** The same, where few accounts were asked for. It is doubled each time that nothing came, up to `quietLongestMs`. */
  readonly quietNarrowMs: number;
  readonly quietLongestMs: number;
  /** Before the first try after a failure; doubled with each. */
  readonly backoffMs: number;
  readonly backoffLongestMs: number;
  /** That a connection must last for the next failure to count as the first again. */
  readonly healthyAfterMs: number;
  /** From an event's coming to its being handed over, at most. */
  readonly batchMs: number;
  /** Between two reports of how many events a second come. */
  readonly reportMs: number;
  /** For the first event that shows where a gap ends. */
  readonly gapEndMs: number;
}

export const TIMINGS: StreamTimings = {
  handshakeMs: 15_000,
  pingAfterMs: 20_000,
  pongWithinMs: 10_000,
  // Of the whole network something is heard every few milliseconds; Jetstreams have been seen to fall silent after a
  // minute, answering pings (jetstream-legacy#42).
  quietMs: 60_000,
  quietNarrowMs: 300_000,
  quietLongestMs: 600_000,
  backoffMs: 250,
  backoffLongestMs: 30_000,
  healthyAfterMs: 10_000,
  batchMs: 50,
  reportMs: 1_000,
  gapEndMs: 5_000,
};
