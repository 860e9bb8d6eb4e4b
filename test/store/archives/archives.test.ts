import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import type { Address } from '../../../src/places/address.js';
import { currentArchive, currentSource } from '../../../src/store/archives/archives-selectors.js';
import { currentLines } from '../../../src/store/contents/selected-content.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { selectedRow } from '../../../src/store/lists/selected-row.js';
import { copyOptions } from '../../../src/store/overlays/copy-options.js';
import { shownVerdict } from '../../../src/store/proofs/proof-verdict.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import { selection } from '../../../src/store/selection.js';
import type { State } from '../../../src/store/state.js';
import { buildRepo, carOf, DID, signerKey } from '../../archive/build-repo.js';
import { deferred } from '../../support/deferred.js';
import { quiet, until } from '../../support/quiet-store.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const POSTS = 'app.bsky.feed.post';
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const RECORDS = {
  'app.bsky.actor.profile/self': { displayName: 'Alice', description: 'Gardens.' },
  [`${POSTS}/3k22222222222`]: { text: 'first' },
  [`${POSTS}/3k22222222223`]: { text: 'second' },
  'com.example.garden.plant/a': { name: 'beech' },
};

/** A CAR file; `spoil` changes its blocks before they are written. */
async function carFile(spoil: (bytes: Buffer) => void = () => {}): Promise<string> {
  const { blocks, commit } = await buildRepo(RECORDS);
  const bytes = Buffer.from(carOf(commit.cid, blocks));
  spoil(bytes);
  const file = join(scratchFolder(), 'alice.car');
  writeFileSync(file, bytes);
  return file;
}

/** Changes one letter of the body of a record, so that it no longer hashes to its CID. */
const change = (word: string) => (bytes: Buffer) => {
  bytes[bytes.indexOf(word)] = 0x58;
};

const offline = () => Promise.reject(new Error('The network cannot be reached.'));

type Resolve = (did: string, options: { readonly signal: AbortSignal }) => Promise<unknown>;

/** A store whose network knows one key, or none. */
function openStore({ resolve = offline }: { resolve?: Resolve } = {}) {
  const client = {
    resolve,
    plcLog: offline,
    sessions: { current: undefined, list: async () => [], subscribe: () => () => {} },
    appview: { getPosts: offline, getProfiles: offline },
    journal: { entries: () => [], subscribe: () => () => {} },
    mirrored: createMirrorBook(),
  } as unknown as AtClient;
  const store = createAppStore({ client, ...quiet });
  opened.push(store);
  return store;
}
const withKey = { resolve: async () => ({ did: DID, signingKey: signerKey.replace('did:key:', '') }) };

const isChecked = (state: State) => currentArchive(state)?.signature.status === 'ready';
const isListed = (state: State) => currentList(state)?.status === 'ready';

test('a CAR file is opened as an account: its contents with counts, and the posts beside them', async () => {
  const store = openStore(withKey);
  store.actions.goTo({ kind: 'archive', of: { file: await carFile() } });
  await until(store, (state) => isChecked(state) && isListed(state));
  const state = store.getState();
  const lines = currentLines(state).map(({ name, ...line }) => [
    name,
    line.kind === 'place' && line.notes?.at(-1),
  ]);
  expect(lines.slice(lines.findIndex(([name]) => name === 'app.bsky.actor'))).toEqual([
    ['app.bsky.actor', false],
    ['profile', '1'],
    ['app.bsky.feed', false],
    ['post', '2'],
    ['com.example.garden', false],
    ['plant', '1'],
  ]);
  expect(currentSource(state)).toBe('alice.car');
  expect(currentArchive(state)?.signature.value).toMatchObject({ status: 'current' });
  expect(currentList(state)?.address).toMatchObject({ kind: 'archiveCollection', collection: POSTS });
  // The lists that the network has of its account are offered.
  expect(selection(state).account).toBe(DID);
});

