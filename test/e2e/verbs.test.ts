import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

let network: SeededNetwork;
let folder: string;

beforeAll(async () => {
  network = await useSeededNetwork();
  folder = await mkdtemp(join(tmpdir(), 'atscope-verbs-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The built program on pipes, in a terminal that can do nothing. */
function start(...argv: string[]) {
  const { plc, appview } = network;
  const where = ['--plc', plc, '--appview', appview, '--config-dir', folder];
  const child = spawn(process.execPath, [program, ...argv, ...where], {
    env: { ...process.env, TERM: 'dumb' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const ended = new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stderr }));
  });
  return { child, ended };
}

async function run(...argv: string[]) {
  const { child, ended } = start(...argv);
  let stdout = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  return { ...(await ended), stdout };
}

const objects = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('ls prints all rows of a list, as the service has them', async () => {
  const list = 'alice.test/app.bsky.feed.post';
  const all = await run('ls', list);
  expect(all).toMatchObject({ code: 0, stderr: '' });
  const rows = objects(all.stdout);
  const query = `repo=alice.test&collection=app.bsky.feed.post&limit=100`;
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
  const { records } = JSON.parse(await answer.text());
  expect(rows.slice(0, 100)).toEqual(records);
  expect(rows.length).toBeGreaterThan(100);

  const turned = await run('ls', list, '--reverse', '--limit', '3');
  expect(objects(turned.stdout)).toEqual(rows.slice(-3).reverse());

  const contents = await run('ls', 'alice.test');
  expect(objects(contents.stdout)).toContainEqual({
    address: list,
    kind: 'collection',
    collection: 'app.bsky.feed.post',
  });

  const record = await run('cat', rows[0].uri);
  expect(JSON.parse(record.stdout)).toEqual(rows[0].value);
});

test.each([
  ['a record is no list', ['ls', 'alice.test/app.bsky.feed.post/3k'], 2, /atscope cat at:/],
  ['a list is no record', ['cat', 'alice.test/followers'], 2, /atscope ls alice\.test/],
  ['nobody has that handle', ['cat', 'nobody-at-all.test'], 1, /nobody-at-all\.test/],
  ['preferences are their owner’s', ['ls', 'alice.test/preferences'], 1, /atscope login signs in/],
])('%s', async (_, argv, code, sentence) => {
  const ended = await run(...argv);
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toMatch(sentence);
  expect(ended.stderr).toMatch(/^atscope: .*\n$/);
});

test('a reader that has enough ends ls quietly', async () => {
  const { child, ended } = start('ls', 'alice.test/followers');
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 0, signal: null, stderr: '' });
});

test('tail and watch tell what happens, until Ctrl-c', { timeout: 60_000 }, async () => {
  const name = Date.now().toString(36);
  const star = await signUp(network.pds, `star-${name}.test`);
  const fan = await signUp(network.pds, `fan-${name}.test`);
  await network.processAll();
  const stream = `${network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  const tail = start('tail', `${fan.handle}/app.bsky.graph.follow`, '--stream', stream);
  const watch = start('watch', star.handle, '--stream', stream);
  const told = createInterface(tail.child.stdout)[Symbol.asyncIterator]();
  const lines = createInterface(watch.child.stdout)[Symbol.asyncIterator]();
  const tailed = told.next();
  const watched = lines.next();
  const value = { subject: star.did, createdAt: new Date().toISOString() };

  // They say nothing of when they listen: it is written until both have told of it.
  let waiting = true;
  const first = Promise.all([tailed, watched]).finally(() => {
    waiting = false;
  });
  while (waiting) {
    const [ref] = await fan.write([{ collection: 'app.bsky.graph.follow', value }]);
    await fan.write([{ collection: 'app.bsky.feed.post', value: { text: '', createdAt: value.createdAt } }]);
    if (waiting) await fan.delete('app.bsky.graph.follow', ref?.uri.split('/').at(-1) ?? '');
    await network.processAll();
  }
  const [event, line] = await first;
  expect(JSON.parse(event.value ?? '')).toMatchObject({
    kind: 'commit',
    did: fan.did,
    collection: 'app.bsky.graph.follow',
  });
  expect(JSON.parse(line.value ?? '')).toMatchObject({ did: fan.did, watched: star.did });
  tail.child.kill('SIGINT');
  watch.child.kill('SIGINT');
  expect(await tail.ended).toMatchObject({ signal: 'SIGINT', stderr: '' });
  expect(await watch.ended).toMatchObject({ signal: 'SIGINT', stderr: '' });
  expect(objects((await run('history', star.handle)).stdout)).toContainEqual(
    expect.objectContaining({ did: fan.did }),
  );
});
