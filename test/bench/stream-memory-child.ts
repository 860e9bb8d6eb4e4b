import { createClient } from '../../src/atproto/client.js';
import type { EventStreams } from '../../src/atproto/streams/event-stream.js';
import { createEventStreams } from '../../src/atproto/streams/event-streams.js';
import { createAppStore } from '../../src/store/create-store.js';
import { noWatch } from '../support/no-watch.js';
import { quiet } from '../support/quiet-store.js';
import type { StreamMemoryTask, StreamMemoryUse } from './figures/stream-memory.js';
import { startFloodingJetstream } from './flooding-jetstream.js';
import { startGeneratedNetwork } from './generated-network.js';
import { answerParent } from './run-child.js';
import { weigh } from './weigh.js';

/** Tails the whole network and says what the process holds after some events and after many more. */
await answerParent(async ({ early, late }: StreamMemoryTask): Promise<StreamMemoryUse> => {
  const network = await startGeneratedNetwork();
  using jetstream = await startFloodingJetstream();
  const client = createClient({ plc: network.origin, appview: network.origin });
  const streams = createEventStreams({ urls: [jetstream.url] });
  let events = 0;
  let gaps = 0;
  let onEvents = (): void => {};
  let connected = (): void => {};
  const isConnected = new Promise<void>((resolve) => {
    connected = resolve;
  });

  /** The streams as they are, with a count of what they tell. */
  const counted: EventStreams = {
    ...streams,
    subscribe: (filter, listener, options) =>
      streams.subscribe(
        filter,
        {
          events(batch) {
            listener.events(batch);
            events += batch.length;
            onEvents();
          },
          gap(gap) {
            listener.gap(gap);
            gaps += 1;
          },
          status(status) {
            listener.status(status);
            if (status.state === 'connected') connected();
          },
        },
        options,
      ),
  };
  const came = (total: number): Promise<void> =>
    new Promise((resolve) => {
      onEvents = () => {
        if (events >= total) resolve();
      };
      onEvents();
    });

  const store = createAppStore({
    client,
    ...quiet,
    watch: { ...noWatch, streams: () => counted },
  });
  store.actions.toggleStream({ collections: [], dids: [] });
  await isConnected;

  const start = performance.now();
  await jetstream.flood({ total: early });
  await came(early);
  const before = await weigh();
  await jetstream.flood({ total: late - early, from: early });
  await came(late);
  const seconds = (performance.now() - start) / 1000;
  const after = await weigh();

  store.close();
  streams.close();
  await Promise.all([client.close(), network.close()]);
  return { early: before, late: after, gaps, seconds };
});
