import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ChangeRun, makeChange } from '../../../src/jobs/changes/make-change.js';
import { undoEntry } from '../../../src/jobs/changes/undo.js';
import type { RecordChange } from '../../../src/keep/made-change.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import type { Sentence } from '../../../src/text/sentence.js';
import { drop, error, inTurn, rateLimited, upstream, withPds } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { png } from '../../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const PLANT = 'com.example.garden.plant';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

async function gardener(plc = network.plc) {
  const { did, password, upload } = await signUpWithPassword(network.pds, 'undoer');
  const { client, folder } = await startRun({ ...network, plc });
  await client.sessions.signIn({ identifier: did, password });
  const undo = new UndoFiles(join(folder, 'undo'));
  const writer = await client.writer();
  const deps = { client, undo };
  const notes: Sentence[] = [];
  async function takeBack(isUndo: boolean, signal?: AbortSignal) {
    // As the next run finds it.
    const journal = new UndoFiles(join(folder, 'undo'));
    const entry = await journal.last(did, { isUndo });
    if (entry === undefined) return undefined;
    const call = () => expect.fail('no procedure');
    const onNote = (note: Sentence) => notes.push(note);
    const putBack = () => expect.fail('no preference');
    const deps = { client, writer, undo: journal, call, putBack };
    return await undoEntry(deps, entry, { signal, onNote });
  }
  const sent = (nsid: string) => client.journal.entries().filter((call) => call.nsid === nsid).length;
  return {
    did,
    deps,
    writer,
    notes,
    sent,
    upload,
    back: (signal?: AbortSignal) => takeBack(false, signal),
    again: () => takeBack(true),
  };
}

