import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import type { Writer } from '../../../src/atproto/writes/writer.js';
import { openDrafts } from '../../../src/keep/draft-files.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import type { Address } from '../../../src/places/address.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import { spell } from '../../../src/text/sentence.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { deferred } from '../../support/deferred.js';
import { quiet, until } from '../../support/quiet-store.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const PROFILE = 'app.bsky.actor.profile';
const NOTE = 'com.example.garden.note';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

interface Run {
  readonly did: string;
  readonly folder: string;
  readonly client: AtClient;
  readonly writer: Writer;
  readonly store: AppStore;
  /** What the editor makes of what it is given. */
  edit: (given: string) => string;
  /** All that it was given. */
  readonly given: string[];
}

/** A store of an account of its own, at a place. */
async function runAt(place: (did: string) => Address): Promise<Run> {
  const { did, password } = await signUpWithPassword(network.pds, 'owner');
  const { client, folder } = await startRun(network);
  await client.sessions.signIn({ identifier: did, password });
  const given: string[] = [];
  const store = createAppStore({
    client,
    ...quiet,
    effects: {
      ...quiet.effects,
      async editText(_, text, keep) {
        given.push(text);
        await keep(run.edit(text));
        return undefined;
      },
    },
    undo: new UndoFiles(join(folder, 'undo')),
    drafts: openDrafts(join(folder, 'drafts'), expect.fail),
  });
  onTestFinished(() => store.close());
  const run: Run = { did, folder, client, store, given, writer: await client.writer(), edit: (text) => text };
  store.actions.goTo(place(did));
  return run;
}

function asked({ store }: Run): string {
  const { overlay, words } = store.getState();
  return overlay?.kind === 'ask' ? overlay.about.map((line) => spell(line, words)).join('\n') : '';
}
function told({ store }: Run): string {
  const { notice, words } = store.getState();
  return notice ? spell(notice.text, words) : '';
}
function proposes({ store }: Run): string | undefined {
  const { overlay } = store.getState();
  return overlay?.kind === 'diff' ? overlay.proposes?.join() : undefined;
}
const isAsked = ({ store }: Run, title: string) =>
  until(store, ({ overlay }) => overlay?.kind === 'ask' && overlay.title === title);
const isProposed = ({ store }: Run) =>
  until(store, ({ overlay }) => overlay?.kind === 'diff' && overlay.proposes !== undefined);

test('a record of which there is one only is edited where it is there already', async () => {
  const run = await runAt((repo) => ({ kind: 'repo', repo }));
  const at = { collection: PROFILE, rkey: 'self' };
  await run.writer.write({ kind: 'create', ...at, json: '{"displayName":"Ann"}' });
  run.store.actions.createRecord(PROFILE);
  await isAsked(run, 'There is one already');
  expect(run.given).toEqual([]);
  run.edit = (text) => text.replace('"Ann"', '"Anna"');
  run.store.actions.answerAsked('edit');
  await isProposed(run);
  run.store.actions.writeProposed();
  await until(run.store, () => told(run).startsWith('Written:'));
  expect((await run.writer.read(PROFILE, 'self'))?.json).toContain('"Anna"');
});

test('a copy of what a stranger wrote sends no file of this machine', async () => {
  const stranger = await runAt((repo) => ({ kind: 'collection', repo, collection: NOTE }));
  writeFileSync(join(stranger.folder, 'secret.txt'), 'secret');
  const file = join(stranger.folder, 'secret.txt');
  const json = JSON.stringify({ $type: NOTE, picture: { $file: file }, text: 'a note' });
  await stranger.writer.write({ kind: 'create', collection: NOTE, rkey: 'one', json });

  const run = await runAt(() => ({ kind: 'collection', repo: stranger.did, collection: NOTE }));
  await until(run.store, (state) => currentList(state)?.rows.length === 1);
  run.store.actions.createRecord(NOTE);
  await isAsked(run, `A new record of ${NOTE}`);
  expect(asked(run)).toContain('It is written to your own repository');
  run.edit = (text) => text.replace('a note', 'my note').replace(/key:.*/, 'key: mine');
  run.store.actions.answerAsked('copy');
  await isProposed(run);
  expect(proposes(run)).not.toContain('Sent first');
  run.store.actions.writeProposed();
  await until(run.store, () => told(run).startsWith('Written:'));
  expect(JSON.parse((await run.writer.read(NOTE, 'mine'))?.json ?? '')).toEqual({
    $type: NOTE,
    picture: { $file: file },
    text: 'my note',
  });
  expect(await stranger.writer.read(NOTE, 'mine')).toBeUndefined();
});

