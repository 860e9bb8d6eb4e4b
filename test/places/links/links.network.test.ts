import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { Names } from '../../../src/lenses/names.js';
import { parseAddress } from '../../../src/places/address.js';
import type { Listing, ListRow } from '../../../src/places/listing.js';
import { accountOfPlace, openListing } from '../../../src/places/listing-for.js';
import { Pager, pagerNote } from '../../../src/places/pager.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import type { Answer } from '../../faults/answer.js';
import { hang, html, huge, json, status } from '../../faults/answers.js';
import { deadOrigin, type Service, startService } from '../../faults/service.js';
import { type Author, signUp } from '../../network/author.js';
import { startBacklinks } from '../../network/backlinks-server.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { freshHandle } from '../../support/session/session-fixtures.js';

const POST = 'app.bsky.feed.post';
/** Of this run: a network that is kept has the posts of those before. */
const PAGE = `https://example.com/${freshHandle('page')}?a=b#c`;

let network: SeededNetwork;
let client: AtClient;
let alba: Author;
let bert: Author;
/** The path of the post that all that follows is about. */
let post: string;
let list: string;
const clients: AtClient[] = [];

function clientAt(backlinks: string | undefined, timeoutMs = 15_000): AtClient {
  const { plc, appview } = network;
  const made = createClient({ plc, appview, timeoutMs, services: { backlinks } });
  clients.push(made);
  return made;
}

beforeAll(async () => {
  network = await useSeededNetwork();
  client = clientAt(network.backlinks);
  [alba, bert] = await Promise.all([
    signUp(network.pds, freshHandle('alba')),
    signUp(network.pds, freshHandle('bert')),
  ]);
  const now = () => ({ createdAt: new Date().toISOString() });
  const [subject] = await alba.write([
    { collection: POST, value: { text: 'who refers to this?', ...now() } },
  ]);
  if (!subject) throw new Error('nothing was written');
  post = subject.uri.slice('at://'.length);
  const [made] = await bert.write([
    {
      collection: 'app.bsky.graph.list',
      value: { name: 'Referrers', purpose: 'app.bsky.graph.defs#curatelist', ...now() },
    },
  ]);
  list = made?.uri ?? '';
  const mention = {
    index: { byteStart: 0, byteEnd: 3 },
    features: [
      { $type: 'app.bsky.richtext.facet#mention', did: alba.did },
      { $type: 'app.bsky.richtext.facet#link', uri: PAGE },
    ],
  };
  const embed = { $type: 'app.bsky.embed.record', record: subject };
  const reply = { root: subject, parent: subject };
  await bert.write([
    { collection: 'app.bsky.feed.like', value: { subject, ...now() } },
    { collection: 'app.bsky.feed.repost', value: { subject, ...now() } },
    { collection: POST, value: { text: 'quoted', embed, ...now() } },
    ...['one', 'two', 'three'].map((text) => ({ collection: POST, value: { text, reply, ...now() } })),
    { collection: POST, value: { text: 'her', facets: [mention], ...now() } },
    { collection: 'app.bsky.graph.listitem', value: { subject: alba.did, list, ...now() } },
    { collection: 'com.example.garden.note', value: { about: [{ plants: subject.uri }] } },
  ]);
  await alba.write([{ collection: 'app.bsky.feed.like', value: { subject, ...now() } }]);
  await network.processAll();
});

afterAll(() => Promise.all(clients.map((one) => one.close())));

const aSignal = () => new AbortController().signal;
const nobody: Names = () => undefined;

async function listingAt(text: string, at = client): Promise<Listing> {
  const read = parseAddress(text);
  if (!read.ok) throw new Error(read.reason);
  const account = await accountOfPlace(read.address, (repo) => at.resolve(repo));
  const listing = await openListing(read.address, { client: at, ...account }, aSignal());
  if (!listing) throw new Error(`nothing is listed at ${text}`);
  return listing;
}

