import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { writeMany } from '../../../src/jobs/changes/write-many.js';
import { type AccountsAct, ownLists, planAccounts } from '../../../src/jobs/many/account-plan.js';
import { ManyFiles } from '../../../src/keep/many-files.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';
import { type Author, post, signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { freshHandle, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const FOLLOW: AccountsAct = { kind: 'record', collection: 'app.bsky.graph.follow', makes: true };
const UNFOLLOW: AccountsAct = { kind: 'record', collection: 'app.bsky.graph.follow', makes: false };
const MUTE: AccountsAct = {
  kind: 'call',
  nsid: 'app.bsky.graph.muteActor',
  opposite: 'app.bsky.graph.unmuteActor',
  makes: true,
};

let network: SeededNetwork;
let others: readonly Author[];

beforeAll(async () => {
  network = await useSeededNetwork();
  others = await Promise.all(['a', 'b', 'c', 'd'].map((name) => signUp(network.pds, freshHandle(name))));
  await network.processAll();
});

const didOf = (index: number): string => others[index]?.did ?? '';

async function someone() {
  const author = await signUpWithPassword(network.pds, 'many');
  const { client, folder } = await startRun(network);
  await client.sessions.signIn({ identifier: author.did, password: author.password });
  const undo = new UndoFiles(join(folder, 'undo'));
  const files = new ManyFiles(join(folder, 'many'));
  const { did } = author;
  const signal = AbortSignal.timeout(60_000);
  const plan = (act: AccountsAct, dids: readonly string[]) =>
    planAccounts(client, act, dids, { did, signal });
  return {
    author,
    client,
    plan,
    async make(act: AccountsAct, dids: readonly string[]) {
      const { items } = await plan(act, dids);
      const { id } = await undo.begin({ did, title: 'many', changes: [] });
      const kept = await files.create({ did, verb: 'do many', title: 'many', undo: id, items });
      return await writeMany({ client, undo, files }, kept, { signal });
    },
    subjects: (collection: string) => subjectsOf(client, did, collection),
  };
}

async function subjectsOf(client: AtClient, repo: string, collection: string): Promise<string[]> {
  const page = await client.repo(await client.resolve(repo)).list(collection, undefined);
  return Array.from({ length: page.items.length }, (_, index) => {
    const { value } = page.items.at(index)?.value() as { value: { subject: string } };
    return value.subject;
  }).sort();
}

test('follows those that are not followed: not oneself, not twice, nobody who is gone or blocks one', async () => {
  const { author, client, plan, make, subjects } = await someone();
  const [already] = await author.write([
    {
      collection: 'app.bsky.graph.follow',
      value: { subject: didOf(0), createdAt: new Date().toISOString() },
    },
  ]);
  await others[1]?.write([
    {
      collection: 'app.bsky.graph.block',
      value: { subject: author.did, createdAt: new Date().toISOString() },
    },
  ]);
  await network.processAll();
  const gone = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
  const asked = [author.did, ...others.map(({ did }) => did), didOf(2), gone];
  const planned = await plan(FOLLOW, asked);
  expect(planned.dids).toEqual([didOf(2), didOf(3)]);
  expect(Object.fromEntries(planned.passedOver)).toEqual({
    yourself: 1,
    'so-already': 1,
    'blocks-you': 1,
    'not-shown': 1,
  });

  const outcomes = await make(FOLLOW, asked);
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
  expect(await subjects('app.bsky.graph.follow')).toEqual([didOf(0), didOf(2), didOf(3)].sort());
  const still = await (await client.writer()).read(
    'app.bsky.graph.follow',
    already?.uri.split('/').at(-1) ?? '',
  );
  expect(still?.cid).toBe(already?.cid);

  expect((await make(FOLLOW, asked)).length).toBe(0);
  await make(UNFOLLOW, [didOf(0), didOf(2), didOf(1)]);
  expect(await subjects('app.bsky.graph.follow')).toEqual([didOf(3)]);
});

test('two follows of the same account both go', async () => {
  const { author, make, subjects } = await someone();
  const value = { subject: didOf(0), createdAt: '2024-02-21T00:00:00Z' };
  await author.write([
    { collection: 'app.bsky.graph.follow', value },
    { collection: 'app.bsky.graph.follow', value },
  ]);
  expect(await subjects('app.bsky.graph.follow')).toHaveLength(2);
  await make(UNFOLLOW, [didOf(0)]);
  expect(await subjects('app.bsky.graph.follow')).toEqual([]);
});

test('puts accounts on one of several lists, each once', async () => {
  const { author, client, plan, make } = await someone();
  const list = (name: string) => ({
    collection: 'app.bsky.graph.list',
    value: { name, purpose: 'app.bsky.graph.defs#curatelist', createdAt: new Date().toISOString() },
  });
  const [one, two] = await author.write([list('one'), list('two')]);
  await author.write([
    {
      collection: 'app.bsky.graph.listitem',
      value: { list: two?.uri, subject: didOf(0), createdAt: new Date().toISOString() },
    },
  ]);
  const found = await ownLists(client, author.did, AbortSignal.timeout(60_000));
  expect(found.map(({ name }) => name).sort()).toEqual(['one', 'two']);
  const onTo = (uri: string | undefined): AccountsAct => ({
    kind: 'record',
    collection: 'app.bsky.graph.listitem',
    makes: true,
    list: uri ?? '',
  });
  expect((await plan(onTo(two?.uri), [didOf(0), didOf(1)])).dids).toEqual([didOf(1)]);
  expect((await make(onTo(one?.uri), [didOf(0), didOf(1)])).map(({ result }) => result)).toEqual([
    'done',
    'done',
  ]);
  expect((await plan(onTo(one?.uri), [didOf(0), didOf(1)])).items).toEqual([]);
});

test('mutes one by one those that are not muted yet', async () => {
  const { author, client, plan, make } = await someone();
  await post(network.pds, 'app.bsky.graph.muteActor', { actor: didOf(0) }, author.token);
  const planned = await plan(MUTE, [didOf(0), didOf(1), didOf(2)]);
  expect(planned.dids).toEqual([didOf(1), didOf(2)]);
  const outcomes = await make(MUTE, [didOf(0), didOf(1), didOf(2)]);
  expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
  const profiles = await client.appview.getProfiles([didOf(0), didOf(1), didOf(2)]);
  expect(profiles.map(({ viewer }) => viewer?.muted)).toEqual([true, true, true]);
});
