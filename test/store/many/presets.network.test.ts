import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { firstTidAt } from '../../../src/atproto/tid.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { takenItems } from '../../../src/store/lists/marked-rows.js';
import { currentMarks } from '../../../src/store/lists/marks.js';
import { shownItems } from '../../../src/store/lists/shown-items.js';
import { readDateSpan } from '../../../src/text/date-span.js';
import { spell } from '../../../src/text/sentence.js';
import { type Author, post, type StrongRef, signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { asAdmin, takeDown } from '../../network/take-down.js';
import { quiet, until } from '../../support/quiet-store.js';
import { freshHandle, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

/** A store of somebody who is signed in, at a collection of theirs. */
async function at(author: Author, client: AtClient, collection: string): Promise<AppStore> {
  const store = createAppStore({ client, ...quiet });
  onTestFinished(() => store.close());
  store.actions.goTo({ kind: 'collection', repo: author.did, collection });
  await until(store, (state) => currentList(state)?.status === 'ready');
  return store;
}

async function signedIn(author: Author): Promise<AtClient> {
  const { client } = await startRun(network);
  await client.sessions.signIn({ identifier: author.did, password: author.password ?? '' });
  return client;
}

const someone = (name: string): Promise<Author> => signUp(network.pds, freshHandle(name));

async function deleteAccount(did: string): Promise<void> {
  const answer = await fetch(`${network.pds}/xrpc/com.atproto.admin.deleteAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: asAdmin },
    body: JSON.stringify({ did }),
  });
  expect(answer.status).toBe(200);
}

const marked = (store: AppStore): string[] => [...(currentMarks(store.getState())?.keys ?? [])].sort();
const said = (store: AppStore): string => spell(store.getState().notice?.text ?? '', store.getState().words);

async function ended(store: AppStore): Promise<void> {
  await until(store, ({ jobs, notice }) => jobs.length === 0 && notice !== undefined);
}

const follow = (did: string) => ({
  collection: 'app.bsky.graph.follow',
  value: { subject: did, createdAt: '2024-02-21T00:00:00Z' },
});

test('marks posts of before a date by what they say, else by their key, on all pages, and shows them alone', async () => {
  const author = await signUpWithPassword(network.pds, 'older');
  function written(createdAt: string | undefined, time: string, text = 'words') {
    const rkey = firstTidAt(Date.parse(time));
    const value = { text, ...(createdAt !== undefined && { createdAt }) };
    return { collection: 'com.example.garden.note', rkey, value };
  }
  const many = Array.from({ length: 150 }, (_, index) =>
    written(undefined, new Date(Date.UTC(2024, 5, 1) + index * 60_000).toISOString()),
  );
  const refs = await author.write([
    written('2023-05-01T12:00:00Z', '2023-05-01T12:00:00Z', 'old'),
    written('2023-05-02T12:00:00Z', '2024-07-01T12:00:00Z', 'imported'),
    written('2024-08-01T12:00:00Z', '2023-04-01T12:00:00Z', 'of a later date'),
    written(undefined, '2023-06-01T12:00:00Z', 'without a date'),
    { collection: 'com.example.garden.note', rkey: 'about', value: { text: 'neither' } },
    ...many,
  ]);
  const store = await at(author, await signedIn(author), 'com.example.garden.note');
  const date = readDateSpan('2024');
  if (!date.ok) throw new Error(date.reason);
  store.actions.markOlder(date.value);
  await ended(store);

  const wanted = [refs[0], refs[1], refs[3]].map((ref) => ref?.uri).sort();
  expect(marked(store)).toEqual(wanted);
  expect(said(store)).toBe(
    'Marked 3 of 155 records: they say that they are from before 2024. Of 1 only the key says so. By their keys 1 was written later than that. Of 1 nothing says when. :many.delete deletes them.',
  );
  await until(store, (state) => currentList(state)?.filter?.scanned === 155);
  const list = currentList(store.getState());
  expect(list?.filter?.text).toBe(':marked');
  const shown = [...(list ? shownItems(list) : [])].map((item) => list?.listing?.key(item));
  expect(shown.sort()).toEqual(wanted);
  expect([...(list ? takenItems(list, currentMarks(store.getState())) : [])]).toHaveLength(3);
});

test('of rows that a filter leaves, only those are marked', async () => {
  const author = await signUpWithPassword(network.pds, 'filtered');
  const value = (text: string) => ({ text, createdAt: '2023-05-01T12:00:00Z' });
  const [red] = await author.write([
    { collection: 'com.example.garden.note', value: value('red') },
    { collection: 'com.example.garden.note', value: value('blue') },
  ]);
  const store = await at(author, await signedIn(author), 'com.example.garden.note');
  store.actions.openFilter();
  store.actions.edit({ kind: 'insert', text: 'red' });
  store.actions.closeOverlay();
  const date = readDateSpan('2024-01-01');
  if (!date.ok) throw new Error(date.reason);
  store.actions.markOlder(date.value);
  await ended(store);
  expect(marked(store)).toEqual([red?.uri]);
  expect(said(store)).toContain('Marked 1 of the 1 records that pass the filter');
});

describe('what points to something that is gone', () => {
  test('follows of deleted accounts are marked; those that may come back are told, and marked when asked for', async () => {
    const author = await signUpWithPassword(network.pds, 'dangling');
    const [there, deleted, left, down] = await Promise.all(['a', 'b', 'c', 'd'].map(someone));
    const nobody = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
    const refs = await author.write(
      [there?.did, deleted?.did, left?.did, down?.did, nobody].map((did = '') => follow(did)),
    );
    await deleteAccount(deleted?.did ?? '');
    await post(network.pds, 'com.atproto.server.deactivateAccount', {}, left?.token);
    await takeDown(network.pds, down?.did ?? '');
    await network.processAll();
    const store = await at(author, await signedIn(author), 'app.bsky.graph.follow');

    store.actions.markDangling(false);
    await ended(store);
    const uris = (indexes: number[]) => indexes.map((index) => refs[index]?.uri).sort();
    expect(marked(store)).toEqual(uris([1, 4]));
    expect(said(store)).toMatch(
      /^Marked 2 of 5 follows: what they point to is gone\. :many\.delete deletes them\. 2 point to accounts/,
    );

    store.actions.dismissNotice();
    store.actions.markDangling(true);
    await ended(store);
    expect(marked(store)).toEqual(uris([1, 2, 3, 4]));
    expect(said(store)).toBe(
      'Marked 4 of 5 follows: what they point to is gone, or away. :many.delete deletes them.',
    );
  });

  test('replies whose thread or parent is gone, at the host of whoever wrote it, and no others', async () => {
    const author = await signUpWithPassword(network.pds, 'replies');
    const other = await someone('asked');
    const createdAt = '2024-02-21T00:00:00Z';
    const words = (text: string, reply?: { root: StrongRef; parent: StrongRef }) => ({
      collection: 'app.bsky.feed.post',
      value: { text, createdAt, ...(reply && { reply }) },
    });
    const [root, lost, stays] = await other.write([words('root'), words('lost'), words('stays')]);
    if (!root || !lost || !stays) throw new Error('nothing was written');
    const [parent] = await other.write([words('parent', { root, parent: root })]);
    if (!parent) throw new Error('nothing was written');
    const mine = await author.write([
      words('to what is gone', { root: lost, parent: lost }),
      words('to a reply that is gone', { root, parent }),
      words('to what is there', { root: stays, parent: stays }),
      words('to nobody'),
    ]);
    await other.delete('app.bsky.feed.post', lost.uri.split('/').at(-1) ?? '');
    await other.delete('app.bsky.feed.post', parent.uri.split('/').at(-1) ?? '');
    await network.processAll();
    const store = await at(author, await signedIn(author), 'app.bsky.feed.post');
    store.actions.markDangling(false);
    await ended(store);
    expect(marked(store)).toEqual([mine[0]?.uri, mine[1]?.uri].sort());
    expect(said(store)).toBe(
      'Marked 2 of 3 replies: what they point to is gone, of 1 the whole thread. :many.delete deletes them.',
    );
  });
});
