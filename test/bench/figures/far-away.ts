import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTerminal, type Terminal } from '../../support/terminal/terminal.js';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { startFloodingJetstream } from '../flooding-jetstream.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { settle } from '../key-timing.js';
import { built, openProgram } from '../program.js';
import { median, percentile } from '../statistics.js';

/** A terminal over ssh, far away. */
const LINE = { roundTripMs: 200, bitsPerSecond: 10_000_000 };
const BYTES_PER_MS = LINE.bitsPerSecond / 8_000;
/** Milliseconds for which a key may keep the line busy: a frame of 60 a second. */
const BUSY_MS = 16;
/** How much later than the round trip a frame may be complete, beside the same key without the line. */
const LATER_MAX = 1.15;
const STREAM_EVENTS_PER_SECOND = 2_000;
const STREAM_MS = 10_000;
/** Of the line, what a stream may take that nobody looks at more than anything else. */
const STREAM_SHARE_MAX = 10;
/** Milliseconds of silence after which a key has had its effect: the record of a row comes a moment after the cursor rests. */
const QUIET_MS = 150;
const POSTS = 1_000;
/** Not so many that the list scrolls, for its times. */
const MOVES = 40;
const relay = fileURLToPath(new URL('../far-terminal.ts', import.meta.url));
const sizes = [
  [160, 48],
  [100, 30],
] as const;

/** What is pressed, one after another; after each, what takes it back. */
const PRESSES: readonly {
  readonly name: string;
  readonly keys: readonly string[];
  readonly back: readonly string[];
}[] = [
  { name: 'j', keys: Array<string>(MOVES).fill('j'), back: ['g'] },
  { name: 'page down', keys: Array<string>(15).fill('PgDn'), back: ['g'] },
  { name: 'Tab', keys: Array<string>(16).fill('Tab'), back: ['3'] },
  { name: 'Enter into a record', keys: ['Enter'], back: ['Esc', 'j'] },
  { name: 'a letter in the : prompt', keys: [':', ...'followers of so'], back: ['Esc'] },
];
const ROUNDS = 12;

export const farAway: Figure = {
  name: 'far-away',
  title: 'a terminal at 10 Mbit/s and 200 ms',

  async measure() {
    const network = await startGeneratedNetwork({ pageSize: POSTS });
    using jetstream = await startFloodingJetstream();
    const args = [
      `at://${network.account(POSTS)}/app.bsky.feed.post`,
      ...['--plc', network.origin, '--appview', network.origin, '--stream', jetstream.url],
    ];
    try {
      const measured: Measurement[] = [];
      for (const [columns, rows] of sizes) {
        const program = await openProgram(args, { columns, rows });
        try {
          await program.waitFor(/post \d+:/);
          measured.push(await bytesOfKeys(program, `${columns}×${rows}`));
        } finally {
          await program.close();
        }
      }
      measured.push(await timesOfKeys(args));
      measured.push(await streamAlone(args, jetstream));
      return measured;
    } finally {
      await network.close();
    }
  },
};

/** Bytes that the program writes for a key, of each kind of key; the most costly kind is the figure. */
async function bytesOfKeys(program: Terminal, size: string): Promise<Measurement> {
  const details: Record<string, string> = {};
  let most = 0;
  let runs = 0;
  await settle(program);
  for (const { name, keys, back } of PRESSES) {
    const bytes: number[] = [];
    for (let round = 0; round < (keys.length > 1 ? 1 : ROUNDS); round += 1) {
      for (const key of keys) bytes.push(await bytesOf(program, key));
      for (const key of back) await bytesOf(program, key);
    }
    const p95 = percentile(bytes, 0.95);
    most = Math.max(most, p95);
    runs += bytes.length;
    const middle = median(bytes);
    details[name] =
      `${count(middle)} bytes (${milliseconds(middle / BYTES_PER_MS)} of the line), p95 ${count(p95)} (${milliseconds(p95 / BYTES_PER_MS)})`;
  }
  return {
    title: `bytes for a key at ${size}, in time of the line, p95 of the most costly kind`,
    value: most / BYTES_PER_MS,
    unit: 'ms',
    target: BUSY_MS,
    comparedTo: 'see below',
    runs,
    details,
  };
}

