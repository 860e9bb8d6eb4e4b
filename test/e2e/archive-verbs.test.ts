import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hang, json } from '../faults/answers.js';
import { startHouse } from '../faults/house.js';
import { signUp } from '../network/author.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { freshHandle } from '../support/session/session-fixtures.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const POSTS = 'app.bsky.feed.post';
const post = (text: string) => ({ text, createdAt: '2026-01-01T00:00:00Z' });

let network: SeededNetwork;
/** What is kept, and what is temporary, of all that runs here. */
let folder: string;
let temporary: string;

beforeAll(async () => {
  network = await useSeededNetwork();
  folder = await mkdtemp(join(tmpdir(), 'atscope-archives-'));
  temporary = await mkdtemp(join(tmpdir(), 'atscope-temporary-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(temporary, { recursive: true, force: true });
});

function start(argv: readonly string[], { plc, appview }: { plc: string; appview: string } = network) {
  const child = spawn(
    process.execPath,
    [program, ...argv, '--plc', plc, '--appview', appview, '--config-dir', folder],
    {
      env: { ...process.env, TERM: 'dumb', TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data) => {
      texts[name] += data;
    });
  }
  return { child, ended: once(child, 'close').then(([code, signal]) => ({ code, signal, ...texts })) };
}

const run = (...argv: string[]) => start(argv).ended;

const objects = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('what became of an account since it was taken home is told, and a copy of today is left nowhere', async () => {
  const author = await signUp(network.pds, freshHandle('home'));
  const [first, second] = await author.write([
    { collection: POSTS, value: post('harbor at night') },
    { collection: POSTS, value: post('second') },
  ]);
  expect(await run('pull', author.did)).toMatchObject({ code: 0, stderr: '' });
  const archive = `archive:${author.did}`;
  expect(await run('diff', archive, author.did)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect((await run('verify', author.did)).code).toBe(0);

  const told = await run('cat', archive);
  expect(JSON.parse(told.stdout)).toMatchObject({
    did: author.did,
    handle: author.handle,
    verdict: 'signed',
  });

  const rkey = (uri = '') => uri.split('/').at(-1) ?? '';
  await author.delete(POSTS, rkey(first?.uri));
  await author.put({ collection: POSTS, rkey: rkey(second?.uri), value: post('anew') });
  const [third] = await author.write([{ collection: POSTS, value: post('third') }]);
  const { code, stdout, stderr } = await run('diff', archive, author.did);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(objects(stdout)).toEqual([
    { op: 'delete', uri: first?.uri, prev: first?.cid },
    { op: 'update', uri: second?.uri, cid: expect.stringMatching(/^bafy/), prev: second?.cid },
    { op: 'create', uri: third?.uri, cid: third?.cid },
  ]);
  expect((await run('diff', archive, `${author.did}/app.bsky.feed.like`)).code).toBe(0);
  expect(await run('diff', archive, 'bob.test')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching('two accounts'),
  });

  expect((await run('grep', 'harbor', archive)).code).toBe(0);
  expect((await run('grep', 'harbor', author.did)).code).toBe(3);
  expect(objects((await run('export', author.did)).stdout).map(({ uri }) => uri)).toEqual([
    second?.uri,
    third?.uri,
  ]);

  expect((await run('pull', author.did)).code).toBe(0);
  expect((await run('diff', archive)).stdout).toBe(stdout);
  expect(await readdir(temporary)).toEqual([]);
});

test('pull takes a repository and its blobs into a folder, and says in one object what came', async () => {
  const author = await signUp(network.pds, freshHandle('album'));
  const image = await author.upload(png(55), 'image/png');
  const embed = { $type: 'app.bsky.embed.images', images: [{ alt: '', image }] };
  await author.write([{ collection: POSTS, value: { ...post('a picture'), embed } }]);
  const to = join(folder, 'home');
  const car = join(to, `${author.handle}.car`);
  const blobs = join(to, `${author.handle}.blobs`);
  const first = await run('pull', author.did, '--blobs', '--to', `${to}/`);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toMatchObject({
    file: car,
    new: true,
    blobs: { folder: blobs, count: 1, had: 0, received: 1, bytes: png(55).length, missing: [], odd: [] },
  });
  expect((await readdir(to)).toSorted()).toEqual([`${author.handle}.blobs`, `${author.handle}.car`]);
  expect(await readdir(blobs)).toEqual([image.ref.$link]);
  const again = JSON.parse((await run('pull', author.did, '--blobs', '--to', to)).stdout);
  expect(again).toMatchObject({ new: false, blobs: { had: 1, received: 0 } });
  expect(objects((await run('ls', `car:${car}#blobs`)).stdout)).toEqual([
    expect.objectContaining({ cid: image.ref.$link, file: join(blobs, image.ref.$link) }),
  ]);
});

test('Ctrl-c ends a verb that pulls, and nothing of it is left', async () => {
  let wasAsked = (): void => {};
  await using house = await startHouse({
    'com.atproto.sync.getLatestCommit': json({ rev: '3jzfcijpj2z2a', cid: 'bafy' }),
    'com.atproto.sync.getRepo'() {
      wasAsked();
      return hang();
    },
  });
  const services = { plc: house.origin, appview: house.origin };
  for (const argv of [
    ['verify', 'alice.test'],
    ['grep', 'harbor', 'alice.test'],
  ]) {
    const asked = new Promise<void>((resolve) => {
      wasAsked = resolve;
    });
    const { child, ended } = start(argv, services);
    await asked;
    expect(await readdir(temporary)).toHaveLength(1);
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' });
    expect(await readdir(temporary)).toEqual([]);
  }
});

test('verify ends with 1 where the network is gone, and prints nothing', async () => {
  for (const address of ['alice.test', 'alice.test/app.bsky.actor.profile/self']) {
    const gone = { plc: 'http://127.0.0.1:1', appview: 'http://127.0.0.1:1' };
    const { code, stdout, stderr } = await start(['verify', address, '--json'], gone).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^atscope: .*127\.0\.0\.1:1.*\n$/);
  }
});
