import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { pull } from '../../src/jobs/pull.js';
import { Archives } from '../../src/keep/archives.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import type { Answer } from '../faults/answer.js';
import { alice } from '../faults/house.js';
import { deferred } from '../support/deferred.js';
import { isFull } from '../support/full.js';
import { MAY_MOUNT, smallDisk } from '../support/small-disk.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import {
  after,
  asked,
  before,
  car,
  clientOf,
  getRepo,
  inParts,
  sentCar,
  sinceCar,
  soundHost,
  startRepoHouse,
} from './pull-house.js';
import { pullInProcess } from './pulling-process.js';

const { did } = alice;

async function opened(folder?: string) {
  const house = await startRepoHouse(car(sentCar(before)));
  const client = clientOf(house);
  onTestFinished(async () => {
    await client.close();
    await house.close();
  });
  const where = folder ?? (await temporaryFolder());
  const archives = new Archives(where, { copies: 2 });
  async function take(into = archives) {
    const identity = await client.resolve(did, { fresh: true });
    return await pull({ client, archives: into, identity });
  }
  return { house, archives, folder: where, take, settings: { origin: house.origin, folder: where, did } };
}

/** What lies in the folder of the archives. A lock that somebody died in the middle of taking goes after a minute. */
const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/\.lock\.lock\.[-\w]+/.test(name),
  );

/** All that lies there is copies and their notes. */
async function expectTidy(archives: Archives, folder: string): Promise<void> {
  const cars = (await archives.of(did)).map(({ file }) => join(basename(dirname(file)), basename(file)));
  const all = [
    ...new Set(cars.map(dirname)),
    ...cars.flatMap((file) => [file, file.replace(/car$/, 'json')]),
  ];
  expect(namesIn(folder).toSorted()).toEqual(all.toSorted());
}

test(`a pull that is killed at ${isFull ? 20 : 3} moments leaves the copy before as it was, and nothing after the next one`, async () => {
  const answer = asked(inParts(sentCar(after), 20), inParts(sinceCar, 20));
  const counting = await opened();
  await counting.take();
  counting.house.answers.set(getRepo, answer);
  const { end } = await pullInProcess(counting.settings);
  expect(end).toMatchObject({ isNew: true });
  const moments = end?.moments ?? 0;
  expect(moments).toBeGreaterThan(30);
  // The last steps, in which the copy comes into its place, are among them.
  const places = isFull
    ? Array.from({ length: 20 }, (_, index) =>
        index < 10 ? Math.floor((moments * index) / 12) : moments - 21 + index,
      )
    : [Math.floor(moments / 3), moments - 12, moments - 6];
  for (const killAt of places) {
    const { house, archives, folder, take, settings } = await opened();
    const { kept } = await take();
    const bytes = readFileSync(kept.file);
    house.answers.set(getRepo, answer);
    expect(await pullInProcess({ ...settings, killAt }), `moment ${killAt} of ${moments}`).toMatchObject({
      signal: 'SIGKILL',
    });
    const left = await archives.of(did);
    expect(left.at(-1)?.file).toBe(kept.file);
    expect(readFileSync(kept.file).equals(bytes)).toBe(true);
    for (const { file, note } of left) {
      const archive = await openArchive(file, { did });
      archive.close();
      expect(archive.problems).toEqual([]);
      expect(note).toMatchObject({ verdict: 'signed' });
    }
    expect(await take()).toMatchObject({ rev: '3lws4nqc32222', verdict: 'signed', anew: undefined });
    await expectTidy(archives, folder);
  }
});

test('of two processes that pull the same, one waits, and has nothing new then', async () => {
  const { house, archives, folder, take, settings } = await opened();
  await take();
  const isWaiting = deferred();
  house.answers.set(getRepo, async (request): Promise<Answer> => {
    await isWaiting.promise;
    return typeof soundHost === 'function'
      ? ((await soundHost(request, undefined as never)) ?? [])
      : soundHost;
  });
  const ends = await Promise.all([1, 2].map(() => pullInProcess(settings, () => isWaiting.resolve())));
  expect(ends.map(({ end }) => end?.isNew).toSorted()).toEqual([false, true]);
  expect((await archives.of(did)).map(({ rev }) => rev)).toEqual(['3lws4nqc32222', '3lws4nqc22222']);
  await expectTidy(archives, folder);
});

test.skipIf(!MAY_MOUNT)('a disk that is full, or has too little room, keeps the copy before', async () => {
  const disk = await smallDisk();
  const { house, archives, folder, take } = await opened(join(disk.folder, 'archives'));
  const { kept } = await take();
  const bytes = readFileSync(kept.file);
  house.answers.set(getRepo, soundHost);
  // Room is looked at first.
  await disk.fill(8192);
  const asks = house.count(getRepo);
  expect(errorSentence(await take().catch((reason: unknown) => reason))).toMatch(/too little room.*are free/);
  expect(house.count(getRepo)).toBe(asks);
  // A system that does not say how much there is, or says too much.
  class Unknowing extends Archives {
    override free = async (): Promise<undefined> => undefined;
  }
  for (const left of [0, 4096, 8192, 16_384]) {
    await disk.fill(left);
    const reason = await take(new Unknowing(folder, { copies: 2 })).catch((each: unknown) => each);
    expect(errorSentence(reason)).toMatch(/could not be (?:written: |kept \()ENOSPC/);
    expect(readFileSync(kept.file).equals(bytes)).toBe(true);
    await expectTidy(archives, folder);
  }
  await disk.empty();
  expect(await take()).toMatchObject({ isNew: true, anew: undefined });
});
