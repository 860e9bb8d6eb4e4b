import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Flood } from '../network/jetstream-flood.js';

export interface FloodingJetstream extends Disposable {
  readonly url: string;
  /** Resolves when the last event is in the stream. */
  flood(flood: Flood): Promise<void>;
}

/** Starts `jetstream-child.ts`. */
export async function startFloodingJetstream(): Promise<FloodingJetstream> {
  const child = fork(fileURLToPath(new URL('jetstream-child.ts', import.meta.url)));
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    async flood(flood) {
      child.send(flood);
      await once(child, 'message');
    },
    [Symbol.dispose]: () => child.kill(),
  };
}
