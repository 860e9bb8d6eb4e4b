import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildChild } from '../build-child.js';
import type { Figure, Measurement } from '../figure.js';
import { type MadeRepo, makeRepo } from '../made-repo.js';
import { withFolder } from '../program.js';
import { median } from '../statistics.js';

const run = promisify(execFile);

export interface OpeningTask {
  readonly file: string;
  readonly key: string;
  /** Whether every body is held against strict DAG-CBOR. */
  readonly records: boolean;
  /** What the peer reads at once. */
  readonly pieceBytes: number;
}

/** What one process says of a CAR. */
export interface Opening {
  readonly rows: number;
  /** Bytes of memory that it had at most. */
  readonly peak: number;
  /** Seconds for which it had a processor. */
  readonly processor: number;
}

interface Timed extends Opening {
  readonly seconds: number;
}

/** As much as we read at once. */
const PIECE_BYTES = 2 ** 20;
/** What a stream of Node reads where nobody says otherwise: slower, and it holds less. */
const SMALL_PIECE_BYTES = 2 ** 16;

type Order = 'preOrder' | 'pdsOrder' | 'randomOrder';

interface Case {
  readonly records: number;
  readonly order: Order;
  readonly title: string;
  readonly rounds: number;
  /** Over the peer, in time and in memory; undefined where nothing is asked for. */
  readonly targets: readonly [time: number, memory: number] | undefined;
  readonly bodies?: boolean;
}

const CASES: readonly Case[] = [
  { records: 100_000, order: 'preOrder', title: 'in pre-order', rounds: 9, targets: [0.5, 0.65] },
  { records: 100_000, order: 'pdsOrder', title: 'in the order of a PDS', rounds: 5, targets: [0.22, 0.28] },
  { records: 1_000_000, order: 'preOrder', title: 'in pre-order', rounds: 3, targets: [0.45, 0.6] },
  {
    records: 1_000_000,
    order: 'preOrder',
    title: 'in pre-order, with every body',
    rounds: 3,
    targets: undefined,
    bodies: true,
  },
  { records: 1_000_000, order: 'pdsOrder', title: 'in the order of a PDS', rounds: 1, targets: [0.15, 0.12] },
  { records: 1_000_000, order: 'randomOrder', title: 'in random order', rounds: 1, targets: [0.15, 0.12] },
];

/**
 * Opening and holding a CAR against every rule and its key, over walking through it with `@atcute/repo`, which checks nothing: each in a
 * process of its own from its start to its end, one after the other in rounds. What is told is the median of the ratios of the rounds.
 */
export const opening: Figure = {
  name: 'opening',
  title: 'open and verify a CAR file, over walking through it with @atcute/repo',

  measure: () =>
    withFolder(async (folder) => {
      const children = await buildChildren(folder);
      const repos = new Map<number, MadeRepo>();
      const measurements: Measurement[] = [];
      for (const one of CASES) {
        const repo = repos.get(one.records) ?? (await makeRepo(folder, one.records));
        repos.set(one.records, repo);
        measurements.push(...(await measureCase(one, repo, children)));
      }
      return measurements;
    }),
};

interface Children {
  readonly ours: string;
  readonly peer: string;
}

async function buildChildren(folder: string): Promise<Children> {
  return {
    ours: await buildChild('opening-child.ts', folder),
    peer: await buildChild('peer-opening-child.ts', folder),
  };
}

async function measureCase(one: Case, repo: MadeRepo, { ours, peer }: Children): Promise<Measurement[]> {
  const { records, order, title, rounds, targets, bodies = false } = one;
  const task: OpeningTask = { file: repo[order], key: repo.key, records: bodies, pieceBytes: PIECE_BYTES };
  const rows: (readonly [ours: Timed, peer: Timed])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rows.push([await timed(ours, task), await timed(peer, task)]);
  }
  if (rows.some(([own, other]) => own.rows !== other.rows)) {
    throw new Error(`${title}: other rows than the peer`);
  }
  const of = (pick: (timed: Timed) => number) => ({
    ratio: median(rows.map(([own, other]) => pick(own) / pick(other))),
    own: median(rows.map(([own]) => pick(own))),
    other: median(rows.map(([, other]) => pick(other))),
  });
  const time = of(({ seconds }) => seconds);
  const processor = of((one) => one.processor);
  const memory = of(({ peak }) => peak / 1e6);
  const small =
    order === 'preOrder' ? await timed(peer, { ...task, pieceBytes: SMALL_PIECE_BYTES }) : undefined;
  const what = `${records.toLocaleString('en')} records ${title}`;
  const [timeTarget, memoryTarget] = targets ?? [];
  return [
    {
      title: `open and verify ${what}: time`,
      value: time.ratio,
      unit: '×',
      target: timeTarget,
      comparedTo: `@atcute/repo fromStream: ${time.other.toFixed(2)} s`,
      runs: rounds,
      details: {
        ours: `${time.own.toFixed(2)} s, Node's start included`,
        'processor time': `${processor.ratio.toFixed(3)} ×: ${processor.own.toFixed(2)} s, and ${processor.other.toFixed(2)} s`,
      },
    },
    {
      title: 'the same: peak memory',
      value: memory.ratio,
      unit: '×',
      target: memoryTarget,
      comparedTo: `@atcute/repo fromStream: ${memory.other.toFixed(0)} MB`,
      runs: rounds,
      details: {
        ours: `${memory.own.toFixed(0)} MB`,
        ...(small && {
          'the peer in pieces of 64 KB': `${small.seconds.toFixed(2)} s, ${(small.peak / 1e6).toFixed(0)} MB`,
        }),
      },
    },
  ];
}

async function timed(child: string, task: OpeningTask): Promise<Timed> {
  const start = performance.now();
  const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
  return { ...(JSON.parse(stdout) as Opening), seconds: (performance.now() - start) / 1000 };
}
