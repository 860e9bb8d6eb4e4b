import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { NetworkStep } from './network.js';
import type { Seed, SeedStep } from './seed.js';
import type { SeedAround } from './seed-around.js';

/** Where the services of a seeded network are, and what was written to them. */
export interface SeededNetworkFacts {
  readonly plc: string;
  readonly pds: string;
  /** Where `moved.test` lives, and nobody else. */
  readonly secondPds: string;
  readonly appview: string;
  /** The one name server there is, which knows who publishes the lexicons of the seed, and nobody else. */
  readonly nameServers: readonly string[];
  /** Who knows what refers to what in it, as in the setting of that name. */
  readonly backlinks: string;
  /** DID of the one labeler whose labels its clients ask for, as in the setting of that name. */
  readonly labelers: readonly string[];
  /** A folder that is removed when the network ends. */
  readonly folder: string;
  readonly seed: Seed;
  /** Labels, pictures, a thread, feeds, notifications: of accounts that are not alice's neighbours. */
  readonly around: SeedAround;
}

/** `done` of `total`, for steps that can be counted. */
export interface Progress {
  readonly step: NetworkStep | SeedStep | 'around';
  readonly done?: number;
  readonly total?: number;
}

/** A seeded network in a process of its own, where its work and its words disturb nobody. */
export interface HostedNetwork {
  /** Resolves when all is started and seeded. Rejects when it fails, or when its process ends. */
  readonly facts: Promise<SeededNetworkFacts>;
  /** Resolves when the AppView has indexed all that was written until now. */
  processAll(): Promise<void>;
  /** Resolves when alice has written one record, changed one and deleted one: see `activity.ts`. */
  tend(): Promise<void>;
  /** From now on something happens every few seconds: see `activity.ts`. */
  keepBusy(): void;
  stop(): Promise<void>;
}

/** What the process is asked, and what it says. */
export type HostRequest =
  | { readonly processAll: number }
  | { readonly tend: number }
  | { readonly keepBusy: true };
export type HostAnswer =
  | { readonly progress: Progress }
  | { readonly started: SeededNetworkFacts }
  | { readonly processed: number; readonly failed?: string }
  | { readonly failed: string };

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export function hostNetwork({
  onProgress,
}: {
  onProgress?: (progress: Progress) => void;
} = {}): HostedNetwork {
  const host = fork(path('./host.ts'), {
    execArgv: ['--import', new URL('./source-hooks.ts', import.meta.url).href],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = once(host, 'exit');
  const ask = (request: HostRequest) => host.send(request);
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let asked = 0;
  let complaints = '';
  host.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });

  const facts = new Promise<SeededNetworkFacts>((resolve, reject) => {
    host.on('message', (answer: HostAnswer) => {
      if ('progress' in answer) return onProgress?.(answer.progress);
      if ('started' in answer) return resolve(answer.started);
      if (!('processed' in answer)) return reject(new Error(answer.failed));
      const waiter = waiting.get(answer.processed);
      waiting.delete(answer.processed);
      if (answer.failed === undefined) waiter?.resolve();
      else waiter?.reject(new Error(answer.failed));
    });
    host.on('exit', (code, signal) => {
      const error = new Error(`The process of the test network ended with ${signal ?? code}: ${complaints}`);
      reject(error);
      for (const { reject } of waiting.values()) reject(error);
    });
  });
  // Whoever stops it early is not waiting for it any more.
  facts.catch(() => {});

  /** Asks for something that is answered once it is done. */
  function done(request: (number: number) => HostRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.set(++asked, { resolve, reject });
      ask(request(asked));
    });
  }

  return {
    facts,
    processAll: () => done((processAll) => ({ processAll })),
    tend: () => done((tend) => ({ tend })),
    keepBusy: () => void ask({ keepBusy: true }),
    async stop() {
      if (host.connected) host.disconnect();
      await gone;
    },
  };
}
