import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { undoEntry } from '../../../src/jobs/changes/undo.js';
import { writeMany } from '../../../src/jobs/changes/write-many.js';
import { ManyFiles, type ManyItem } from '../../../src/keep/many-files.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../../network/signed-in.js';
import { isFull } from '../../support/full.js';
import type { ManyTask } from '../../support/session/many-child.js';
import { freshHandle, startRun } from '../../support/session/session-fixtures.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

async function gardener(count: number) {
  const account = await signUpWithPassword(network.pds, freshHandle('many'));
  for (let at = 0; at < count; at += 200) {
    const writes = Array.from({ length: Math.min(200, count - at) }, (_, index) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection: PLANT,
      rkey: `plant-${at + index}`,
      value: { $type: PLANT, name: `Plant ${at + index}` },
    }));
    await account.call('com.atproto.repo.applyWrites', { repo: account.did, writes });
  }
  const { client, folder } = await startRun(network);
  await client.sessions.signIn({ identifier: account.did, password: account.password });
  const undo = new UndoFiles(join(folder, 'undo'));
  const files = new ManyFiles(join(folder, 'many'));
  return { account, client, folder, undo, files, deps: { client, undo, files } };
}

async function keysOf({ did }: SignedIn): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      repo: did,
      collection: PLANT,
      limit: '100',
      ...(cursor && { cursor }),
    });
    const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
    const page = (await answer.json()) as { cursor?: string; records: { uri: string; cid: string }[] };
    for (const { uri, cid } of page.records) found.set(uri.split('/').at(-1) ?? '', cid);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function planned(
  { account, undo, files }: Awaited<ReturnType<typeof gardener>>,
  items: readonly ManyItem[],
) {
  const { id } = await undo.begin({ did: account.did, title: 'deleted many', changes: [] });
  return await files.create({
    did: account.did,
    verb: 'delete many',
    title: 'deleted many',
    undo: id,
    items,
  });
}

