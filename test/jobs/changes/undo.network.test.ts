import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ChangeRun, makeChange } from '../../../src/jobs/changes/make-change.js';
import { undoEntry } from '../../../src/jobs/changes/undo.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import { png } from '../../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

async function gardener() {
  const { did, password } = await signUpWithPassword(network.pds, 'undoer');
  const { client, folder } = await startRun(network);
  await client.sessions.signIn({ identifier: did, password });
  const undo = new UndoFiles(join(folder, 'undo'));
  const writer = await client.writer();
  const deps = { client, undo };
  async function back() {
    // As the next run finds it.
    const journal = new UndoFiles(join(folder, 'undo'));
    const entry = await journal.last(did);
    if (entry === undefined) return undefined;
    return await undoEntry(
      {
        writer,
        undo: journal,
        call: () => expect.fail('no procedure'),
        putBack: () => expect.fail('no preference'),
      },
      entry,
    );
  }
  return { did, deps, writer, back };
}

test('what was made, changed and deleted is turned back in that order, under its key', async () => {
  const { deps, writer, back } = await gardener();
  const at = { collection: PLANT, rkey: 'rose' };
  const made = await makeChange(deps, { kind: 'create', ...at, json: '{"name":"Rose"}' }, { title: 'made' });
  const edit = { kind: 'update', ...at, json: '{"name":"Red"}', swap: made.cid } as const;
  const edited = await makeChange(deps, edit, { title: 'edited' });
  await makeChange(deps, { kind: 'delete', ...at, swap: edited.cid }, { title: 'deleted' });
  expect(await back()).toMatchObject({ left: [] });
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(edited.cid);
  expect(await back()).toMatchObject({ left: [] });
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(made.cid);
  expect(await back()).toMatchObject({ left: [] });
  expect(await writer.read(PLANT, 'rose')).toBeUndefined();
  expect(await back()).toBeUndefined();
});

test('a deleted picture comes back with its record', async () => {
  const { deps, writer, back } = await gardener();
  const blob = await writer.upload(png(7), 'image/png');
  const json = JSON.stringify({ name: 'Rose', picture: blob });
  const made = await makeChange(
    deps,
    { kind: 'create', collection: PLANT, rkey: 'rose', json },
    { title: 'made' },
  );
  await makeChange(
    deps,
    { kind: 'delete', collection: PLANT, rkey: 'rose', swap: made.cid },
    { title: 'deleted' },
  );
  const url = `${network.pds}/xrpc/com.atproto.sync.getBlob?did=${writer.did}&cid=${blob.ref.$link}`;
  expect((await fetch(url)).ok).toBe(false);
  expect(await back()).toMatchObject({ left: [] });
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(made.cid);
  expect((await fetch(url)).ok).toBe(true);
});

test('what was changed again since is left, and told', async () => {
  const { deps, writer, back } = await gardener();
  const at = { collection: PLANT, rkey: 'rose' };
  const made = await makeChange(deps, { kind: 'create', ...at, json: '{"name":"Rose"}' }, { title: 'made' });
  await writer.write({ kind: 'update', ...at, json: '{"name":"Other"}', swap: made.cid });
  expect(await back()).toMatchObject({
    undone: [],
    left: [{ why: expect.stringMatching(/changed meanwhile/) }],
  });
  expect(JSON.parse((await writer.read(PLANT, 'rose'))?.json ?? '')).toMatchObject({ name: 'Other' });
});

test('changes of one run are undone at once, a record that it changed twice to what it was before', async () => {
  const { deps, writer, back } = await gardener();
  const rose = { collection: PLANT, rkey: 'rose' };
  const iris = { collection: PLANT, rkey: 'iris' };
  const made = await makeChange(
    deps,
    { kind: 'create', ...rose, json: '{"name":"Rose"}' },
    { title: 'made' },
  );
  const run = new ChangeRun(deps, 'wrote records');
  const once = await run.make({ kind: 'update', ...rose, json: '{"name":"Red"}', swap: made.cid });
  await run.make({ kind: 'create', ...iris, json: '{"name":"Iris"}' });
  await run.make({ kind: 'update', ...rose, json: '{"name":"Blue"}', swap: once.cid });
  const stale = run.make({ kind: 'delete', ...iris, swap: made.cid });
  await expect(stale).rejects.toMatchObject({ kind: 'changed' });
  await run.end();
  expect(await back()).toMatchObject({ left: [] });
  expect((await writer.read(PLANT, 'rose'))?.cid).toBe(made.cid);
  expect(await writer.read(PLANT, 'iris')).toBeUndefined();
});