async function bytesOf(program: Terminal, key: string): Promise<number> {
  program.mark();
  program.press(key);
  let bytes = 0;
  for (;;) {
    await pause(QUIET_MS);
    const now = program.output().bytes;
    if (now === bytes) return now;
    bytes = now;
  }
}

/** Milliseconds from `j` to its row on the terminal, over the line and without it. */
async function timesOfKeys(args: readonly string[]): Promise<Measurement> {
  const [columns, rows] = sizes[0];
  const near = await openProgram(args, { columns, rows });
  const tsx = import.meta.resolve('tsx');
  const line = [String(LINE.roundTripMs), String(LINE.bitsPerSecond)];
  const far = await openTerminal({
    args: ['--import', tsx, relay, ...line, process.execPath, built, ...args],
    columns,
    rows,
  });
  try {
    const times = { near: [] as number[], far: [] as number[] };
    for (const program of [near, far]) {
      await program.waitFor(/post \d+:/);
      await pause(3 * LINE.roundTripMs);
    }
    for (let press = 0; press < MOVES; press += 1) {
      times.near.push(await timeOfMove(near));
      times.far.push(await timeOfMove(far));
    }
    const expected = median(times.near) + LINE.roundTripMs;
    return {
      title: 'key → its whole frame over the line',
      value: median(times.far) / expected,
      unit: '×',
      target: LATER_MAX,
      comparedTo: `the round trip, and the same without the line: ${milliseconds(expected)}`,
      runs: MOVES,
      details: {
        'over the line': `${milliseconds(median(times.far))} median, ${milliseconds(percentile(times.far, 0.95))} p95`,
        'without it': `${milliseconds(median(times.near))} median, ${milliseconds(percentile(times.near, 0.95))} p95`,
      },
    };
  } finally {
    await Promise.all([near.close(), far.close()]);
  }
}

/** The cursor of the list goes one row down: a frame with it on the other row is complete. */
async function timeOfMove(program: Terminal): Promise<number> {
  const before = cursorRow(program);
  const start = performance.now();
  program.press('j');
  await program.waitFor(() => cursorRow(program) !== before);
  const time = performance.now() - start;
  // What the record pane shows of it comes later, and is none of it.
  await pause(QUIET_MS + LINE.roundTripMs);
  return time;
}

/** The row of the screen with the cursor of the list: the marker, and a record key. */
const cursorRow = (program: Terminal): number => program.screen().findIndex((row) => /▌ \w{13} /.test(row));

/** What a stream writes that is only looked at. */
async function streamAlone(
  args: readonly string[],
  jetstream: Awaited<ReturnType<typeof startFloodingJetstream>>,
): Promise<Measurement> {
  const [columns, rows] = sizes[0];
  const program = await openProgram(args, { columns, rows });
  try {
    await program.waitFor(/post \d+:/);
    program.write(':stream');
    program.press('Enter');
    await program.waitFor(/5 Stream/);
    // More than are needed: it ends with the process.
    void jetstream.flood({ total: 10_000_000, rate: STREAM_EVENTS_PER_SECOND });
    await program.waitFor(/app\.bsky\.feed\.like/);
    program.mark();
    const began = performance.now();
    await pause(STREAM_MS);
    const seconds = (performance.now() - began) / 1_000;
    const { bytes, frames } = program.output();
    return {
      title: `of the line, what ${count(STREAM_EVENTS_PER_SECOND)} events a second in the live pane take`,
      value: (bytes / seconds / (BYTES_PER_MS * 1_000)) * 100,
      unit: '%',
      target: STREAM_SHARE_MAX,
      comparedTo: `${count(BYTES_PER_MS * 1_000)} bytes a second`,
      runs: frames,
      details: {
        'a second': `${count(bytes / seconds)} bytes in ${(frames / seconds).toFixed(1)} frames of ${count(bytes / frames)}`,
      },
    };
  } finally {
    await program.close();
  }
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
