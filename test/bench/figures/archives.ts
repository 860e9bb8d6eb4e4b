import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildChild } from '../build-child.js';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { settle, timeKey } from '../key-timing.js';
import { makePreOrder } from '../made-repo.js';
import { mainThreadTime, processorTime } from '../processor-time.js';
import { firstFrame, openProgram, runToEnd, withFolder } from '../program.js';
import { median, percentile } from '../statistics.js';

const run = promisify(execFile);

const RECORDS = 1_000_000;
const LIVE_ROWS = 100;
const OPENINGS = 7;
const LAUNCHES = 15;
const LAUNCH_WARM_UPS = 2;
const PRESSES = 240;
const WARM_UPS = 40;
/** As long as a row of `k` goes before it turns round: past the top of the screen, so that half the presses scroll. */
const TURN = 80;

/** In the frame of the help. */
const HELP = 'the keys that work here';

export interface IndexTask {
  readonly file: string;
  readonly index: string;
}

/** Milliseconds from the beginning of opening, and bytes of memory at most. */
export interface IndexedOpening {
  readonly firstRows: number;
  /** Of that, with a processor. */
  readonly processor: number;
  readonly whole: number;
  readonly peak: number;
}

/** What it is to have a large archive on the screen: while it is opened, once it is, and the next time. */
export const archives: Figure = {
  name: 'archives',
  title: `an archive of ${RECORDS.toLocaleString('en')} records`,

  measure: () =>
    withFolder(async (folder) => {
      const { preOrder: file } = await makePreOrder(folder, RECORDS);
      return [
        ...(await measureIndex(folder, file)),
        ...(await measureKeysWhileOpening(folder, file)),
        ...(await measureLaunch(folder, file)),
        ...(await measureKeys(folder, file)),
      ];
    }),
};

async function measureIndex(folder: string, file: string): Promise<Measurement[]> {
  const child = await buildChild('index-child.ts', folder);
  const task: IndexTask = { file, index: join(folder, 'own.index') };
  const openings: IndexedOpening[] = [];
  // The first one makes the index.
  for (let opening = -1; opening < OPENINGS; opening += 1) {
    const { stdout } = await run(process.execPath, [child, JSON.stringify(task)]);
    if (opening >= 0) openings.push(JSON.parse(stdout) as IndexedOpening);
  }
  const firstRows = openings.map((opening) => opening.firstRows);
  const whole = openings.map((opening) => opening.whole);
  const title = `second opening of ${RECORDS.toLocaleString('en')} records`;
  const common = { unit: 'ms', comparedTo: 'reading the CAR: seconds', runs: OPENINGS };
  return [
    {
      ...common,
      title: `${title}: first rows`,
      value: median(firstRows),
      target: 20,
      details: {
        least: milliseconds(Math.min(...firstRows)),
        'processor time': milliseconds(median(openings.map(({ processor }) => processor))),
      },
    },
    {
      ...common,
      title: `${title}: whole index`,
      value: median(whole),
      target: 150,
      details: {
        least: milliseconds(Math.min(...whole)),
        'peak memory': `${(median(openings.map(({ peak }) => peak)) / 1e6).toFixed(0)} MB`,
      },
    },
  ];
}

/** Help is opened and closed again and again until the archive is there: each draws most of the screen. */
async function measureKeysWhileOpening(folder: string, file: string): Promise<Measurement[]> {
  await using program = await openProgram([file], { home: join(folder, 'first-home') });
  await firstFrame(program);
  await settle(program);
  const used = async (): Promise<number> => (await mainThreadTime(program.pid)) ?? Number.NaN;
  const isOpening = (): boolean => !/450,000/.test(program.text());
  const before = await used();
  const began = performance.now();
  const times: number[] = [];
  let after = before;
  for (let isHelp = true; isOpening() || !isHelp; isHelp = !isHelp) {
    times.push(await timeKey(program, isHelp ? '?' : 'Esc'));
    // What is read of the archive draws as well: a key right behind an Esc that has not closed the help yet would be one with Alt.
    await program.waitFor(() => program.text().includes(HELP) === isHelp);
    after = await used();
  }
  return [
    {
      title: `keys while ${RECORDS.toLocaleString('en')} records are opened: processor time a key on the main thread`,
      value: (after - before) / times.length,
      unit: 'ms',
      target: 16,
      comparedTo: `keys for ${((performance.now() - began) / 1000).toFixed(1)} s`,
      runs: times.length,
      details: {
        'key → bytes': `${milliseconds(median(times))} median, ${milliseconds(percentile(times, 0.95))} p95`,
      },
    },
  ];
}

