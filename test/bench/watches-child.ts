import { createClient } from '../../src/atproto/client.js';
import type { EventStreams } from '../../src/atproto/streams/event-stream.js';
import { createEventStreams } from '../../src/atproto/streams/event-streams.js';
import { createAppStore } from '../../src/store/create-store.js';
import { noWatch } from '../support/no-watch.js';
import { quiet, until } from '../support/quiet-store.js';
import type { WatchesTask, WatchesUse } from './figures/watches.js';
import { startFloodingJetstream } from './flooding-jetstream.js';
import { startGeneratedNetwork } from './generated-network.js';
import { answerParent } from './run-child.js';
import { weigh } from './weigh.js';

/** Without an event for so long, all have come: they are sent as fast as they are read. */
const QUIET_MS = 1_000;

/** Watches so many accounts, and says what the process holds and how long it works under a stream of follows. */
await answerParent(async ({ watches, events }: WatchesTask): Promise<WatchesUse> => {
  const network = await startGeneratedNetwork();
  using jetstream = await startFloodingJetstream();
  const client = createClient({ plc: network.origin, appview: network.origin });
  const streams = createEventStreams({ urls: [jetstream.url] });
  let handed = 0;
  let onHanded = (): void => {};

  /** The streams as they are, with a count of what they tell to all who listen. */
  const counted: EventStreams = {
    ...streams,
    subscribe: (filter, listener, options) =>
      streams.subscribe(
        filter,
        {
          ...listener,
          gap: (gap) => listener.gap(gap),
          status: (status) => listener.status(status),
          events(batch) {
            listener.events(batch);
            handed += batch.length;
            onHanded();
          },
        },
        options,
      ),
  };
  const store = createAppStore({ client, ...quiet, watch: { ...noWatch, streams: () => counted } });
  for (let index = 1; index <= watches; index += 1) {
    store.actions.goTo({ kind: 'repo', repo: network.account(index) });
    store.actions.toggleWatch();
    await until(store, (state) => state.watches.size === index);
  }
  await until(store, (state) =>
    [...state.watches.values()].every(({ stream }) => stream?.state === 'connected'),
  );

  async function taken(from: number, total: number): Promise<void> {
    const before = handed;
    await jetstream.flood({ total, from });
    await new Promise<void>((resolve) => {
      let idle: NodeJS.Timeout | undefined;
      onHanded = () => {
        clearTimeout(idle);
        idle = setTimeout(resolve, QUIET_MS);
      };
      onHanded();
    });
    if (handed === before) throw new Error('nothing was handed on');
  }
  await taken(0, events / 10);
  const beforeHanded = handed;
  const before = process.cpuUsage();
  await taken(events / 10, events);
  const { user, system } = process.cpuUsage(before);
  const use = { bytes: await weigh(), milliseconds: (user + system) / 1000, handed: handed - beforeHanded };
  store.close();
  streams.close();
  await Promise.all([client.close(), network.close()]);
  return use;
});
