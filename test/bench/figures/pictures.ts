import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import sharp from 'sharp';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { withFolder } from '../program.js';
import { median } from '../statistics.js';

const run = promisify(execFile);

export interface PictureTask {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly way: 'blocks' | 'kitty';
  readonly times: number;
  /** The file that the thread runs. */
  readonly script: string;
}

/** What one process says of a picture that it has drawn several times. */
export interface PictureUse {
  /** From its bytes to what is written, each time; the first one starts the thread. */
  readonly milliseconds: readonly number[];
  /** For which the main thread had a processor meanwhile. */
  readonly mainThread: readonly number[];
  /** Milliseconds that the longest slice of the main thread took, on the clock. */
  readonly held: number;
  /** Characters for the terminal. */
  readonly written: number;
  /** Bytes that the process had at most, beyond what it had before. */
  readonly memory: number;
}

const TIMES = 12;
const ROUNDS = 3;
/** A frame of 60 a second: a key waits no longer, even if all that the main thread does were one slice. */
const MAIN_THREAD_MS = 16;
/** Of twelve pictures one after the other, with what is not yet collected of those before. */
const MEMORY_MB = 128;

/** Pictures from their bytes to the screen, in the file of the built program that reads them. */
export const pictures: Figure = {
  name: 'pictures',
  title: 'a picture to the screen',

  measure: () =>
    withFolder(async (folder) => {
      const child = join(folder, 'pictures.mjs');
      await build({
        entryPoints: [join(import.meta.dirname, '..', 'pictures-child.ts')],
        outfile: child,
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'node',
        target: 'node22.19',
      });
      const script = fileURLToPath(new URL('../../../dist/pictures.js', import.meta.url));
      const measurements: Measurement[] = [];
      for (const [format, side] of [
        ['jpeg', 2_000],
        ['png', 1_000],
      ] as const) {
        const file = join(folder, `picture.${format}`);
        await writeFile(file, await drawing(format, side));
        for (const way of ['blocks', 'kitty'] as const) {
          const task: PictureTask = { file, width: side, height: side, way, times: TIMES, script };
          measurements.push(...(await measureOne(child, task, `${format.toUpperCase()} of ${side}²`)));
        }
      }
      return measurements;
    }),
};

async function measureOne(child: string, task: PictureTask, name: string): Promise<Measurement[]> {
  const uses: PictureUse[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
    uses.push(JSON.parse(stdout) as PictureUse);
  }
  const first = median(uses.flatMap((use) => use.milliseconds[0] ?? []));
  const later = median(uses.flatMap((use) => use.milliseconds.slice(1)));
  const title = `${name} to ${task.way === 'kitty' ? "kitty's bytes" : 'half blocks'}, 60×30 cells`;
  const runs = ROUNDS * TIMES;
  return [
    {
      ...{ title, value: later, unit: 'ms', target: undefined, runs },
      comparedTo: `the first, that starts the thread: ${milliseconds(first)}`,
      details: { written: `${median(uses.map((use) => use.written / 1e3)).toFixed(0)} kB` },
    },
    {
      ...{ title: 'the same: processor time of the main thread', unit: 'ms', target: MAIN_THREAD_MS, runs },
      value: median(uses.flatMap((use) => use.mainThread)),
      comparedTo: `the first: ${milliseconds(median(uses.flatMap((use) => use.mainThread[0] ?? [])))}`,
      details: { 'longest slice on the clock': milliseconds(median(uses.map((use) => use.held))) },
    },
    {
      ...{ title: 'the same: memory', unit: 'MB', target: MEMORY_MB, runs: ROUNDS },
      value: median(uses.map((use) => use.memory / 1e6)),
      comparedTo: 'the process before it',
      details: {},
    },
  ];
}

/** A sky that is soft, and grain in it that is not, so that it packs as photographs do. */
async function drawing(format: 'jpeg' | 'png', side: number): Promise<Buffer> {
  const rgb = Buffer.alloc(side * side * 3);
  for (let at = 0; at < rgb.length; at++) {
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const grain = ((at * 7919) % 23) - 11;
    rgb[at] = Math.round(128 + 90 * Math.sin(x / 170 + (at % 3)) * Math.cos(y / 230)) + grain;
  }
  return await sharp(rgb, { raw: { width: side, height: side, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}
