import { startJetstream } from '../../network/jetstream-server.js';
import { startInterruptingProxy } from '../streams/interrupting-proxy.js';

/** A stream of a PDS that is spoiled when told to. */
export interface SpoiledSource extends AsyncDisposable {
  readonly url: string;
  /** Connections that came so far. */
  readonly connections: number;
  /** Breaks every connection off. */
  cut(): void;
  /** Lets nothing come any more over the connections that there are; new ones work. */
  stall(): void;
}

async function firehose(pds: string): Promise<SpoiledSource> {
  const proxy = await startInterruptingProxy(new URL(pds));
  return {
    url: `ws://${proxy.host}/xrpc/com.atproto.sync.subscribeRepos`,
    get connections() {
      return proxy.connections;
    },
    cut: () => proxy.cut(),
    stall: () => proxy.stall(),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

async function jetstream(version: 1 | 2, pds: string): Promise<SpoiledSource> {
  const server = await startJetstream({ version, firehose: pds });
  return {
    url: server.url,
    get connections() {
      return server.connections.length;
    },
    cut: () => server.faults.cut(),
    stall: () => server.faults.stall(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Each kind of stream there is, opened for the origin of a PDS. */
export const sources: readonly (readonly [string, (pds: string) => Promise<SpoiledSource>])[] = [
  ['the firehose', firehose],
  ['a Jetstream v1', (pds) => jetstream(1, pds)],
  ['a Jetstream v2', (pds) => jetstream(2, pds)],
];
