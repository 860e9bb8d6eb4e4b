import type {
  EventStreams,
  StreamFilter,
  StreamGap,
  StreamListener,
  StreamStatus,
  SubscribeOptions,
  Subscription,
} from '../../../src/atproto/streams/event-stream.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import type { StreamTimings } from '../../../src/atproto/streams/timings.js';
import type { Proxies } from '../../../src/keep/proxies.js';
import { Changes, waitUntil } from '../wait-until.js';

/** Notes all that a subscription brings. */
export interface Recorder extends StreamListener {
  readonly events: StreamListener['events'];
  readonly received: readonly RepoEvent[];
  readonly batches: readonly number[];
  readonly gaps: readonly StreamGap[];
  readonly statuses: readonly StreamStatus[];
  /** Resolves as soon as it holds; asked whenever something comes. */
  until(holds: () => boolean): Promise<void>;
}

export function createRecorder(): Recorder {
  const received: RepoEvent[] = [];
  const batches: number[] = [];
  const gaps: StreamGap[] = [];
  const statuses: StreamStatus[] = [];
  const changes = new Changes();

  return {
    received,
    batches,
    gaps,
    statuses,
    events(batch) {
      received.push(...batch);
      batches.push(batch.length);
      changes.tell();
    },
    gap(gap) {
      gaps.push(gap);
      changes.tell();
    },
    status(status) {
      statuses.push(status);
      changes.tell();
    },
    until: (holds) =>
      waitUntil({
        what: `a stream with ${holds}`,
        holds,
        subscribe: changes.subscribe,
        found: () =>
          [
            `${received.length} events in ${batches.length} batches, the last of them:`,
            ...received.slice(-5).map(line),
            `gaps: ${JSON.stringify(gaps)}`,
            `statuses: ${JSON.stringify(statuses.slice(-5))}`,
          ].join('\n'),
      }),
  };
}

/** Times in which a test can see what takes minutes otherwise. The silences stay long: a test that wants them says so. */
export const QUICK: Partial<StreamTimings> = {
  backoffMs: 4,
  backoffLongestMs: 50,
  batchMs: 5,
  reportMs: 20,
  gapEndMs: 200,
};

/** A subscription and what it brings, for as long as a test lasts. */
export interface Followed extends Disposable {
  readonly streams: EventStreams;
  readonly subscription: Subscription;
  readonly recorder: Recorder;
  /** Resolves when it is connected. */
  connected(): Promise<void>;
}

export interface FollowSettings extends SubscribeOptions {
  readonly timings?: Partial<StreamTimings>;
  readonly queue?: number;
  readonly proxies?: Proxies;
}

export const EVERYTHING: StreamFilter = { collections: [], dids: [] };

export function follow(
  urls: readonly string[],
  filter: StreamFilter = EVERYTHING,
  { timings, queue, proxies, from }: FollowSettings = {},
): Followed {
  const streams = createEventStreams({ urls, queue, proxies, timings: { ...QUICK, ...timings } });
  const recorder = createRecorder();
  const subscription = streams.subscribe(filter, recorder, { from });
  return {
    streams,
    subscription,
    recorder,
    connected: () => recorder.until(() => subscription.status.state === 'connected'),
    [Symbol.dispose]: () => streams.close(),
  };
}

/** An event as one line, without what differs from source to source. */
export function line(event: RepoEvent): string {
  switch (event.kind) {
    case 'commit':
      return `${event.operation} ${event.did} ${event.collection}/${event.rkey}`;
    case 'identity':
      return `identity ${event.did} ${event.handle ?? ''}`;
    case 'account':
      return `account ${event.did} ${event.active} ${event.status ?? ''}`;
    case 'label':
      return `${event.label.neg ? '−' : '+'} ${event.label.val} ${event.label.uri}`;
  }
}
