import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../../src/atproto/client.js';
import type { Identity } from '../../../src/atproto/identity/identity.js';
import { type Pulled, pull } from '../../../src/jobs/pull.js';
import { Archives } from '../../../src/keep/archives.js';
import { byteSize } from '../../../src/text/byte-size.js';
import { changeRepo } from '../changed-repo.js';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { makeRepo } from '../made-repo.js';
import { processorSeconds } from '../own-use.js';
import { withFolder } from '../program.js';
import { median } from '../statistics.js';

const RECORDS = 100_000;
const CHANGES = 100;
const ROUNDS = 7;

interface Timed extends Pulled {
  readonly time: number;
  readonly processor: number;
}

/**
 * Pulling what is new of a repository over pulling all of it, from a host of this machine that sends as fast as it can: one that is far
 * away, or that looks its blocks up, makes the first pull longer and leaves the other as it is.
 */
export const pulling: Figure = {
  name: 'pulling',
  title: `a pull of ${CHANGES} changes in ${RECORDS} records, over a full pull`,

  measure: () =>
    withFolder(async (folder) => {
      const repo = await makeRepo(folder, RECORDS);
      const changed = await changeRepo(folder, repo, CHANGES);
      const host = fork(fileURLToPath(new URL('../repo-host-child.ts', import.meta.url)), [
        JSON.stringify({ whole: repo.pdsOrder, since: changed.since }),
      ]);
      const [port] = await once(host, 'message');
      const pds = `http://127.0.0.1:${port}`;
      const client = createClient({ plc: pds, appview: pds });
      const identityOf = (key: string): Identity =>
        ({ did: repo.did, pds, signingKey: key.replace('did:key:', '') }) as Identity;
      async function take(archives: Archives, key: string): Promise<Timed> {
        const start = performance.now();
        const before = processorSeconds();
        const pulled = await pull({ client, archives, identity: identityOf(key) });
        return { ...pulled, time: performance.now() - start, processor: processorSeconds() - before };
      }
      const rounds: { readonly full: Timed; readonly next: Timed }[] = [];
      for (let round = -1; round < ROUNDS; round++) {
        const archives = new Archives(join(folder, `archives-${round}`), { copies: 1 });
        const full = await take(archives, repo.key);
        const next = await take(archives, changed.key);
        if (next.anew !== undefined || !next.isNew) throw new Error(`It was not joined: ${next.anew}`);
        if (round >= 0) rounds.push({ full, next });
        await archives.remove(next.kept);
      }
      await client.close();
      host.disconnect();
      const [first] = rounds;
      if (first === undefined) throw new Error('No round was measured.');
      const of = (value: (round: (typeof rounds)[number]) => number): number => median(rounds.map(value));
      const compared = `a full pull: ${byteSize(first.full.received)}, ${milliseconds(of(({ full }) => full.time))}`;
      const measurements: Measurement[] = [
        {
          title: 'pull of 100 changes in 100,000 records: bytes received',
          value: first.next.received / first.full.received,
          unit: '×',
          target: 0.05,
          comparedTo: compared,
          runs: ROUNDS,
          details: { received: byteSize(first.next.received) },
        },
        {
          title: 'pull of 100 changes in 100,000 records: time',
          value: of(({ full, next }) => next.time / full.time),
          unit: '×',
          target: 0.5,
          comparedTo: compared,
          runs: ROUNDS,
          details: {
            time: milliseconds(of(({ next }) => next.time)),
            'processor time': `${of(({ full, next }) => next.processor / full.processor).toFixed(3)} ×, ${milliseconds(of(({ next }) => next.processor * 1000))} of ${milliseconds(of(({ full }) => full.processor * 1000))}`,
          },
        },
      ];
      return measurements;
    }),
};
