import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { type Pulled, pull } from '../../src/jobs/pull.js';
import { pullToFile } from '../../src/jobs/pull-to-file.js';
import { Archives } from '../../src/keep/archives.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { buildRepo, carOf, commitBlock, frame } from '../archive/build-repo.js';
import type { Answer } from '../faults/answer.js';
import { error, hang, html } from '../faults/answers.js';
import { alice, posts } from '../faults/house.js';
import { newKey } from '../support/plc/written-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import {
  after,
  asked,
  before,
  car,
  clientOf,
  cutAfter,
  getRepo,
  sentCar,
  sinceBlocks,
  sinceCar,
  soundHost,
  startRepoHouse,
} from './pull-house.js';

const whole = sentCar(after);
const old = sentCar(before);

/** A house, an archive in which the repository of before is, and what pulls. */
async function taken({ timeoutMs, first = car(old) }: { timeoutMs?: number; first?: Answer } = {}) {
  const house = await startRepoHouse(first);
  const client = clientOf(house, timeoutMs);
  onTestFinished(async () => {
    await client.close();
    await house.close();
  });
  const folder = await temporaryFolder();
  const archives = new Archives(folder, { copies: 2 });
  async function take(from?: URL): Promise<Pulled> {
    const identity = await client.resolve(alice.did, { fresh: true });
    return await pull({ client, archives, identity, from });
  }
  const { kept } = await take();
  const bytes = readFileSync(kept.file);
  /** That of the copy before nothing is changed, and that nothing else lies about. */
  async function expectUntouched(): Promise<void> {
    expect((await archives.of(alice.did)).map(({ file }) => file)).toEqual([kept.file]);
    expect(readFileSync(kept.file).equals(bytes)).toBe(true);
    expect(readdirSync(folder, { recursive: true }).toSorted()).toHaveLength(3);
  }
  return { house, archives, folder, kept, take, client, expectUntouched };
}

/** The bytes of a repository as it is kept. */
async function compact(built: typeof before): Promise<Buffer> {
  const { kept } = await taken({ first: car(sentCar(built)) });
  return readFileSync(kept.file);
}

async function forged(): Promise<Buffer> {
  const { key } = await newKey('p256');
  const commit = await commitBlock(after.nodes[0]!.cid, { did: alice.did, rev: '3lws4nqc42222' }, key);
  return carOf(commit.cid, [commit, ...after.blocks.slice(1)]);
}
const others = await buildRepo({ [`${posts}/1`]: { $type: posts } }, { did: `did:plc:${'b'.repeat(24)}` });
const without = ({ cid }: (typeof sinceBlocks)[number]): Buffer =>
  carOf(
    after.commit.cid,
    after.blocks.filter((block) => block.cid.$link !== cid.$link),
  );
const newNode = sinceBlocks.find((block) => after.nodes.includes(block))!;
const [newRecord, ...newRecords] = sinceBlocks.filter(
  (block) => !after.nodes.includes(block) && block !== after.commit,
);

describe('what a host answers that is no repository of the account changes nothing', () => {
  const rows: readonly (readonly [when: string, answer: Answer, says: RegExp])[] = [
    ['a page of HTML', html(), /web page in place of a repository/],
    [
      'a page that calls itself a CAR',
      car(Buffer.from('<!doctype html><p>Sign in'.repeat(20))),
      /not sound.*does not begin as a CAR/,
    ],
    ['the CAR, called JSON', car(whole, 'application/json'), /text in place of a repository/],
    ['nothing at all', car(Buffer.alloc(0)), /not sound.*does not begin as a CAR/],
    ['the repository of another', car(others.car), /not sound.* is of did:plc:b+ and not of did:plc:aaaa/],
    [
      'a repository that another signed',
      async () => car(await forged()),
      /not kept.*not signed with the key/,
    ],
    [
      'a commit and no more',
      car(carOf(after.commit.cid, [])),
      /not sound.*The commit \w+ is not in the file/,
    ],
    ['an error of its own', error(500), /500/],
    ['that there is none', error(400, 'RepoNotFound', 'no such repo'), /no repository/],
    ['that it was taken down', error(400, 'RepoTakendown', 'gone'), /taken down/],
  ];

  it.each(rows)('%s', async (_, answer, says) => {
    const { house, take, expectUntouched } = await taken();
    house.answers.set(getRepo, answer);
    expect(errorSentence(await take().catch((reason: unknown) => reason))).toMatch(says);
    await expectUntouched();
  });

  it('silence, and half of it and then silence', async () => {
    const { house, take, expectUntouched } = await taken({ timeoutMs: 400 });
    for (const answer of [
      hang(),
      { text: whole, headers: { 'content-type': 'application/vnd.ipld.car' }, ends: 'stalled' } as const,
    ]) {
      house.answers.set(getRepo, answer);
      expect(errorSentence(await take().catch((reason: unknown) => reason))).toMatch(
        /did not answer in time/,
      );
      await expectUntouched();
    }
  });

  it('a connection that is cut at any of 20 places', async () => {
    const places = Array.from({ length: 20 }, (_, place) => Math.floor((whole.length * place) / 20) + 1);
    // Each is tried again some times by the client: they wait together.
    const all = await Promise.all(places.map(async (place) => ({ place, ...(await taken()) })));
    await Promise.all(
      all.map(async ({ place, house, take, expectUntouched }) => {
        house.answers.set(getRepo, cutAfter(whole, place));
        expect(errorSentence(await take().catch((reason: unknown) => reason))).toMatch(/127\.0\.0\.1/);
        await expectUntouched();
      }),
    );
  });

  it('an answer that ends well within a block, at any of 20 places', async () => {
    const { house, take, expectUntouched } = await taken();
    const end = frame(after.blocks.at(-1)!).length;
    for (let place = 0; place < 20; place++) {
      const count = 100 + Math.floor(((whole.length - end - 100) * place) / 20);
      house.answers.set(getRepo, car(whole.subarray(0, count)));
      const sentence = errorSentence(await take().catch((reason: unknown) => reason));
      expect(sentence).toMatch(/is not sound, and is not kept/);
      await expectUntouched();
    }
  });
});