test('what a copy names is still not typed once it is written over what is there, nor as a draft', async () => {
  const stranger = await runAt((repo) => ({ kind: 'collection', repo, collection: NOTE }));
  const file = join(stranger.folder, 'secret.txt');
  writeFileSync(file, 'secret');
  const json = JSON.stringify({ $type: NOTE, picture: { $file: file }, text: 'a note' });
  await stranger.writer.write({ kind: 'create', collection: NOTE, rkey: 'one', json });

  const run = await runAt(() => ({ kind: 'collection', repo: stranger.did, collection: NOTE }));
  await run.writer.write({ kind: 'create', collection: NOTE, rkey: 'mine', json: `{"$type":"${NOTE}"}` });
  await until(run.store, (state) => currentList(state)?.rows.length === 1);
  run.store.actions.createRecord(NOTE);
  await isAsked(run, `A new record of ${NOTE}`);
  run.edit = (text) => text.replace(/key:.*/, 'key: mine');
  run.store.actions.answerAsked('copy');
  await isProposed(run);
  run.store.actions.writeProposed();
  await isAsked(run, 'It was not written');
  run.store.actions.answerAsked('over');
  await until(run.store, ({ overlay }) => overlay?.kind === 'conflict');
  run.store.actions.resolveConflict();
  await isProposed(run);
  run.edit = (text) => text.replace('a note', 'my note');
  run.store.actions.editProposed();
  await until(run.store, ({ overlay }) => overlay === undefined);
  await isProposed(run);
  expect(proposes(run)).not.toContain('Sent first');

  run.store.actions.back();
  run.store.actions.openDrafts();
  await isAsked(run, 'Drafts');
  const { overlay } = run.store.getState();
  run.store.actions.answerAsked((overlay?.kind === 'ask' && overlay.choices.at(1)?.key) || '');
  await isAsked(run, 'A draft');
  run.store.actions.answerAsked('edit');
  await isProposed(run);
  expect(run.given).toHaveLength(3);
  expect(proposes(run)).not.toContain('Sent first');
});

test.each<[string, (run: Run) => void, 'goto' | undefined]>([
  ['at another place', ({ store, did }) => store.actions.goTo({ kind: 'repo', repo: did }), undefined],
  ['under something else', ({ store }) => store.actions.openGoto(), 'goto'],
])('a difference opens over nothing that one does meanwhile: %s', async (_, leave, shown) => {
  const run = await runAt((repo) => ({ kind: 'collection', repo, collection: NOTE }));
  const held = deferred();
  const validate = vi.spyOn(run.client, 'validate').mockImplementation(async () => {
    await held.promise;
    return { status: 'unknown', missing: [NOTE] };
  });
  run.edit = (text) => text.replace(/\{\s*/, '{"text":"mine",').replace(',}', '}');
  run.store.actions.createRecord(NOTE);
  await until(run.store, () => validate.mock.calls.length > 0);
  leave(run);
  held.resolve();
  await until(run.store, () => told(run).startsWith('It was checked while you did something else.'));
  expect(run.store.getState().overlay?.kind).toBe(shown);
  expect(await openDrafts(join(run.folder, 'drafts'), expect.fail).list(run.did)).toMatchObject([
    { collection: NOTE, text: expect.stringContaining('"mine"') },
  ]);
});

test('what was changed since it was shown is not deleted: it is shown and asked about again', async () => {
  const run = await runAt((repo) => ({ kind: 'collection', repo, collection: NOTE }));
  const at = { collection: NOTE, rkey: 'one' };
  await run.writer.write({ kind: 'create', ...at, json: '{"text":"as it was"}' });
  run.store.actions.reload();
  await until(run.store, (state) => shownRecord(state)?.record.value?.json.includes('as it was') === true);
  run.store.actions.askRecordDeletion();
  await until(run.store, () => asked(run).includes('as it was'));
  await run.writer.write({ kind: 'update', ...at, json: '{"text":"as it is"}', swap: undefined });
  run.store.actions.answerAsked('delete');
  await until(run.store, () => asked(run).includes('It was changed meanwhile, and was not deleted.'));
  expect(asked(run)).toContain('as it is');
  expect(await run.writer.read(NOTE, 'one')).toBeDefined();
  run.store.actions.answerAsked('delete');
  await until(run.store, () => told(run).startsWith('Deleted:'));
  expect(await run.writer.read(NOTE, 'one')).toBeUndefined();
});

test('what somebody else has deleted meanwhile is said to be gone, and there is nothing to undo', async () => {
  const run = await runAt((repo) => ({ kind: 'collection', repo, collection: NOTE }));
  await run.writer.write({ kind: 'create', collection: NOTE, rkey: 'one', json: '{"text":"a note"}' });
  run.store.actions.reload();
  await until(run.store, (state) => shownRecord(state)?.record.value?.json.includes('a note') === true);
  run.store.actions.askRecordDeletion();
  await run.writer.write({ kind: 'delete', collection: NOTE, rkey: 'one', swap: undefined });
  run.store.actions.answerAsked('delete');
  await until(run.store, () => told(run).startsWith('It is so already'));
  run.store.actions.undoLast();
  await until(run.store, () => told(run).startsWith('There is nothing to undo'));
});
