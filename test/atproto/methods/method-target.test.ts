import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../src/atproto/identity/identity.js';
import { isAskedAsAccount } from '../../../src/atproto/methods/asked-as.js';
import { methodTarget } from '../../../src/atproto/methods/method-target.js';
import type { QueryParam } from '../../../src/atproto/methods/query-params.js';
import type { SessionAccount } from '../../../src/atproto/session/session.js';

const PDS = 'https://pds.example';
const identity: Identity = {
  did: 'did:plc:bob',
  handle: 'bob.test',
  pds: 'https://other.example',
  signingKey: undefined,
  document: { service: [{ id: '#bsky_fg', type: 'Feed', serviceEndpoint: 'https://feeds.example' }] },
  fetchedAt: 0,
  cached: false,
};
const me: SessionAccount = {
  did: 'did:plc:me',
  handle: 'me.test',
  pds: PDS,
  since: 0,
  state: 'active',
  access: 'password',
};

const ask = (
  nsid: string,
  {
    as,
    service,
    params = [],
    none = false,
  }: { as?: SessionAccount; service?: string; params?: QueryParam[]; none?: boolean } = {},
) =>
  methodTarget(
    { nsid, params, service },
    {
      appview: 'https://appview.example',
      services: {
        relays: none ? [] : ['https://relay.example'],
        directory: none ? undefined : 'https://directory.example',
      },
      current: as,
      resolve: async () => identity,
    },
  ).then((target) =>
    target.kind === 'host'
      ? `${target.policy} ${target.origin.origin}`
      : [target.kind, ...('proxy' in target && target.proxy ? [target.proxy] : [])].join(' '),
  );

const bob: QueryParam[] = [['repo', 'bob.test']];

describe('without a service a query goes to who answers such ones', () => {
  test.each([
    ['app.bsky.actor.getProfile', {}, 'viewer'],
    ['com.atproto.label.queryLabels', {}, 'viewer'],
    ['com.atproto.identity.resolveHandle', { as: me }, 'configured https://appview.example'],
    ['com.atproto.repo.listRecords', { params: bob }, 'stranger https://other.example'],
    [
      'com.atproto.sync.getLatestCommit',
      { params: [['did', 'did:plc:bob']] as QueryParam[], as: me },
      'stranger https://other.example',
    ],
    ['com.atproto.sync.listHosts', {}, 'configured https://relay.example'],
    ['com.atproto.sync.listReposByCollection', {}, 'configured https://directory.example'],
    ['com.atproto.server.getSession', { as: me }, 'own'],
    ['com.atproto.repo.listMissingBlobs', { as: me }, 'own'],
    ['com.atproto.temp.checkSignupQueue', { as: me }, 'own'],
    ['chat.bsky.convo.listConvos', { as: me }, 'own did:web:api.bsky.chat#bsky_chat'],
  ])('%s %j: %s', async (nsid, given, target) => expect(await ask(nsid, given)).toBe(target));
});

describe('a query that nobody is known to answer is refused in a sentence', () => {
  test.each([
    ['com.atproto.server.describeServer', {}, /signs in\. com\.atproto\.server\.describeServer@HOST/],
    ['chat.bsky.convo.listConvos', {}, /:account\.sign-in signs in/],
    ['com.atproto.sync.listRepos', {}, /names no repository here/],
    ['com.atproto.sync.listHosts', { none: true }, /@HOST asks a host/],
    ['com.example.a.b', { as: me }, /^Nobody is known to answer com\.example\.a\.b/],
    ['app.bsky.feed.getPosts', { service: 'pds' }, /signs in/],
    ['app.bsky.feed.getPosts', { service: 'did:plc:bob#nothing' }, /names no service “nothing”/],
  ])('%s %j', async (nsid, given, sentence) => {
    await expect(ask(nsid, given)).rejects.toMatchObject({
      name: 'SentenceError',
      message: expect.stringMatching(sentence),
    });
  });
});

describe('a service that is named is asked as nobody, unless it is the own PDS', () => {
  test.each([
    [{ service: 'a.test', as: me }, 'configured https://a.test'],
    [{ service: 'http://localhost:2583', as: me }, 'configured http://localhost:2583'],
    [{ service: 'pds.example', as: me }, 'own'],
    [{ service: 'pds.example' }, 'configured https://pds.example'],
    [{ service: 'http://pds.example', as: me }, 'configured http://pds.example'],
    [{ service: 'pds.example:8443', as: me }, 'configured https://pds.example:8443'],
    [{ service: 'pds', as: me }, 'own'],
    [{ service: 'appview', as: me }, 'configured https://appview.example'],
    [{ service: 'did:plc:bob', as: me }, 'stranger https://other.example'],
    [{ service: 'did:plc:bob#bsky_fg', as: me }, 'stranger https://feeds.example'],
  ])('%j: %s', async (given, target) => {
    expect(await ask('app.bsky.actor.getProfile', given)).toBe(target);
    if (target === 'own') expect(isAskedAsAccount('app.bsky.actor.getProfile', given.service)).toBe(true);
  });
});
