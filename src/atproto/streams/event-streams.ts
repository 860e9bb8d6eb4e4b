import type { Proxies } from '../../keep/proxies.js';
import { parseStreamUrl, type StreamSource } from '../../keep/stream-url.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { EventStreams, Subscription } from './event-stream.js';
import { LineSubscription } from './line-subscription.js';
import { Lines } from './lines.js';
import { createSocketOpener } from './socket.js';
import { type StreamTimings, TIMINGS } from './timings.js';
import { createDictionaries } from './zstd.js';

export interface EventStreamsSettings {
  /** At least one, tried in this order: URLs, whose paths say what they speak (see {@link parseStreamUrl}), or sources as they are. */
  readonly urls: readonly (string | StreamSource)[];
  /** The proxies that connections go through; none by default. */
  readonly proxies?: Proxies | undefined;
  readonly timings?: Partial<StreamTimings> | undefined;
  /** What addresses are held against, where somebody other than the user has named them; undefined: nothing. */
  readonly guard?: HostPolicy | undefined;
  /** Events that may wait for a listener before its source is held back; twice as many are kept at most. */
  readonly queue?: number | undefined;
}

/** Events that come within a batch's time even from a replay are fewer. */
const QUEUE_MAX = 4_000;

/**
 * Opens live streams of the network's events. Nothing is connected to before the first subscription. Throws an Error with a
 * sentence for the user where a URL is none (see {@link parseStreamUrl}).
 */
export function createEventStreams({
  urls,
  proxies,
  timings,
  guard,
  queue = QUEUE_MAX,
}: EventStreamsSettings): EventStreams {
  const sources = urls.map((one) => (typeof one === 'string' ? parseStreamUrl(one) : one));
  if (sources.length === 0) throw new Error('No address of a stream is set.');
  const times: StreamTimings = { ...TIMINGS, ...timings };
  const opener = createSocketOpener(times.handshakeMs, proxies, guard);
  const lines = new Lines({ sources, opener, dictionaries: createDictionaries(opener), timings: times });
  const open = new Set<Subscription>();

  return {
    subscribe(filter, listener, { from } = {}) {
      const subscription = new LineSubscription({
        lines,
        filter,
        listener,
        from,
        batchMs: times.batchMs,
        fullAt: queue,
        onClose: (closed) => open.delete(closed),
      });
      open.add(subscription);
      return subscription;
    },
    close() {
      for (const subscription of [...open]) subscription.close();
      opener.close();
    },
  };
}