async function measureLaunch(folder: string, file: string): Promise<Measurement[]> {
  const home = await homeWithIndex(folder, file);
  const times = { archive: [] as number[], start: [] as number[] };
  const work = { archive: [] as number[], start: [] as number[] };
  for (let launch = -LAUNCH_WARM_UPS; launch < LAUNCHES; launch += 1) {
    const archive = await launched([file], home);
    const start = await launched([], home);
    if (launch < 0) continue;
    times.archive.push(archive.painted);
    times.start.push(start.painted);
    work.archive.push(archive.work);
    work.start.push(start.work);
  }
  return [
    {
      title: 'launch → first painted frame of the archive, the second time',
      value: median(times.archive) / median(times.start),
      unit: '×',
      target: 1.3,
      comparedTo: `the start screen: ${milliseconds(median(times.start))}`,
      runs: LAUNCHES,
      details: {
        'the archive': milliseconds(median(times.archive)),
        'processor time till then': `${milliseconds(median(work.archive))}, and ${milliseconds(median(work.start))}`,
      },
    },
  ];
}

/** A home in which the archive was opened before. */
async function homeWithIndex(folder: string, file: string): Promise<string> {
  const home = join(folder, 'home');
  await runToEnd(['ls', file], { home });
  const names = await readdir(home, { recursive: true });
  if (!names.some((name) => name.endsWith('.index'))) throw new Error('No index was written.');
  return home;
}

async function launched(args: readonly string[], home: string) {
  await using terminal = await openProgram(args, { home });
  const painted = await firstFrame(terminal);
  return { painted, work: (await processorTime(terminal.pid)) ?? Number.NaN };
}

async function measureKeys(folder: string, file: string): Promise<Measurement[]> {
  const network = await startGeneratedNetwork({ pageSize: LIVE_ROWS });
  const services = ['--plc', network.origin, '--appview', network.origin];
  const live = `at://${network.account(LIVE_ROWS)}/app.bsky.feed.post`;
  const [inArchive, inLive] = await Promise.all([
    openProgram([`car:${file}#app.bsky.feed.post`, ...services], { home: join(folder, 'home') }),
    openProgram([live, ...services]),
  ]);
  try {
    await Promise.all([inArchive.waitFor(/▌.*(?:harbor|lantern|river)/), inLive.waitFor(/post \d+:/)]);
    await Promise.all([settle(inArchive), settle(inLive)]);
    const times = { archive: [] as number[], live: [] as number[] };
    for (let press = -WARM_UPS; press < PRESSES; press += 1) {
      const key = Math.floor((press + WARM_UPS) / TURN) % 2 === 0 ? 'j' : 'k';
      const archive = await timeKey(inArchive, key);
      const other = await timeKey(inLive, key);
      if (press < 0) continue;
      times.archive.push(archive);
      times.live.push(other);
    }
    const p95 = { archive: percentile(times.archive, 0.95), live: percentile(times.live, 0.95) };
    return [
      {
        title: `key → bytes in a list of the archive, p95, over that of ${LIVE_ROWS} live rows`,
        value: p95.archive / p95.live,
        unit: '×',
        target: 1.15,
        comparedTo: `${LIVE_ROWS} live rows, same presses: ${milliseconds(p95.live)}`,
        runs: PRESSES,
        details: {
          'the archive': `${milliseconds(median(times.archive))} median, ${milliseconds(p95.archive)} p95`,
          'of the medians': `${(median(times.archive) / median(times.live)).toFixed(3)} ×`,
        },
      },
    ];
  } finally {
    await Promise.all([inArchive.close(), inLive.close()]);
    await network.close();
  }
}
