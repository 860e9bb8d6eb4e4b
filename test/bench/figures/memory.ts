import { startPdsNetwork } from '../../network/network.js';
import { createAccountWithPosts } from '../bench-account.js';
import type { Figure } from '../figure.js';
import { runChild } from '../run-child.js';
import { median } from '../statistics.js';

const records = 5_000;
/** How often the account is loaded and kept, so that what a row costs stands out from what the process costs. */
const copies = 10;
const runs = 3;

export interface MemoryUse {
  /** Bytes held for all rows of all copies. */
  readonly held: number;
  /** Bytes of their JSON. */
  readonly json: number;
  readonly rows: number;
}

export const memory: Figure = {
  name: 'memory',
  title: 'memory for each loaded record, over the length of its JSON',

  async measure() {
    const network = await startPdsNetwork();
    try {
      const { did } = await createAccountWithPosts(network.pds, 'bench.test', records);
      const uses: MemoryUse[] = [];
      for (let run = 0; run < runs; run += 1) {
        const task = { plc: network.plc, pds: network.pds, did, copies };
        uses.push(await runChild<MemoryUse>('memory-child.ts', task, ['--expose-gc']));
      }
      const json = median(uses.map((use) => use.json / use.rows));
      const held = median(uses.map((use) => use.held / use.rows));
      return [
        {
          title: memory.title,
          value: held / json,
          unit: '×',
          target: 2,
          comparedTo: `the JSON of a record: ${json.toFixed(0)} bytes`,
          runs,
          details: {
            'a row': `${held.toFixed(0)} bytes of heap and buffers, after collecting garbage`,
            'rows held': `${uses[0]!.rows}, loaded by the listing into the list's own paged rows`,
          },
        },
      ];
    } finally {
      await network.stop();
    }
  },
};