/** Deletes records that are made for it, all of them in one entry. */
async function manyDeleted({ did, deps, writer }: Awaited<ReturnType<typeof gardener>>, names: string[]) {
  const creates = names.map(
    (rkey) => ({ kind: 'create', collection: PLANT, rkey, json: JSON.stringify({ name: rkey }) }) as const,
  );
  await writer.writeAll(creates, { swapCommit: (await writer.head()).cid });
  const changes = await Promise.all(
    names.map(async (rkey): Promise<RecordChange> => {
      const before = await writer.read(PLANT, rkey);
      return { kind: 'record', collection: PLANT, rkey, before, after: undefined, blobs: [] };
    }),
  );
  const entry = await deps.undo.begin({ did, title: 'deleted many', changes });
  const deletes = names.map(
    (rkey) => ({ kind: 'delete', collection: PLANT, rkey, swap: undefined }) as const,
  );
  await writer.writeAll(deletes, { swapCommit: (await writer.head()).cid });
  return { entry, changes };
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

test('what was undone is done again, and undone again, with its picture', async () => {
  const { deps, writer, back, again } = await gardener();
  const blob = await writer.upload(png(8), 'image/png');
  const json = JSON.stringify({ name: 'Rose', picture: blob });
  const made = await makeChange(
    deps,
    { kind: 'create', collection: PLANT, rkey: 'rose', json },
    { title: 'made' },
  );
  const url = `${network.pds}/xrpc/com.atproto.sync.getBlob?did=${writer.did}&cid=${blob.ref.$link}`;
  for (let round = 0; round < 2; round += 1) {
    expect(await back()).toMatchObject({ left: [] });
    expect(await writer.read(PLANT, 'rose')).toBeUndefined();
    expect((await fetch(url)).ok).toBe(false);
    expect(await back()).toBeUndefined();
    expect(await again()).toMatchObject({ left: [] });
    expect((await writer.read(PLANT, 'rose'))?.cid).toBe(made.cid);
    expect((await fetch(url)).ok).toBe(true);
    expect(await again()).toBeUndefined();
  }
});

test('a picture that the service does not give is told; one that cannot be asked for keeps its record', async () => {
  await using pds = await startService({}, { upstream: network.pds });
  await using plc = await startService(
    { '/did:*': upstream(withPds(pds.origin)) },
    { upstream: network.plc },
  );
  const { deps, writer, upload, back } = await gardener(plc.origin);
  const blob = await upload(png(9), 'image/png');
  const at = { collection: PLANT, rkey: 'rose' };
  const json = JSON.stringify({ name: 'Rose', picture: blob });
  const { cid: swap } = await makeChange(deps, { kind: 'create', ...at, json }, { title: 'made' });
  const told: Sentence[] = [];
  const remove = () =>
    makeChange(
      deps,
      { kind: 'delete', ...at, swap },
      { title: 'deleted', onNote: (note) => told.push(note) },
    );
  pds.answers.set('com.atproto.sync.getBlob', drop());
  await expect(remove()).rejects.toMatchObject({ failure: 'connection' });
  expect(await writer.read(PLANT, 'rose')).toBeDefined();
  expect(told).toEqual([]);
  pds.answers.set('com.atproto.sync.getBlob', error(400, 'InvalidRequest', 'Blob not found'));
  await remove();
  expect(told).toEqual([expect.stringMatching(/^A blob .* could not be kept/)]);
  expect(await writer.read(PLANT, 'rose')).toBeUndefined();
  expect((await back())?.left).toMatchObject([{ why: expect.stringMatching(/blob/), isFinal: false }]);
});

describe('many', () => {
  const NAMES = Array.from({ length: 12 }, (_, index) => `plant-${index}`);

  test('are put back in one commit; what is there already is left as it is, and told', async () => {
    const garden = await gardener();
    const { writer, sent, back } = garden;
    const { entry, changes } = await manyDeleted(garden, NAMES);
    await entry.done(changes);
    await entry.end();
    // One was put back by hand, and another one is of another name now.
    await writer.write({ kind: 'create', collection: PLANT, rkey: 'plant-3', json: '{"name":"plant-3"}' });
    await writer.write({ kind: 'create', collection: PLANT, rkey: 'plant-5', json: '{"name":"Other"}' });
    const before = sent('com.atproto.repo.applyWrites');
    const outcome = await back();
    expect(outcome?.undone).toHaveLength(11);
    expect(outcome?.left).toMatchObject([{ change: { rkey: 'plant-5' }, isFinal: true }]);
    expect(sent('com.atproto.repo.applyWrites') - before).toBe(1);
    for (const { rkey, before: was } of changes) {
      expect((await writer.read(PLANT, rkey))?.cid === was?.cid).toBe(rkey !== 'plant-5');
    }
    expect(await back()).toBeUndefined();
  });

  test('one that cannot be put back costs itself, and is tried again', async () => {
    const garden = await gardener();
    const { entry, changes } = await manyDeleted(garden, NAMES);
    const ref = { $link: 'bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy' };
    const picture = { $type: 'blob', ref, mimeType: 'image/png', size: 10 };
    const bad: RecordChange = {
      kind: 'record',
      collection: PLANT,
      rkey: 'pictured',
      before: { cid: 'bafyreigone', json: JSON.stringify({ $type: PLANT, picture }) },
      after: undefined,
      blobs: [],
    };
    await entry.add([bad]);
    await entry.done([...changes, bad]);
    await entry.end();
    const outcome = await garden.back();
    expect(outcome?.undone).toHaveLength(12);
    expect(outcome?.left).toMatchObject([{ change: { rkey: 'pictured' }, isFinal: false }]);
    expect(outcome?.left[0]?.why).toMatch(/blob/);
    expect(await garden.writer.read(PLANT, 'plant-0')).toBeDefined();
    expect((await garden.back())?.left).toHaveLength(1);
  });

  test('wait where the service takes no more, and go on later; so does a run that was killed', async () => {
    await using pds = await startService({}, { upstream: network.pds });
    await using plc = await startService(
      { '/did:*': upstream(withPds(pds.origin)) },
      { upstream: network.plc },
    );
    const garden = await gardener(plc.origin);
    const names = Array.from({ length: 120 }, (_, index) => `plant-${index}`);
    // Killed before the journal heard that they were deleted.
    await manyDeleted(garden, names);
    pds.answers.set('com.atproto.repo.applyWrites', inTurn(upstream(), rateLimited({ retryAfter: 1800 })));
    const first = await garden.back();
    expect(first?.undone).toHaveLength(100);
    expect(first?.left).toHaveLength(1);
    expect(first?.left[0]?.why).toMatch(/takes no more writes for now.*tried again/);
    expect(pds.count('com.atproto.repo.putRecord')).toBe(0);
    pds.answers.clear();
    const second = await garden.back();
    expect(second).toMatchObject({ left: [] });
    expect(second?.undone).toHaveLength(20);
    expect(await garden.writer.read(PLANT, 'plant-0')).toBeDefined();
    expect(await garden.back()).toBeUndefined();
  });

  test('are stopped between two commits', async () => {
    const garden = await gardener();
    await manyDeleted(garden, NAMES);
    await expect(garden.back(AbortSignal.abort())).rejects.toHaveProperty('name', 'AbortError');
    expect((await garden.back())?.undone).toHaveLength(12);
  });
});
