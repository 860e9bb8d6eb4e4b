import { startPdsNetwork } from '../../network/network.js';
import { createAccountWithPosts } from '../bench-account.js';
import { type Figure, milliseconds } from '../figure.js';
import { runChild } from '../run-child.js';
import { median } from '../statistics.js';

const records = 5_000;
const runs = 15;

export const paging: Figure = {
  name: 'paging',
  title: 'paging 5,000 records from the real PDS',

  async measure() {
    const network = await startPdsNetwork();
    try {
      const { did } = await createAccountWithPosts(network.pds, 'bench.test', records);
      const times = await runChild<{ client: number[]; bare: number[] }>('paging-child.ts', {
        plc: network.plc,
        pds: network.pds,
        did,
        records,
        runs,
      });
      return [
        {
          title: paging.title,
          // Of neighbours: what else the machine does meanwhile slows both of a pair.
          value: median(times.client.map((time, run) => time / times.bare[run]!)),
          unit: '×',
          target: 1.2,
          comparedTo: `a bare undici loop doing the same calls: ${milliseconds(median(times.bare))}`,
          runs,
          details: {
            'through the client': `${milliseconds(median(times.client))} median, ${milliseconds(Math.min(...times.client))} least`,
            'bare loop': `${milliseconds(median(times.bare))} median, ${milliseconds(Math.min(...times.bare))} least`,
          },
        },
      ];
    } finally {
      await network.stop();
    }
  },
};