/** All rows, in pages of so many; and what is said of them as a whole. */
async function read(
  text: string,
  {
    at = client,
    order = '',
    limit = 100,
    names = nobody,
  }: { at?: AtClient; order?: string; limit?: number; names?: Names } = {},
) {
  const listing = await listingAt(text, at);
  const sized: Listing = {
    ...listing,
    load: (cursor, options) => listing.load(cursor, { ...options, limit }),
  };
  const pager = new Pager(sized, order === '' ? {} : { order });
  const rows: ListRow[] = [];
  let summary: string | undefined;
  while (pager.status.kind !== 'ended' && pager.status.kind !== 'empty') {
    const page = await pager.next({ signal: aSignal() });
    await page.rows.later;
    summary = page.rows.summary;
    for (let index = 0; index < page.rows.length; index++) rows.push(listing.row(page.rows.at(index), names));
  }
  return { rows, summary, note: pagerNote(pager.status), listing };
}

const cellsOf = ({ rows }: { readonly rows: readonly ListRow[] }) => rows.map(({ cells }) => cells);

test('a post is told with what the AppView counts beside it, and with what apps made that nobody knows', async () => {
  const told = await read(`at://${post}/links`);
  expect(cellsOf(told)).toEqual([
    ['likes', '2', '2', '2, the same', 'app.bsky.feed.like:subject.uri'],
    ['reposts', '1', '1', '1, the same', 'app.bsky.feed.repost:subject.uri'],
    ['quotes', '1', '1', '1, the same', `${POST}:embed.record.uri`],
    ['replies', '3', '1', '3, the same', `${POST}:reply.parent.uri`],
    ['posts of its thread', '3', '1', '', `${POST}:reply.root.uri`],
    ['com.example.garden.note', '1', '1', '', 'com.example.garden.note:about[].plants'],
  ]);
  const { host } = new URL(network.backlinks);
  expect(told.summary).toBe(`11 in all · Constellation ${host}, as it has indexed`);
  expect(JSON.parse((await told.listing.document?.({ signal: aSignal() })) ?? '').links).toMatchObject({
    'app.bsky.feed.repost': { '.subject.uri': { records: 1, distinct_dids: 1 } },
  });
  expect(told.listing.curl?.()).toContain(`/links/all?target=${encodeURIComponent(`at://${post}`)}`);
});

test('each kind of link leads to its records, the newest or the oldest first, page after page', async () => {
  const replies = `at://${post}/links/${POST}:reply.parent.uri`;
  const newest = await read(replies, { limit: 2 });
  const oldest = await read(replies, { limit: 2, order: 'oldest' });
  expect(newest.rows.map(({ uri }) => uri)).toEqual(oldest.rows.map(({ uri }) => uri).toReversed());
  expect(newest.rows).toHaveLength(3);
  const [first] = newest.rows;
  expect(first?.opens).toMatchObject({ kind: 'record', repo: bert.did, collection: POST });
  expect(first?.cells[1]).toBe(bert.did);
  const named = await read(replies, { names: (one) => (one === bert.did ? bert.handle : undefined) });
  expect(named.rows[0]?.cells[1]).toBe(`@${bert.handle}`);
  expect(newest.summary).toMatch(/^3 in all · app\.bsky\.feed\.post:reply\.parent\.uri · Constellation /);
  expect(oldest.listing.curl?.()).toContain('reverse=true');
  expect(cellsOf(await read(`${replies}/accounts`))).toEqual([[bert.did, bert.did]]);
});

test('an account is told with who mentions it, and with the lists that it stands on by their names', async () => {
  const told = await read(`${alba.did}/links`);
  expect(cellsOf(told).map(([what, records]) => [what, records])).toEqual([
    ['followers', '0'],
    ['mentions in posts', '1'],
    ['lists they stand on', '1'],
    ['blocked by', '0'],
  ]);
  const lists = await read(`${alba.did}/links/app.bsky.graph.listitem:subject/to/list`);
  expect(told.rows[2]?.opens).toEqual(lists.listing.address);
  expect(cellsOf(lists)).toEqual([[bert.did, `Referrers · @${bert.handle}`, '1', '1']]);
  const [, , , , rkey] = list.split('/');
  expect(lists.rows[0]?.opens).toMatchObject({ kind: 'members', repo: bert.did, rkey });
});

test('a web address is told with the posts that link to it', async () => {
  const told = await read(`links:${PAGE}`);
  expect(cellsOf(told).map(([what, records]) => [what, records])).toEqual([
    ['posts with a card of it', '0'],
    ['posts with a link to it', '1'],
  ]);
  const posts = await read(
    `links:from/${POST}:facets[].features[app.bsky.richtext.facet%23link].uri/${PAGE.replace('?', '%3F').replace('#', '%23')}`,
  );
  expect(posts.rows.map(({ did }) => did)).toEqual([bert.did]);
});

test('where no service is set, a sentence says which setting names one', async () => {
  await expect(read(`${alba.did}/links`, { at: clientAt(undefined) })).rejects.toThrow(
    /No service is set that knows what refers to what: `backlinks` in settings\.json names one/,
  );
});

test('the service of the tests refuses what Constellation refuses, with a status and nothing else', async () => {
  const server = await startBacklinks([]);
  const ask = (rest: string) =>
    fetch(`${server.origin}/xrpc/blue.microcosm.links.getBacklinks?subject=a:b&${rest}`);
  for (const rest of ['source=none', 'source=a.b.c:d&limit=1001', 'source=a.b.c:d&cursor=zz']) {
    const answer = await ask(rest);
    expect([answer.status, await answer.text()]).toEqual([400, '']);
  }
  expect(await (await ask('source=a.b.c:d')).json()).toEqual({ total: 0, records: [], cursor: null });
  await server.close();
});

const did = (at: number) =>
  `did:plc:${String(at)
    .padStart(24, 'a')
    .replaceAll(/[01890]/g, 'b')}`;
const record = (at: number) => ({ did: did(at), collection: 'a.b.c', rkey: `k${at}` });
const GET = 'blue.microcosm.links.getBacklinks';

/** A way in which the service misbehaves: what it answers, what is asked, and what is said. */
interface Fault {
  readonly when: string;
  readonly routes: Readonly<Record<string, Answer>>;
  readonly of?: string;
  readonly timeoutMs?: number;
  readonly says: RegExp;
}

const one = 'links:from/a.b.c:d/https://example.com';
const all = 'links:https://example.com';

const failing: readonly Fault[] = [
  {
    when: 'a bad source is a 400 without a word',
    routes: { [GET]: status(400) },
    says: /answered 400: it takes this target, this collection and path, or this page for none/,
  },
  { when: 'it fails', routes: { '/links/all': status(500) }, of: all, says: /answered 500/ },
  {
    when: 'it is some other service',
    routes: { '/links/all': status(404) },
    of: all,
    says: /answered 404: it does not say what refers to what. Is it a Constellation/,
  },
  { when: 'it is a web page', routes: { '/links/all': html() }, of: all, says: /a web page and not JSON/ },
  {
    when: 'counts are missing',
    routes: { '/links/all': json({ counts: {} }) },
    of: all,
    says: /does not say what refers to this: its answer has no links/,
  },
  {
    when: 'counts are ten million bytes',
    routes: { '/links/all': huge(10) },
    of: all,
    says: /larger than|too large/,
  },
  { when: 'a page is ten million bytes', routes: { [GET]: huge(10) }, says: /larger than|too large/ },
  {
    when: 'it never answers',
    routes: { '/links/all': hang() },
    of: all,
    timeoutMs: 150,
    says: /time|silent|did not answer/,
  },
  { when: 'a page has no records', routes: { [GET]: json({ total: 1 }) }, says: /has no list of records/ },
];

describe.each(failing)('when $when', ({ routes, of = one, timeoutMs, says }) => {
  test('that is said in a sentence', async () => {
    await using service = await startService(routes);
    const error = await read(of, { at: clientAt(service.origin, timeoutMs) }).catch(
      (caught: unknown) => caught,
    );
    expect(errorSentence(error)).toMatch(says);
    expect(errorSentence(error)).toContain(service.host);
  });
});

test('a service that is not there is told, too', async () => {
  const origin = await deadOrigin();
  await expect(read(all, { at: clientAt(origin) })).rejects.toThrow(new RegExp(new URL(origin).host));
});

async function readFrom(answer: Answer, use: (service: Service) => void = () => {}) {
  await using service = await startService({ [GET]: answer });
  const told = await read(one, { at: clientAt(service.origin) });
  use(service);
  return told;
}

test('a cursor that comes twice, and a page that does, end the list and are told', async () => {
  const same = await readFrom(({ query }) =>
    json({ total: 9, records: [record(query.has('cursor') ? 2 : 1)], cursor: 'ff' }),
  );
  expect(same.note).toMatch(/the same cursor twice/);
  let asked = 0;
  const endless = await readFrom(() =>
    json({ total: 9, records: [record(1)], cursor: (++asked).toString(16) }),
  );
  expect(endless.note).toMatch(/the same page twice/);
});

test('it is asked for a hundred at most, by who one is', async () => {
  await readFrom(json({ total: 0, records: [], cursor: null }), ({ asked, requests }) => {
    expect(asked).toEqual([`GET /xrpc/${GET}?subject=https%3A%2F%2Fexample.com&source=a.b.c%3Ad&limit=100`]);
    expect(requests[0]?.headers['user-agent']).toMatch(/^atscope /);
  });
});

test('a page of another shape is read as far as it can be: records of hydrant, rows that are none', async () => {
  const hydrant = await readFrom(json({ backlinks: [{ uri: `at://${did(1)}/a.b.c/k`, cid: 'bafy' }] }));
  expect(hydrant.rows[0]).toMatchObject({ did: did(1), opens: { kind: 'record', rkey: 'k' } });
  const odd = await readFrom(
    json({
      records: [7, { did: 'none' }, { ...record(1), collection: 'not an nsid' }, record(2)],
      cursor: null,
    }),
  );
  expect(odd.rows.map(({ opens, wrong }) => [opens?.kind, wrong !== undefined])).toEqual([
    [undefined, true],
    [undefined, true],
    ['repo', false],
    ['record', false],
  ]);
});

test('names that strangers chose stay on one line, are cut, and lead on; ten thousand of them are rows', async () => {
  const hostile = `evil\u001b[31m\nname\u202e${'x'.repeat(5000)}`;
  const counts = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [
      `${hostile}${at}`,
      { [`.${hostile}`]: { records: at, distinct_dids: 1 } },
    ]),
  );
  const few = Object.fromEntries(Object.entries(counts).slice(-2));
  const many = Object.fromEntries(
    Object.keys(counts).map((_, at) => [`a.b.c${at}`, { '.d': { records: at, distinct_dids: 1 } }]),
  );
  await using service = await startService({
    '/links/all': ({ query }) => json({ links: query.get('target')?.endsWith('few') ? few : many }),
  });
  const at = clientAt(service.origin);
  const { rows } = await read('links:https://example.com/few', { at });
  const last = rows.at(-1);
  for (const cell of last?.cells ?? []) {
    expect(cell).not.toContain('\n');
    expect(cell.length).toBeLessThanOrEqual(300);
  }
  const opened =
    last?.opens && (await openListing(last.opens, { client: at, identity: undefined }, aSignal()));
  expect(opened).toBeDefined();
  expect((await read(all, { at })).rows).toHaveLength(10_002);
});