function startChild(task: ManyTask): ChildProcess {
  const child = fork(
    fileURLToPath(new URL('../../support/session/many-child.ts', import.meta.url)),
    [JSON.stringify(task)],
    { execArgv: ['--import', new URL('../../network/source-hooks.ts', import.meta.url).href] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** With fewer, there are as many stops and kills. */
const COUNT = isFull ? 1_000 : 600;

test('many deletions, stopped, killed in the middle and gone on with, are exact, and are all undone', async () => {
  const run = await gardener(COUNT + 10);
  const { account, folder, deps, files, undo, client } = run;
  const before = await keysOf(account);
  const keys = [...before.keys()];
  const stays = keys.slice(COUNT);
  await planned(
    run,
    keys.slice(0, COUNT).map((rkey) => ({ kind: 'delete', collection: PLANT, rkey, cid: before.get(rkey) })),
  );

  // Stopped after the first batch.
  const [begun] = await files.unfinished(account.did);
  const stop = new AbortController();
  const stopped = writeMany(deps, begun!, {
    signal: stop.signal,
    onProgress: ({ done }) => done >= 200 && stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(await keysOf(account)).toHaveProperty('size', COUNT - 190);

  // Killed while a batch is on its way, as soon as something was sent.
  const child = startChild({ folder, plc: network.plc, appview: network.appview });
  child.on('message', (done: number) => done >= 400 && child.kill('SIGKILL'));
  await once(child, 'exit');
  const left = (await keysOf(account)).size;
  expect(left).toBeLessThanOrEqual(COUNT - 390);
  expect(left).toBeGreaterThan(10);

  const [again] = await files.unfinished(account.did);
  const outcomes = await writeMany(deps, again!, { signal: new AbortController().signal });
  expect(outcomes).toHaveLength(COUNT);
  expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['done']));
  expect([...(await keysOf(account)).keys()].sort()).toEqual([...stays].sort());
  expect(await files.unfinished(account.did)).toEqual([]);

  const entry = await undo.last(account.did);
  expect(entry?.changes).toHaveLength(COUNT);
  const call = (nsid: string, input: object) => client.call(nsid, input);
  await undoEntry(
    { client, writer: await client.writer(), undo, call, putBack: () => expect.fail() },
    entry!,
  );
  expect(await keysOf(account)).toEqual(before);
});

test('what was changed since it was seen stays, what is gone is told, and others write meanwhile', async () => {
  const run = await gardener(5);
  const { account, deps } = run;
  const before = await keysOf(account);
  const write = (nsid: string, rkey: string, more: object = {}) =>
    account.call(`com.atproto.repo.${nsid}`, { repo: account.did, collection: PLANT, rkey, ...more });
  await write('putRecord', 'plant-1', { record: { $type: PLANT, name: 'Another' } });
  await write('deleteRecord', 'plant-2');
  const many = await planned(
    run,
    [...before].map(([rkey, cid]) => ({ kind: 'delete', collection: PLANT, rkey, cid })),
  );
  // Each of the first reads is followed by a commit of somebody else.
  let others = 3;
  const writer = await deps.client.writer();
  const busy: typeof writer = {
    ...writer,
    async writeAll(writes, options) {
      if (others-- > 0) {
        await write('putRecord', `other-${others}`, { record: { $type: PLANT, name: 'Other' } });
      }
      return await writer.writeAll(writes, options);
    },
  };
  const outcomes = await writeMany(
    { ...deps, client: { ...deps.client, writer: () => Promise.resolve(busy) } },
    many,
    { signal: new AbortController().signal },
  );
  const results = Object.fromEntries(
    outcomes.map(({ index, result }) => [[...before.keys()][index], result]),
  );
  expect(results).toEqual({
    'plant-0': 'done',
    'plant-1': 'changed',
    'plant-2': 'gone',
    'plant-3': 'done',
    'plant-4': 'done',
  });
  expect([...(await keysOf(account)).keys()].sort()).toEqual(['other-0', 'other-1', 'other-2', 'plant-1']);
});

test('a batch whose answer did not come is made once, and can all be undone', async () => {
  const run = await gardener(5);
  const { account, client, deps, undo } = run;
  const before = await keysOf(account);
  const many = await planned(
    run,
    [...before].map(([rkey, cid]) => ({ kind: 'delete', collection: PLANT, rkey, cid })),
  );
  const writer = await client.writer();
  let sent = 0;
  const cut: typeof writer = {
    ...writer,
    async writeAll(writes, options) {
      sent += 1;
      await writer.writeAll(writes, options);
      const where = { failure: 'connection', service: 'pds.test', nsid: 'applyWrites' } as const;
      throw new XrpcError({ ...where, message: 'the connection broke' });
    },
  };
  const outcomes = await writeMany(
    { ...deps, client: { ...client, writer: () => Promise.resolve(cut) } },
    many,
    {
      signal: new AbortController().signal,
    },
  );
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(sent).toBe(1);
  expect(await keysOf(account)).toHaveProperty('size', 0);
  expect((await undo.last(account.did))?.changes).toHaveLength(5);
});

test('one that is refused takes no other with it', async () => {
  const run = await gardener(0);
  const record = (name: unknown) =>
    JSON.stringify({ $type: 'app.bsky.feed.post', text: name, createdAt: '2026-01-01T00:00:00Z' });
  const key = (index: number) => `3kzzzzzzzzz2${'234567'[index]}`;
  const items = ['one', 'x'.repeat(400), 'three'].map(
    (text, index): ManyItem => ({
      kind: 'create',
      collection: 'app.bsky.feed.post',
      rkey: key(index),
      json: record(text),
    }),
  );
  const outcomes = await writeMany(run.deps, await planned(run, items), {
    signal: new AbortController().signal,
  });
  expect(outcomes.map(({ index, result }) => [index, result]).sort()).toEqual([
    [0, 'done'],
    [1, 'failed'],
    [2, 'done'],
  ]);
  expect(outcomes.find(({ index }) => index === 1)?.why).toMatch(/grapheme/);
});
