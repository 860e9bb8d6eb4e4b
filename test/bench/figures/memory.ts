import { startPdsNetwork } from '../../network/network.js';
import { createAccountWithPosts } from '../bench-account.js';
import type { Figure } from '../figure.js';
import { runChild } from '../run-child.js';
import { median } from '../statistics.js';

const records = 5_000;
/** How often the account is loaded, each time beside what is held already. */
const copies = 11;

export interface MemoryUse {
  /** For each copy, the bytes by which the process grew while it was loaded. */
  readonly costs: readonly number[];
  /** Bytes of the JSON of one copy. */
  readonly json: number;
  /** Records of one copy. */
  readonly rows: number;
}

export const memory: Figure = {
  name: 'memory',
  title: 'memory for each loaded record, over the length of its JSON',

  async measure() {
    const network = await startPdsNetwork();
    try {
      const { did } = await createAccountWithPosts(network.pds, 'bench.test', records);
      const task = { plc: network.plc, pds: network.pds, did, copies };
      const use = await runChild<MemoryUse>('memory-child.ts', task, ['--expose-gc']);
      const json = use.json / use.rows;
      // The first copies also pay for pools that all share, the last may be given what they let go.
      const held = median(use.costs) / use.rows;
      return [
        {
          title: memory.title,
          value: held / json,
          unit: '×',
          target: 2,
          comparedTo: `the JSON of a record: ${json.toFixed(0)} bytes`,
          runs: copies,
          details: {
            'a row': `${held.toFixed(0)} bytes of heap and buffers, after collecting garbage`,
            'rows held': `${use.rows * copies} in the end, loaded by the listing into the list's own paged rows`,
          },
        },
      ];
    } finally {
      await network.stop();
    }
  },
};
