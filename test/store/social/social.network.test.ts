import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import { toldState } from '../../../src/lenses/own-state.js';
import { type Address, formatAddress } from '../../../src/places/address.js';
import { currentAccount } from '../../../src/store/accounts/accounts-selectors.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { rowAt } from '../../../src/store/lists/selected-row.js';
import { lookAt } from '../../../src/store/social/look.js';
import type { AccountTarget, PostTarget, Target } from '../../../src/store/social/target.js';
import { targetsOf } from '../../../src/store/social/targets.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { spell } from '../../../src/text/sentence.js';
import { profileLines } from '../../../src/tui/views/profile-lines.js';
import { selectedOwnList } from '../../../src/tui/views/social-lists.js';
import { error } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { type Author, signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { quiet, until } from '../../support/quiet-store.js';
import { defaultWords } from '../../support/screen/screen-fixtures.js';
import { freshHandle, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

let network: SeededNetwork;
/** Who things are done to. */
let bob: Author;
let post: PostTarget;

beforeAll(async () => {
  network = await useSeededNetwork();
  bob = await signUp(network.pds, freshHandle('bob'));
  const [written] = await bob.write([record('app.bsky.feed.post', { text: 'A post of mine.' })]);
  post = { kind: 'post', uri: written!.uri, cid: written!.cid, name: 'the post of @bob' };
  await network.processAll();
});

const record = (collection: string, value: Record<string, unknown>) => ({
  collection,
  value: { createdAt: new Date().toISOString(), ...value },
});

/** Somebody at a store, with what the two say to each other. */
async function open(service = network.pds) {
  const me = await signUpWithPassword(network.pds, 'doer');
  await network.processAll();
  const { client, folder } = await startRun(network);
  await client.sessions.signIn({ identifier: me.did, password: me.password, service });
  const store = createAppStore({
    client,
    ...quiet,
    words: defaultWords,
    undo: new UndoFiles(join(folder, 'undo')),
  });
  onTestFinished(() => store.close());
  const account: AccountTarget = { kind: 'account', did: bob.did, name: '@bob' };

  /** What is said next. */
  async function said(act: () => void): Promise<string> {
    store.actions.dismissNotice();
    act();
    await until(store, ({ notice }) => notice !== undefined);
    const notice = store.getState().notice!;
    const why = notice.error === undefined ? '' : ` ${errorSentence(notice.error, defaultWords)}`;
    return `${spell(notice.text, defaultWords)}${why}`;
  }
  async function records(collection: string): Promise<readonly unknown[]> {
    const query = new URLSearchParams({ repo: me.did, collection });
    const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
    return ((await answer.json()) as { records: { value: unknown }[] }).records.map(({ value }) => value);
  }
  async function told(target: Target) {
    await network.processAll();
    return (await lookAt(client, target)).own;
  }
  async function undo(): Promise<string> {
    return await said(() => store.actions.undoLast());
  }
  return { me, client, store, account, said, records, told, undo };
}

const blank = { told: {} };

describe('an account', () => {
  test('is followed at once, once, and not any more once that is undone', async () => {
    const { store, account, said, records, told, undo } = await open();
    const follow = () => store.actions.act('follow', { target: account, ...blank });
    expect(await said(follow)).toBe('You follow @bob now. U undoes it.');
    expect(await records('app.bsky.graph.follow')).toMatchObject([{ subject: bob.did }]);
    expect(await said(follow)).toBe('You follow @bob already.');
    expect((await told(account)).following).toMatch(/^at:\/\/.*\/app\.bsky\.graph\.follow\/3/);
    expect(await undo()).toContain('Undone: followed @bob.');
    expect(store.getState().own.get(bob.did)?.following).toBe(false);
    expect(await records('app.bsky.graph.follow')).toEqual([]);
    expect((await told(account)).following).toBe(false);
  });

  test('that another program follows is not followed a second time, whether or not the AppView tells', async () => {
    const { me, store, account, said, records, client } = await open();
    await me.write([record('app.bsky.graph.follow', { subject: bob.did })]);
    const follow = () => store.actions.act('follow', { target: account, ...blank });
    // The AppView cannot be asked: one's own records tell.
    const { getProfile } = client.appview;
    client.appview.getProfile = () => Promise.reject(new Error('It is away.'));
    expect(await said(follow)).toBe('You follow @bob already.');
    client.appview.getProfile = getProfile;
    await network.processAll();
    expect(await said(follow)).toBe('You follow @bob already.');
    expect(await records('app.bsky.graph.follow')).toHaveLength(1);
    // And what is followed by another program can be unfollowed, and followed again by undoing.
    const unfollow = () => store.actions.act('unfollow', { target: account, ...blank });
    expect(await said(unfollow)).toBe('You do not follow @bob any more. U undoes it.');
    expect(await said(unfollow)).toBe('You do not follow @bob.');
    expect(await records('app.bsky.graph.follow')).toEqual([]);
  });

  test('is shown as followed before the PDS has answered, and as it was once that refuses', async () => {
    const pds = await startService({}, { upstream: network.pds });
    onTestFinished(() => pds.close());
    const { store, account, said, records } = await open(pds.origin);
    const at: Address = { kind: 'repo', repo: bob.did };
    store.actions.goTo(at);
    await until(store, (state) => currentAccount(state)?.profile.status === 'ready');
    function lines(): readonly string[] {
      const state = store.getState();
      const names = { names: state.names, version: state.namesVersion };
      return profileLines(currentAccount(state)!, 40, defaultWords, state.session?.did, names).map((line) =>
        line.trim(),
      );
    }
    expect(lines()).toContain('0 followers · 0 follows · 1 posts');
    pds.answers.set('com.atproto.repo.putRecord', error(403, 'Forbidden', 'Not on this day'));
    store.actions.act('follow', { target: account, ...blank });
    expect(lines()).toContain('you follow');
    expect(lines()).toContain('1 follower · 0 follows · 1 posts');
    await until(store, ({ notice }) => notice !== undefined);
    const { notice } = store.getState();
    expect(`${spell(notice!.text, defaultWords)} ${errorSentence(notice!.error)}`).toMatch(
      /^@bob is not followed\. .*403 Forbidden.*Not on this day/,
    );
    expect(lines()).not.toContain('you follow');
    expect(lines()).toContain('0 followers · 0 follows · 1 posts');
    expect(await said(() => store.actions.undoLast())).toContain('There is nothing to undo');
    // It can be tried again.
    pds.answers.delete('com.atproto.repo.putRecord');
    expect(await said(() => store.actions.act('follow', { target: account, ...blank }))).toMatch(
      /^You follow/,
    );
    expect(await records('app.bsky.graph.follow')).toHaveLength(1);
  });

  test.each(['block', 'mute'] as const)('%s asks first, with the cursor on leaving it', async (id) => {
    const { store, account, said, told, undo } = await open();
    const member = id === 'block' ? 'blocking' : 'muted';
    store.actions.act(id, { target: account, ...blank });
    expect(store.getState().overlay).toMatchObject({
      kind: 'ask',
      choices: [{ key: 'keep' }, { key: 'do' }],
    });
    store.actions.answerAsked('keep');
    expect((await told(account))[member]).toBe(false);
    store.actions.act(id, { target: account, ...blank });
    const done = await said(() => store.actions.answerAsked('do'));
    expect(done).toBe(`You ${id} @bob now. U undoes it.`);
    expect((await told(account))[member]).not.toBe(false);
    expect(await undo()).toContain(`Undone: ${id === 'block' ? 'blocked' : 'muted'} @bob.`);
    expect((await told(account))[member]).toBe(false);
    expect(store.getState().own.get(bob.did)?.[member]).toBe(false);
  });

  test('that blocks is not followed, and oneself is nobody to follow', async () => {
    const { me, store, account, said, records } = await open();
    await bob.write([record('app.bsky.graph.block', { subject: me.did })]);
    await network.processAll();
    const refused = await said(() => store.actions.act('follow', { target: account, ...blank }));
    expect(refused).toBe('@bob is not followed. @bob blocks you, so that apps do not count a follow.');
    expect(await records('app.bsky.graph.follow')).toEqual([]);
    const self = { kind: 'account', did: me.did, name: '@me' } as const;
    expect(await said(() => store.actions.act('follow', { target: self, ...blank }))).toMatch(/^This is you/);
  });

  test('is put on a list of one’s own, and taken off', async () => {
    const { me, store, account, said, told, undo } = await open();
    const purpose = 'app.bsky.graph.defs#curatelist';
    const [list] = await me.write([record('app.bsky.graph.list', { name: 'Painters', purpose })]);
    await network.processAll();
    store.actions.openOwnLists(account);
    await until(store, (state) => selectedOwnList(state) !== undefined);
    const target = { kind: 'membership', did: bob.did, list: list!.uri, name: '@bob', listName: '' } as const;
    const turn = () => store.actions.turnListed(selectedOwnList(store.getState())!);
    expect(await said(turn)).toBe('@bob stands on “Painters” now. U undoes it.');
    expect((await told(target)).listed).toMatch(/listitem/);
    expect(selectedOwnList(store.getState())?.listed).toMatch(/listitem/);
    expect(await said(turn)).toBe('@bob does not stand on “Painters” any more.');
    expect((await told(target)).listed).toBe(false);
    expect(await undo()).toContain('Undone: took @bob off “Painters”.');
    expect((await told(target)).listed).toMatch(/listitem/);
    expect(selectedOwnList(store.getState())?.listed).toMatch(/listitem/);
  });
});

test.each([
  'like',
  'repost',
  'bookmark',
] as const)('a post: %s, and its opposite, and U for each', async (id) => {
  const { store, said, told, undo } = await open();
  const member = id === 'bookmark' ? 'bookmarked' : id;
  const act = (which: Parameters<typeof store.actions.act>[0]) => () =>
    store.actions.act(which, { target: { ...post, cid: undefined }, ...blank });
  expect(await said(act(id))).toMatch(/^You (like|reposted|bookmarked) the post of @bob/);
  expect((await told(post))[member]).not.toBe(false);
  expect(await said(act(id))).toMatch(/ already\.$/);
  expect(await undo()).toMatch(/^Undone: /);
  expect((await told(post))[member]).toBe(false);
  await said(act(id));
  await network.processAll();
  await said(act(`un${id}`));
  expect((await told(post))[member]).toBe(false);
  expect(await undo()).toMatch(/^Undone: took /);
  expect((await told(post))[member]).not.toBe(false);
});

test.each(['mute-list', 'block-list'] as const)('a list: %s asks, and U undoes it', async (id) => {
  const { me, store, said, told, undo } = await open();
  const purpose = 'app.bsky.graph.defs#modlist';
  const [list] = await me.write([record('app.bsky.graph.list', { name: 'Loud', purpose })]);
  await network.processAll();
  const target = { kind: 'list', uri: list!.uri, name: '“Loud”' } as const;
  const member = id === 'mute-list' ? 'muted' : 'blocked';
  store.actions.act(id, { target, ...blank });
  expect(await said(() => store.actions.answerAsked('do'))).toMatch(/^You (mute|block) all on “Loud” now\./);
  expect((await told(target))[member]).not.toBe(false);
  expect(await undo()).toMatch(/^Undone: /);
  expect((await told(target))[member]).toBe(false);
});

test('a sign-in that may not write that is offered one that may', async () => {
  const pds = await startService({}, { upstream: network.pds });
  onTestFinished(() => pds.close());
  const { store, account, records } = await open(pds.origin);
  const missing = 'Missing required scope "repo:app.bsky.graph.follow?action=create"';
  pds.answers.set('com.atproto.repo.putRecord', error(403, 'ScopeMissingError', missing));
  store.actions.act('follow', { target: account, ...blank });
  await until(store, ({ overlay }) => overlay?.kind === 'write-level');
  expect(store.getState().own.get(bob.did)?.following).toBeUndefined();
  expect(await records('app.bsky.graph.follow')).toEqual([]);
});

test('rows say at once what was done to whom is in them', async () => {
  const { store, said } = await open();
  const { alice } = network.seed;
  store.actions.goTo({ kind: 'followers', repo: alice.did });
  await until(store, (state) => currentList(state)?.status === 'ready');
  store.actions.focus('list');
  const list = () => currentList(store.getState())!;
  const first = () => rowAt(store.getState(), list(), 0)!;
  const relation = () =>
    first().cells[list().listing!.columns.findIndex(({ title }) => title === 'relation')];
  expect(relation()).toBe('');
  expect(targetsOf(store.getState()).account).toMatchObject({ did: first().did });
  store.actions.act('follow');
  expect(relation()).toBe('you follow');
  await until(store, ({ notice }) => notice !== undefined);
  await said(() => store.actions.act('unfollow'));
  expect(relation()).toBe('');
  expect(formatAddress(first().opens!)).not.toBe('');
});

test('a deleted post that nobody has any more is not liked without a word', async () => {
  const { store, said, records } = await open();
  const uri = `at://${bob.did}/app.bsky.feed.post/3kaaaaaaaaa2z`;
  const target: PostTarget = { kind: 'post', uri, cid: undefined, name: 'the post of @bob' };
  expect(await said(() => store.actions.act('like', { target, ...blank }))).toBe(
    'The post of @bob is not liked. The post of @bob could not be found: neither the AppView nor its PDS has it.',
  );
  expect(await records('app.bsky.feed.like')).toEqual([]);
  expect(toldState(undefined)).toEqual({});
});