test('a record of it opens beside its list, and is proved without asking for it', async () => {
  const store = openStore(withKey);
  const of = { file: await carFile() };
  store.actions.goTo({ kind: 'archiveCollection', of, collection: POSTS });
  await until(store, isListed);
  expect(selectedRow(store.getState())?.opens).toMatchObject({ rkey: '3k22222222223' });
  store.actions.openRow();
  await until(store, (state) => shownVerdict(state) === 'signed');
  expect(JSON.parse(shownRecord(store.getState())?.record.value?.json ?? '')).toEqual({ text: 'second' });
  expect(selection(store.getState()).record).toMatchObject({ kind: 'record', repo: DID });
  store.actions.up();
  expect(store.getState().visit.address).toMatchObject({ kind: 'archiveCollection' });
  store.actions.up();
  expect(store.getState().visit.address).toEqual({ kind: 'archive', of });
  // The list that one comes from stands beside the contents.
  expect(store.getState().visit.preview).toMatchObject({ kind: 'archiveCollection', collection: POSTS });
});

const record = (file: string, rkey: string): Address => ({
  kind: 'archiveRecord',
  of: { file },
  collection: POSTS,
  rkey,
});

test('a record that was changed is marked, said to be so, and listed; those beside it hold', async () => {
  const file = await carFile(change('first'));
  const store = openStore(withKey);
  store.actions.goTo(record(file, '3k22222222222'));
  await until(store, (state) => shownVerdict(state) === 'block-hash' && isListed(state));
  expect(currentList(store.getState())?.summary).toBe('alice.car · 1 problem');
  store.actions.goTo(record(file, '3k22222222223'));
  await until(store, (state) => shownVerdict(state) === 'signed');
  expect(currentLines(store.getState())).toContainEqual(
    expect.objectContaining({ name: 'problems', notes: ['1'] }),
  );
  store.actions.goTo({ kind: 'archiveProblems', of: { file } });
  await until(store, isListed);
  expect(selectedRow(store.getState())).toMatchObject({
    cells: ['block-hash', `${POSTS}/3k22222222222`, expect.stringContaining('hash')],
    opens: record(file, '3k22222222222'),
  });
});

test('with nobody to ask for the key nothing is said to be signed', async () => {
  const store = openStore();
  store.actions.goTo(record(await carFile(), '3k22222222222'));
  await until(store, (state) => shownVerdict(state) === 'key-unknown');
});

test('where the document has no key and the log cannot be asked, nothing is said to be signed either', async () => {
  const other = { resolve: async () => ({ did: DID, signingKey: undefined }) };
  const store = openStore(other);
  store.actions.goTo(record(await carFile(), '3k22222222222'));
  await until(store, (state) => shownVerdict(state) === 'key-unknown');
});

test('a file that is not there is said in the contents, and tried again', async () => {
  const file = await carFile();
  const store = openStore(withKey);
  const gone = `${file}.gone.car`;
  store.actions.goTo({ kind: 'archive', of: { file: gone } });
  await until(store, (state) => currentArchive(state)?.facts.status === 'failed');
  expect(currentArchive(store.getState())?.facts.error).toMatchObject({
    message: `There is no file ${gone}.`,
  });
  copyFileSync(file, gone);
  store.actions.reload();
  await until(store, isChecked);
});

test('what is copied of an archive is what the network calls it', async () => {
  const store = openStore(withKey);
  const file = await carFile();
  store.actions.goTo({ kind: 'archive', of: { file } });
  await until(store, (state) => isChecked(state) && isListed(state));
  const copied = () =>
    Object.fromEntries(
      copyOptions(store.getState()).flatMap(({ id, text }) => (typeof text === 'string' ? [[id, text]] : [])),
    );
  expect(copied()).toMatchObject({ uri: `at://${DID}/${POSTS}`, did: DID, address: `car:${file}` });
  store.actions.focus('profile');
  expect(copied()).toMatchObject({ uri: `at://${DID}`, web: `https://bsky.app/profile/${DID}` });
  store.actions.goTo(record(file, '3k22222222222'));
  await until(store, (state) => shownVerdict(state) === 'signed');
  expect(copied()).toMatchObject({
    uri: `at://${DID}/${POSTS}/3k22222222222`,
    rkey: '3k22222222222',
    web: `https://bsky.app/profile/${DID}/post/3k22222222222`,
    address: `car:${file}#${POSTS}/3k22222222222`,
  });
});

test('what an archive still waits for ends with the program', async () => {
  const asked = deferred<AbortSignal>();
  const resolve: Resolve = (_did, { signal }) => {
    asked.resolve(signal);
    return new Promise<never>(() => {});
  };
  const store = openStore({ resolve });
  store.actions.goTo({ kind: 'archive', of: { file: await carFile() } });
  const signal = await asked.promise;
  expect(signal.aborted).toBe(false);
  store.close();
  expect(signal.aborted).toBe(true);
});
