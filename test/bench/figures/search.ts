import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Figure, Measurement } from '../figure.js';
import { makeRepo } from '../made-repo.js';
import { withFolder } from '../program.js';
import { median } from '../statistics.js';

const run = promisify(execFile);

export interface SearchTask {
  readonly file: string;
  readonly index: string;
  readonly query: string;
}

/** What one process says of a search. */
export interface Searching {
  readonly hits: number;
  readonly seconds: number;
  /** Seconds for which it had a processor meanwhile. */
  readonly processor: number;
  /** Milliseconds that the longest slice took. */
  readonly held: number;
  /** Of the file. */
  readonly bytes: number;
  /** Bytes of memory that it had at most, the opening by its index included. */
  readonly peak: number;
}

const RECORDS = 1_000_000;
const ROUNDS = 5;
const PEAK_MB = 110;

interface Case {
  readonly title: string;
  /** As typed, and as ripgrep is asked for it; undefined where it has no such question. */
  readonly query: string;
  readonly pattern: string | undefined;
  /** Over ripgrep; undefined: it is told. */
  readonly target: number | undefined;
}

const CASES: readonly Case[] = [
  { title: 'a rare word', query: '2023-04-01T03:1', pattern: '2023-04-01T03:1', target: 1.3 },
  { title: 'a word in a quarter of the records', query: 'harbor', pattern: 'harbor', target: 2.5 },
  {
    title: 'the same, accents folded',
    query: '~harbor',
    pattern: undefined,
    target: undefined,
  },
];

/**
 * Searching a million records, case folded, over `ripgrep -a -i` on the same file where that is installed: each in a process of its own,
 * one after the other in rounds. Ripgrep finds lines, and we find records by the texts in them, in their order, the newest first.
 */
export const search: Figure = {
  name: 'search',
  title: 'search of a million records',

  measure: () =>
    withFolder(async (folder) => {
      const child = join(folder, 'search.mjs');
      await build({
        entryPoints: [join(import.meta.dirname, '..', 'search-child.ts')],
        outfile: child,
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'node',
        target: 'node22.19',
      });
      const { preOrder, pdsOrder } = await makeRepo(folder, RECORDS);
      const isThere = await run('rg', ['--version']).then(
        () => true,
        () => false,
      );
      const measurements: Measurement[] = [];
      for (const one of CASES) {
        measurements.push(...(await measureCase(one, 'in pre-order', preOrder, child, isThere)));
      }
      const [, common] = CASES;
      if (common) {
        const told = { ...common, target: undefined };
        measurements.push(...(await measureCase(told, 'in the order of a PDS', pdsOrder, child, isThere)));
      }
      return measurements;
    }),
};

async function measureCase(
  { title, query, pattern, target }: Case,
  order: string,
  file: string,
  child: string,
  isThere: boolean,
): Promise<Measurement[]> {
  const task: SearchTask = { file, index: `${file}.index`, query };
  // The first one keeps the index, and has the file in memory for all.
  await searched(child, task);
  const rounds: (readonly [ours: Searching, rg: number | undefined])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await searched(child, task);
    rounds.push([ours, isThere && pattern !== undefined ? await ripgrep(pattern, file) : undefined]);
  }
  const of = (pick: (ours: Searching) => number): number => median(rounds.map(([ours]) => pick(ours)));
  const ratios = rounds.flatMap(([{ seconds }, rg]) => (rg === undefined ? [] : [seconds / rg]));
  const rate = of(({ bytes, seconds }) => bytes / 1e6 / seconds);
  const what = `search of a million records ${order}, ${title}`;
  const details = {
    ours: `${of(({ seconds }) => seconds).toFixed(2)} s, ${rate.toFixed(0)} MB/s, ${of(({ hits }) => hits)} found`,
    'processor time': `${of(({ processor }) => processor).toFixed(2)} s`,
    'longest slice': `${of(({ held }) => held).toFixed(1)} ms`,
  };
  const peak = of((ours) => ours.peak / 1e6);
  return [
    ratios.length > 0
      ? {
          title: what,
          value: median(ratios),
          unit: '×',
          target,
          comparedTo: `rg -a -i: ${median(rounds.flatMap(([, rg]) => rg ?? [])).toFixed(2)} s`,
          runs: ROUNDS,
          details,
        }
      : {
          title: what,
          value: rate,
          unit: 'MB/s',
          target: undefined,
          comparedTo: isThere ? 'ripgrep does not fold accents' : 'ripgrep is not installed here',
          runs: ROUNDS,
          details,
        },
    {
      title: 'the same: peak memory',
      value: peak,
      unit: 'MB',
      target: PEAK_MB,
      comparedTo: '',
      runs: ROUNDS,
      details: {},
    },
  ];
}

async function searched(child: string, task: SearchTask): Promise<Searching> {
  const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
  return JSON.parse(stdout) as Searching;
}

/** Seconds that it takes to count the lines. It ends with 1 where there is none. */
async function ripgrep(pattern: string, file: string): Promise<number> {
  const start = performance.now();
  await run('rg', ['-a', '-i', '--count-matches', '--fixed-strings', pattern, file]);
  return (performance.now() - start) / 1000;
}