describe('what came since', () => {
  it('is joined, byte for byte as if all had come', async () => {
    const { house, take, archives, kept } = await taken();
    house.answers.set(getRepo, soundHost);
    const next = await take();
    expect(next).toMatchObject({ isNew: true, anew: undefined, received: sinceCar.length, problems: [] });
    expect(readFileSync(next.kept.file).equals(await compact(after))).toBe(true);
    expect((await archives.of(alice.did)).map(({ file }) => file)).toEqual([next.kept.file, kept.file]);
  });

  const bad = (block: (typeof sinceBlocks)[number]): Buffer =>
    carOf(
      after.commit.cid,
      sinceBlocks.filter((each) => each !== block),
    );
  const rows: readonly (readonly [when: string, since: Answer, why: RegExp | undefined])[] = [
    ['is the whole repository', car(whole), undefined],
    ['lacks a node', car(bad(newNode)), /does not join.*missing/],
    ['lacks the commit', car(bad(after.commit)), /does not join.*not in the file/],
    ['lacks a record', car(bad(newRecord!)), /does not join.*missing/],
    ['is cut well within a block', car(sinceCar.subarray(0, -3)), /does not join/],
    ['is of another account', car(others.car), /does not join.*is of did:plc:b/],
    [
      'is an error',
      error(400, 'InvalidRequest', 'no since here'),
      /does not say what came since: .*no since here/,
    ],
  ];
  it.each(rows)('%s: all of it is asked for where that helps, and why is told', async (_, since, why) => {
    const { house, take } = await taken();
    house.answers.set(getRepo, asked(car(whole), since));
    const next = await take();
    expect(next).toMatchObject({ isNew: true, verdict: 'signed', problems: [] });
    if (why === undefined) expect(next.anew).toBeUndefined();
    else expect(next.anew).toMatch(why);
    expect(readFileSync(next.kept.file).equals(await compact(after))).toBe(true);
  });

  it('is nothing: the copy is left as it is, and nothing is written', async () => {
    const { house, take, kept, expectUntouched } = await taken();
    for (const since of [car(carOf(before.commit.cid, [])), car(old)]) {
      house.answers.set(getRepo, asked(car(old), since));
      expect(await take()).toMatchObject({
        isNew: false,
        anew: undefined,
        kept: { file: kept.file },
        records: 150,
      });
      await expectUntouched();
    }
  });

  it.each([
    ['nothing is new', old, carOf(before.commit.cid, [])],
    ['something is', whole, sinceCar],
  ])('does not help where the copy here was damaged: all of it comes anew, also where %s', async (_, all, since) => {
    const { house, take, kept } = await taken();
    const bytes = readFileSync(kept.file);
    // Of a record that stays.
    bytes[bytes.indexOf(before.entries[3]!.record.body)]! ^= 1;
    writeFileSync(kept.file, bytes);
    house.answers.set(getRepo, asked(car(all), car(since)));
    const next = await take();
    expect(next).toMatchObject({ isNew: true, verdict: 'signed', problems: [] });
    expect(next.anew).toMatch(/copy here/);
  });
});

