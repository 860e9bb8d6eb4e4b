import { median } from '../bench/statistics.js';
import type { Sample } from './session.js';
import { type AccountTold, type Comparison, countOf, type Deed, isTrue } from './truth.js';

/** What one run of the program took. */
export interface Usage {
  readonly minutes: number;
  readonly startMb: number;
  readonly medianMb: number;
  readonly endMb: number;
  /** Megabytes that came to it in an hour, by the line through all samples. */
  readonly slopeMb: number;
  readonly startHandles: number;
  readonly medianHandles: number;
  readonly endHandles: number;
}

/** Samples of the first seconds, in which it starts, say nothing. */
const STARTING_MS = 15_000;
/** File handles that may be more at the end than at the beginning: connections come and go. */
const HANDLES_MORE_MAX = 12;

/** Undefined where there is too little to say anything. */
export function usageOf(samples: readonly Sample[]): Usage | undefined {
  const [first] = samples;
  const settled = samples.filter(({ at }) => at - (first?.at ?? 0) > STARTING_MS);
  const last = settled.at(-1);
  if (first === undefined || last === undefined || settled.length < 6) return undefined;
  const part = Math.ceil(settled.length / 5);
  const of = (some: readonly Sample[], what: 'rssMb' | 'handles'): number =>
    median(some.map((sample) => sample[what]));
  const [start, end] = [settled.slice(0, part), settled.slice(-part)];
  return {
    minutes: (last.at - first.at) / 60_000,
    startMb: of(start, 'rssMb'),
    medianMb: of(settled, 'rssMb'),
    endMb: of(end, 'rssMb'),
    slopeMb: slopeOf(settled) * 3_600_000,
    startHandles: of(start, 'handles'),
    medianHandles: of(settled, 'handles'),
    endHandles: of(end, 'handles'),
  };
}

export const areHandlesKept = ({ startHandles, endHandles }: Usage): boolean =>
  endHandles <= startHandles + HANDLES_MORE_MAX;

/** Megabytes a millisecond, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const at = mean(samples.map((sample) => sample.at));
  const rss = mean(samples.map((sample) => sample.rssMb));
  const over = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.rssMb - rss), 0);
  const under = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** All that the last page says. */
export interface Outcome {
  readonly seed: number;
  readonly minutes: number;
  readonly comparisons: readonly Comparison[];
  /** Of the runs of the program, the longest first. */
  readonly usages: readonly Usage[];
  /** What was counted, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly redraws: readonly number[];
  /** What went wrong beside the truth: crashes, errors that were written, terminals not given back. */
  readonly mistakes: readonly string[];
}

/** What is wrong with it, each in words; empty where nothing is. */
export function faultsOf({ comparisons, usages, mistakes }: Outcome): readonly string[] {
  const untrue = comparisons.filter((one) => !isTrue(one)).map(({ handle }) => handle);
  const [longest] = usages;
  return [
    ...(untrue.length > 0 ? [`the truth differs for ${untrue.join(', ')}`] : []),
    ...(longest && !areHandlesKept(longest) ? ['file handles grow'] : []),
    ...mistakes,
  ];
}

/** The last page. */
export function lastPage(outcome: Outcome): string {
  const { seed, minutes, comparisons, usages, counts, redraws } = outcome;
  const faults = faultsOf(outcome);
  return [
    `soak of ${minutes.toFixed(1)} minutes, seed ${seed}`,
    '',
    'account   truth        told         followers   told   missed   invented',
    ...comparisons.map(rowOf),
    '',
    ...comparisons.flatMap(differencesIn),
    ...gapsIn(comparisons),
    ...usages.slice(0, 1).flatMap(usageLines),
    ...(redraws.length > 0
      ? [
          `Ctrl-l → frame: median ${median(redraws).toFixed(0)} ms, at most ${Math.max(...redraws).toFixed(0)} ms`,
        ]
      : []),
    '',
    ...Object.entries(counts).map(([name, count]) => `${String(count).padStart(9)}  ${name}`),
    '',
    ...(faults.length === 0 ? ['nothing is wrong'] : faults.map((fault) => `WRONG: ${fault}`)),
    '',
  ].join('\n');
}

function rowOf(comparison: Comparison): string {
  const { handle, truth, told, missed, invented } = comparison;
  const signed = (one: AccountTold): string => `+${countOf(one, 'followed')} −${countOf(one, 'unfollowed')}`;
  return [
    handle.padEnd(10),
    signed(truth).padEnd(13),
    signed(told).padEnd(13),
    String(truth.followers.size).padEnd(12),
    String(told.followers.size).padEnd(7),
    String(missed.length).padEnd(9),
    String(invented.length).padEnd(9),
    isTrue(comparison) ? '' : '← differs',
  ]
    .join('')
    .trimEnd();
}

function differencesIn({ handle, differences }: Comparison): readonly string[] {
  const words = (deeds: readonly Deed[]): string =>
    deeds.map(({ kind, time }) => `${kind === 'followed' ? '+' : '−'}${timeOf(time)}`).join(' ') || 'nothing';
  return differences.flatMap(({ did, truth, told }) => [
    `${handle}, ${did}`,
    `    is so: ${words(truth)}`,
    `    told:  ${words(told)}`,
  ]);
}

/** What was told to be missing, each once: all watches of a connection tell of the same. */
function gapsIn(comparisons: readonly Comparison[]): readonly string[] {
  const accounts = new Map<string, { readonly time: number; count: number }>();
  for (const { time, reason } of comparisons.flatMap(({ told }) => told.gaps ?? [])) {
    const known = accounts.get(reason);
    if (known) known.count += 1;
    else accounts.set(reason, { time, count: 1 });
  }
  return [...accounts]
    .sort(([, a], [, b]) => a.time - b.time)
    .map(([reason, { time, count }]) => `gap until ${timeOf(time)}, in ${count} accounts: ${reason}`);
}

const timeOf = (time: number): string => new Date(time).toISOString().slice(11, 23);

function usageLines(usage: Usage): readonly string[] {
  const { minutes, startMb, medianMb, endMb, slopeMb, startHandles, medianHandles, endHandles } = usage;
  const rounded = [startMb, medianMb, endMb].map((value) => value.toFixed(0));
  return [
    `the longest run of the program: ${minutes.toFixed(1)} minutes`,
    `memory (RSS): start ${rounded[0]} MB, median ${rounded[1]} MB, end ${rounded[2]} MB, slope ${slopeMb.toFixed(0)} MB an hour`,
    `file handles: start ${startHandles}, median ${medianHandles}, end ${endHandles}`,
  ];
}
