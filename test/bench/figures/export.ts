import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { byteSize } from '../../../src/text/byte-size.js';
import type { Figure, Measurement } from '../figure.js';
import { makeRepo } from '../made-repo.js';
import { built, withFolder } from '../program.js';

const RECORDS = 1_000_000;
const MEMORY_MAX_MB = 300;
const FORMATS = ['ndjson', 'csv', 'sqlite'] as const;
const teller = fileURLToPath(new URL('../tell-use.mjs', import.meta.url));

/** `atscope export` of a million records into a file, by the built program, from its start to its end. */
export const exporting: Figure = {
  name: 'export',
  title: 'export 1M records: peak memory, and records a second',

  measure: () =>
    withFolder(async (folder) => {
      const { preOrder } = await makeRepo(folder, RECORDS);
      const measurements: Measurement[] = [];
      for (const format of FORMATS) {
        const to = join(folder, `records.${format}`);
        const { seconds, peak, processor } = await exported(preOrder, format, to, folder);
        const { size } = await stat(to);
        await rm(to);
        measurements.push({
          title: `export of 1M records as ${format}, peak memory`,
          value: peak / 1e6,
          unit: 'MB',
          target: MEMORY_MAX_MB,
          comparedTo: 'nothing',
          runs: 1,
          details: {
            'records a second': `${count(RECORDS / seconds)}; of processor time ${count(RECORDS / processor)}`,
            'in all': `${seconds.toFixed(1)} s, of which ${processor.toFixed(1)} s of a processor, for ${byteSize(size)}`,
          },
        });
      }
      return measurements;
    }),
};

async function exported(file: string, format: string, to: string, home: string) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', teller, built, 'export', file, '--format', format, '--to', to, '--config-dir', home],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  const [, , , told] = child.stdio;
  if (told === null || told === undefined || !('setEncoding' in told)) {
    throw new TypeError('A pipe can be read.');
  }
  const [use, [code]] = await Promise.all([text(told), once(child, 'exit')]);
  if (code !== 0) throw new Error(`export as ${format} ended with ${code}.`);
  const { peak, processor } = JSON.parse(use) as { peak: number; processor: number };
  return { seconds: (performance.now() - began) / 1000, peak, processor };
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