describe('a repository that the account signed and that is not sound', () => {
  it.each([
    ['a node', newNode],
    ['a record', newRecord!],
  ])('is kept with that verdict, and the sound copy before stays, where %s is missing', async (_, missing) => {
    const { house, take, archives, kept } = await taken();
    house.answers.set(getRepo, car(without(missing)));
    const next = await take();
    expect(next).toMatchObject({
      isNew: true,
      verdict: 'unsound',
      problems: [{ kind: 'missing-block' }],
      problemCount: 1,
    });
    expect(next.kept.note).toMatchObject({ verdict: 'unsound', problems: 1 });
    // Once more the same: it is not kept twice.
    expect(await take()).toMatchObject({ isNew: false, verdict: 'unsound', kept: { file: next.kept.file } });
    // Others, each with another thing wrong, do not push the sound one out.
    for (const record of newRecords) {
      house.answers.set(getRepo, car(without(record)));
      expect(await take()).toMatchObject({ verdict: 'unsound' });
      expect((await archives.of(alice.did)).map(({ file }) => file)).toContain(kept.file);
    }
    // Nothing is joined on it: what came since the sound copy is asked for.
    house.answers.set(getRepo, soundHost);
    const asks = house.asked.length;
    expect(await take()).toMatchObject({ verdict: 'signed', anew: undefined });
    expect(house.asked.slice(asks).filter((call) => call.includes('since='))).toEqual([
      expect.stringContaining(`since=${kept.rev}`),
    ]);
  });

  it('of a record whose path is none, is sound but for that, and is gone on from', async () => {
    const odd = { [`${posts}/..`]: { $type: posts } };
    const first = await buildRepo(odd, { did: alice.did, rev: '3lws4nqc22222' });
    const { house, take } = await taken({ first: car(first.car) });
    const second = await buildRepo(
      { ...odd, [`${posts}/1`]: { $type: posts } },
      { did: alice.did, rev: '3lws4nqc32222' },
    );
    house.answers.set(getRepo, car(second.car));
    const next = await take();
    expect(next).toMatchObject({ isNew: true, anew: undefined, verdict: 'signed', problemCount: 1 });
    expect(next.problems).toMatchObject([{ kind: 'record-path', path: `${posts}/..` }]);
  });

  it('is older than the copy: the account’s own host is believed, another is not', async () => {
    const { house, take, kept, expectUntouched } = await taken({ first: car(whole) });
    house.answers.set(getRepo, car(old));
    const from = new URL(house.origin);
    expect(errorSentence(await take(from).catch((reason: unknown) => reason))).toMatch(/older repository/);
    await expectUntouched();
    const back = await take();
    expect(back).toMatchObject({ isNew: true, rev: '3lws4nqc22222', anew: expect.stringMatching(/older/) });
    expect(back.kept.file).not.toBe(kept.file);
  });
});

test('a folder that cannot be made is said in a sentence', async () => {
  const { client, folder } = await taken();
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const identity = await client.resolve(alice.did);
  const inIt = new Archives(join(file, 'archives'), { copies: 2 });
  const reason = await pull({ client, archives: inIt, identity }).catch((each: unknown) => each);
  expect(errorSentence(reason)).toMatch(/^The repository could not be written: E\w+/);
  const to = await pullToFile(join(file, 'a.car'), { client, identity }).catch((each: unknown) => each);
  expect(errorSentence(to)).toMatch(/^The repository could not be written: E\w+/);
});

test('a file takes what is new, and leaves nothing beside it, whatever was left there', async () => {
  const { client, folder, house } = await taken();
  const to = join(folder, 'mine', 'alice.car');
  const identity = await client.resolve(alice.did);
  const first = await pullToFile(to, { client, identity });
  expect(first).toMatchObject({ file: to, isNew: true, records: 150 });
  writeFileSync(`${to}.0c8d.car.part`, 'of a run that was killed');
  house.answers.set(getRepo, soundHost);
  expect(await pullToFile(to, { client, identity })).toMatchObject({
    isNew: true,
    received: sinceCar.length,
  });
  house.answers.set(getRepo, cutAfter(whole, 5000));
  await expect(pullToFile(to, { client, identity })).rejects.toThrow();
  expect(readdirSync(join(folder, 'mine'))).toEqual(['alice.car']);
  const archive = await openArchive(to, { did: alice.did });
  archive.close();
  expect(archive).toMatchObject({ problems: [], root: after.commit.cid.$link });
  expect(existsSync(`${to}.lock`)).toBe(false);
});
