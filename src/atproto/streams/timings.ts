/** How long the streams wait for what, in milliseconds. */
export interface StreamTimings {
  /** For a connection to come about. */
  readonly handshake: number;
  /** Of silence until the other side is asked for a sign of life … */
  readonly pingAfter: number;
  /** … and for that to come. */
  readonly pongWithin: number;
  /** Without an event until a connection that answers pings is made anew all the same, where a busy stream was asked for. */
  readonly quiet: number;
  /** The same, where few accounts were asked for. It is doubled each time that nothing came, up to `quietLongest`. */
  readonly quietNarrow: number;
  readonly quietLongest: number;
  /** Before the first try after a failure; doubled with each. */
  readonly backoff: number;
  readonly backoffLongest: number;
  /** That a connection must last for the next failure to count as the first again. */
  readonly healthyAfter: number;
  /** From an event's coming to its being handed over, at most. */
  readonly batch: number;
  /** Between two reports of how many events a second come. */
  readonly report: number;
  /** For the first event that shows where a gap ends. */
  readonly gapEnd: number;
}

export const TIMINGS: StreamTimings = {
  handshake: 15_000,
  pingAfter: 20_000,
  pongWithin: 10_000,
  // Of the whole network something is heard every few milliseconds; Jetstreams have been seen to fall silent after a
  // minute, answering pings (jetstream-legacy#42).
  quiet: 60_000,
  quietNarrow: 300_000,
  quietLongest: 600_000,
  backoff: 250,
  backoffLongest: 30_000,
  healthyAfter: 10_000,
  batch: 50,
  report: 1_000,
  gapEnd: 5_000,
};
