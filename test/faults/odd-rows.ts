import { field } from '../../src/text/json-fields.js';
import type { AnswerFunction, ToldAnswer } from './answer.js';
import { error, inTurn, json, jsonText } from './answers.js';
import { alice, documentOf, goodPage, goodProfile, posts, recordOf } from './house.js';
import { asks, type FaultRow } from './row.js';

const listRecords = 'com.atproto.repo.listRecords';
const odd = 'com.example.odd';
const opens = `alice.test/${posts}`;

const people = ['bob', 'carol', 'dave'].map((name) => ({
  did: `did:plc:${name[0]!.repeat(24)}`,
  handle: `${name}.test`,
  displayName: name,
}));

/** One of many profiles is odd: the others are there, and of it what is usable. */
const amongProfiles = (what: string, member: Record<string, unknown>): FaultRow => ({
  when: `one of many profiles has ${what} (dollspace-gay/Aurora-Prism#51)`,
  routes: {
    'app.bsky.actor.getProfiles': json({
      profiles: people.map((person) => (person.handle === 'carol.test' ? { ...person, ...member } : person)),
    }),
  },
  ask: asks.profiles(...people.map(({ did }) => did)),
  gives: people.map(({ did }) => ({ did })),
});

/** A profile with odd members shows the others. */
const inProfile = (what: string, members: Record<string, unknown>): FaultRow => ({
  when: `a profile has ${what} (dollspace-gay/Aurora-Prism#51)`,
  routes: { 'app.bsky.actor.getProfile': json({ ...goodProfile, ...members }) },
  ask: asks.profile,
  gives: { did: alice.did },
  screen: { opens: alice.handle, shows: [/Profile/, /@alice\.test/, /3 follows/] },
});

/** Pages such that each begins with the record of its cursor, as arroba's do. */
const inclusive: AnswerFunction = ({ query }) => {
  const first = Number(query.get('cursor')?.split('/r').at(1) ?? 0);
  const records = Array.from({ length: Math.min(100, 250 - first) }, (_, index) =>
    recordOf(posts, rkeyOf(first + index), { $type: posts, text: `post ${first + index}` }),
  );
  const last = first + records.length - 1;
  return json({ records, ...(last < 249 && { cursor: `${posts}/${rkeyOf(last)}` }) });
};
const rkeyOf = (index: number) => `r${String(index).padStart(4, '0')}`;

/** A server that keeps to the limit, and whose records are 120 kB each. */
const large: AnswerFunction = ({ query }) => {
  const first = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const records = Array.from({ length: Math.min(limit, 130 - first) }, (_, index) =>
    recordOf('com.whtwnd.blog.entry', rkeyOf(first + index), {
      $type: 'com.whtwnd.blog.entry',
      title: `entry ${first + index}`,
      content: 'x'.repeat(120_000),
    }),
  );
  const next = first + records.length;
  return json({ records, ...(next < 130 && { cursor: String(next) }) });
};

/** JSON in which a member of that name is nested as deep as no reader by recursion can follow; `JSON.stringify` is one, too. */
function withDeep(value: unknown, name: string, open = '[', inner = '7', close = ']'): ToldAnswer {
  const deep = open.repeat(20_000) + inner + close.repeat(20_000);
  return jsonText(JSON.stringify(value).replace(`"${name}":"deep"`, `"${name}":${deep}`));
}
const deepRecord = recordOf(posts, 'deep', { $type: posts, text: 'a deep one', tags: 'deep' });
const deepRecords = { records: [goodPage.records[0], deepRecord, goodPage.records[1]] };
const deepPage: Pick<FaultRow, 'ask' | 'gives' | 'screen'> = {
  ask: asks.rows(),
  gives: ['3lb', 'deep', '3la'].map((rkey) => `at://${alice.did}/${posts}/${rkey}`),
  screen: { opens, shows: [/the second post/, /a deep one/, /the first post/] },
};

/** What is odd, and costs itself only. */
export const oddRows: readonly FaultRow[] = [
  amongProfiles('a displayName of null', { displayName: null }),
  amongProfiles('a handle of null', { handle: null }),
  amongProfiles('numbers that are words', { followersCount: 'many', postsCount: {} }),
  amongProfiles('lists where text belongs', { displayName: [], description: [[]], labels: null }),
  inProfile('members of null', { displayName: null, description: null, avatar: null }),
  inProfile('members of other types', {
    displayName: 7,
    description: {},
    avatar: [],
    labels: 'no',
    viewer: null,
  }),
  inProfile('dates that are none', { createdAt: 7, indexedAt: 'yesterday' }),
  {
    when: 'one of many records is nested 20,000 lists deep',
    routes: { [listRecords]: withDeep(deepRecords, 'tags') },
    ...deepPage,
  },
  {
    when: 'one of many records is nested 20,000 objects deep, with a number of many digits in it',
    routes: { [listRecords]: withDeep(deepRecords, 'tags', '{"a":', '9007199254740993', '}') },
    ...deepPage,
  },
  {
    when: 'a record of an unknown kind is nested deep',
    routes: { [listRecords]: withDeep({ records: [recordOf(odd, 'self', { name: 'deep' })] }, 'name') },
    ask: asks.rows(odd),
    gives: [`at://${alice.did}/${odd}/self`],
    screen: { opens: `alice.test/${odd}`, shows: [/name: \[1\]/] },
  },
  {
    when: 'a record is nested deep',
    routes: { 'com.atproto.repo.getRecord': withDeep(deepRecord, 'tags') },
    ask: async (client) => {
      const value = await asks.record('deep')(client);
      return field(value, 'value', 'text');
    },
    gives: 'a deep one',
    screen: { opens: `alice.test/${posts}/deep`, shows: [/"text": "a deep one"/] },
  },
  {
    when: 'one of many profiles has labels that are nested deep',
    routes: {
      'app.bsky.actor.getProfiles': withDeep(
        {
          profiles: people.map((person) => ({ ...person, ...(person === people[1] && { labels: 'deep' }) })),
        },
        'labels',
      ),
    },
    ask: asks.profiles(...people.map(({ did }) => did)),
    gives: people.map(({ did }) => ({ did })),
  },
  {
    when: 'a profile has a member that is nested deep',
    routes: { 'app.bsky.actor.getProfile': withDeep({ ...goodProfile, pinned: 'deep' }, 'pinned') },
    ask: asks.profile,
    gives: { did: alice.did },
    screen: { opens: alice.handle, shows: [/Profile/, /@alice\.test/, /3 follows/] },
  },
  {
    when: 'one of many followers is nested deep',
    routes: {
      'app.bsky.graph.getFollowers': withDeep(
        { followers: [people[0], { ...people[1], labels: 'deep' }] },
        'labels',
      ),
    },
    ask: asks.followers,
    gives: people.slice(0, 2),
    screen: { opens: 'alice.test/followers', shows: [/bob/, /carol/] },
  },
  {
    when: 'the collections come with a document that is nested deep',
    routes: {
      'com.atproto.repo.describeRepo': withDeep({ ...alice, didDoc: 'deep', collections: [posts] }, 'didDoc'),
    },
    ask: asks.collections,
    gives: [posts],
    screen: { opens: alice.handle, shows: [/▌(?: ▸)? post/] },
  },
  {
    when: 'an error is nested deep',
    routes: {
      [listRecords]: {
        ...withDeep({ error: 'OutOfOrder', message: 'out of order', details: 'deep' }, 'details'),
        status: 500,
      },
    },
    ask: asks.page(),
    fails: { failure: 'status', status: 500 },
    says: /answered 500 OutOfOrder/,
  },
  {
    when: 'the list of records is null',
    routes: { [listRecords]: jsonText('{"records":null}') },
    ask: asks.page(),
    gives: [],
    screen: { opens, shows: [/Alice Liddell/, /No records here\./] },
  },
  {
    when: 'the collections come without handleIsCorrect',
    routes: { 'com.atproto.repo.describeRepo': json({ ...alice, didDoc: {}, collections: [posts] }) },
    ask: asks.collections,
    gives: [posts],
    screen: { opens: alice.handle, shows: [/app\.bsky\.feed/, /▌(?: ▸)? post/] },
  },
  {
    when: 'the collections come with odd members',
    routes: {
      'com.atproto.repo.describeRepo': json({
        did: 7,
        handle: null,
        didDoc: null,
        collections: [posts, null, 7],
      }),
    },
    ask: asks.collections,
    gives: [posts],
    screen: { opens: alice.handle, shows: [/▌(?: ▸)? post/] },
  },
  {
    when: 'the collections come twice, and with names that are none (snarfed/arroba#87)',
    routes: {
      'com.atproto.repo.describeRepo': json({ ...alice, didDoc: {}, collections: [posts, 'post', posts] }),
    },
    ask: asks.collections,
    gives: [posts],
    screen: { opens: alice.handle, shows: [/▌(?: ▸)? post/, /Left out: one entry/] },
  },
  {
    when: 'null stands in place of the collections',
    routes: { 'com.atproto.repo.describeRepo': json({ ...alice, didDoc: {}, collections: null }) },
    ask: asks.collections,
    gives: [],
    screen: { opens: alice.handle, shows: [/sent null in/, /taken for none/] },
  },
  {
    when: 'a collection is named that is not there (snarfed/arroba#87)',
    routes: {
      'com.atproto.repo.describeRepo': json({ ...alice, didDoc: {}, collections: [posts, odd] }),
      [listRecords]: json({ records: [] }),
    },
    ask: asks.page(odd),
    gives: [],
    screen: { opens: `alice.test/${odd}`, shows: [/Alice Liddell/, /No records here\. The server names/] },
  },
  {
    when: 'each page begins with the record of its cursor (snarfed/arroba)',
    routes: { [listRecords]: inclusive },
    ask: asks.rows(),
    gives: Array.from({ length: 250 }, (_, index) => `at://${alice.did}/${posts}/${rkeyOf(index)}`),
    asked: { [listRecords]: 3 },
    screen: { opens, shows: [/of 100/, /r0000/] },
  },
  {
    when: 'a page of a hundred records is larger than 10 MB',
    routes: { [listRecords]: large },
    ask: asks.rows('com.whtwnd.blog.entry'),
    gives: Array.from(
      { length: 130 },
      (_, index) => `at://${alice.did}/com.whtwnd.blog.entry/${rkeyOf(index)}`,
    ),
    screen: { opens: 'alice.test/com.whtwnd.blog.entry', shows: [/of 50 loaded/, /entry 0/] },
  },
  {
    when: 'the PDS speaks HTTP/2 only',
    routes: {},
    speaks: 'h2',
    ask: asks.page(),
    gives: goodPage.records,
    screen: { opens, shows: [/the second post/, /Alice Liddell/] },
  },
  {
    when: 'the document names a PDS with a query',
    routes: { '/did:*': json(documentOf('https://pds.example.com/?ref=1')) },
    ask: asks.identity,
    gives: { did: alice.did, pds: undefined },
    screen: {
      opens: alice.handle,
      shows: [/https:\/\/pds\.example\.com\/\?ref=1/],
      never: /names no PDS/,
    },
  },
  {
    when: 'the document is that of somebody else',
    routes: { '/did:*': json({ ...documentOf('https://pds.example.com'), id: 'did:plc:somebodyelse' }) },
    ask: asks.identity,
    fails: { failure: 'malformed' },
    says: /somebodyelse/,
  },
  {
    when: 'followers are no profiles',
    routes: {
      'app.bsky.graph.getFollowers': json({ subject: null, followers: [people[0], null, 7, people[1]] }),
    },
    ask: asks.followers,
    gives: [people[0], null, 7, people[1]],
    screen: { opens: 'alice.test/followers', shows: [/bob/, /carol/] },
  },
  {
    when: 'the AppView fails, and the PDS does not',
    routes: { 'app.bsky.actor.getProfile': error(500), 'app.bsky.actor.getProfiles': error(500) },
    ask: asks.page(),
    gives: goodPage.records,
    screen: { opens, shows: [/the second post/, /answered 500/] },
  },
  {
    when: 'a page fails once and then well',
    routes: { [listRecords]: inTurn({ ends: 'dropped' }, { json: goodPage, ends: 'cut' }, json(goodPage)) },
    ask: asks.page(),
    gives: goodPage.records,
    asked: { [listRecords]: 3 },
    screen: { opens, shows: [/the second post/] },
  },
  ...[
    ['2024-02-30T00:00:00Z', /2024-02-30 00:00\?/],
    ['2023-02-29T00:00:00Z', /2023-02-29 00:00\?/],
    ['0000-01-01T00:00:00.000Z', /UTC\S*\?/],
    ['0001-01-01T00:00:00Z', /UTC\S*\?/],
    ['9999-12-31T23:59:59.999Z', /UTC\S*\?/],
  ].map(
    ([createdAt, shows]): FaultRow => ({
      when: `a record was created at ${createdAt}`,
      routes: { [listRecords]: json({ records: [recordOf(odd, 'self', { createdAt })] }) },
      ask: asks.page(odd),
      gives: [{ value: { createdAt } }],
      screen: { opens: `alice.test/${odd}`, shows: [shows as RegExp] },
    }),
  ),
];
