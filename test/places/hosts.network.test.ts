import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { ServiceHosts } from '../../src/atproto/client-settings.js';
import { parseAddress } from '../../src/places/address.js';
import type { Listing, ListRow } from '../../src/places/listing.js';
import { listingFor } from '../../src/places/listing-for.js';
import { Pager } from '../../src/places/pager.js';
import { error, hang, html, huge, json, jsonText } from '../faults/answers.js';
import { deadOrigin, type Service, startService } from '../faults/service.js';
import { signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { takeDown } from '../network/take-down.js';
import { didOf, directoryRoutes, relayRoutes, statisticsRoutes } from '../support/services/hosts.js';
import { freshHandle } from '../support/session/session-fixtures.js';

let network: SeededNetwork;
let client: AtClient;
const clients: AtClient[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  client = clientWith({});
});

afterAll(() => Promise.all(clients.map((one) => one.close())));

function clientWith(services: Partial<ServiceHosts>, timeoutMs = 15_000): AtClient {
  const made = createClient({
    appview: network.appview,
    plc: network.plc,
    timeoutMs,
    services,
  });
  clients.push(made);
  return made;
}

function listingAt(text: string, at = client): Listing {
  const read = parseAddress(text);
  const listing = read.ok ? listingFor(read.address, { client: at, identity: undefined }) : undefined;
  if (!listing) throw new Error(`nothing is listed at ${text}`);
  return listing;
}

const nobody = () => undefined;

async function rowsOf(listing: Listing, limit?: number): Promise<ListRow[]> {
  const pager = new Pager(listing, limit === undefined ? {} : { limit });
  const rows: ListRow[] = [];
  while (!pager.ended) {
    const page = await pager.next({ signal: new AbortController().signal });
    for (let at = 0; at < page.rows.length; at++) rows.push(listing.row(page.rows.at(at), nobody));
  }
  return rows;
}

/** What a host says: name and value of each row, the mark before the name where there is one. */
async function factsAt(origin: string, at = client): Promise<readonly string[]> {
  const rows = await rowsOf(listingAt(`host:${origin}`, at));
  return rows.map(({ cells }) => cells.filter((cell) => cell !== '').join(' '));
}

const hostOf = (service: Pick<Service, 'origin'> | string): string =>
  new URL(typeof service === 'string' ? service : service.origin).host;

test('a real PDS says what it is, of what version, and who may come', async () => {
  const facts = await factsAt(network.pds);
  expect(facts).toEqual([
    `host ${network.pds}`,
    'is a PDS: accounts live here',
    expect.stringMatching(/^version \d+\.\d+\.\d+$/),
    'DID did:web:localhost',
    'sign-up open to anyone',
    'handles under .test',
    'largest blob 5.2 MB',
    'sign-in here',
    `repositories ${hostOf(network.pds)}/repos`,
  ]);
  const rows = await rowsOf(listingAt(`host:${hostOf(network.pds)}`));
  expect(rows.at(-1)?.opens).toEqual({ kind: 'repos', host: hostOf(network.pds) });
  expect(rows.find(({ name }) => name === 'DID')?.opens).toEqual({
    kind: 'identity',
    repo: 'did:web:localhost',
  });
  const said = JSON.parse((await listingAt(`host:${network.pds}`).document?.(aSignal())) ?? '');
  expect(said.answers['com.atproto.server.describeServer'].blobUploadLimit).toBe(5_242_880);
  expect(said.answers['com.atproto.sync.listHosts'].failed).toContain('401');
});

test('a real AppView is told from a PDS, and has no repositories', async () => {
  const facts = await factsAt(network.appview);
  expect(facts[1]).toBe('is an AppView: it answers app.bsky methods');
  expect(facts.join('\n')).not.toContain('repositories');
  await expect(rowsOf(listingAt(`host:${network.appview}/repos`))).rejects.toThrow(
    /lists no repositories: it answered 501/,
  );
});

test('the repositories of a real PDS are all listed, those that are taken down with their state', async () => {
  const gone = await signUp(network.pds, freshHandle('gone'));
  await takeDown(network.pds, gone.did);
  const listing = listingAt(`host:${network.pds}/repos`);
  const { signal } = new AbortController();
  const rows: ListRow[] = [];
  // A short last page has a cursor, and an empty one follows it.
  const smallPages: Listing = {
    ...listing,
    load: (cursor, options) => listing.load(cursor, { ...options, limit: 7 }),
  };
  const pager = new Pager(smallPages);
  while (!pager.ended) {
    const page = await pager.next({ signal });
    for (let at = 0; at < page.rows.length; at++) rows.push(listing.row(page.rows.at(at), nobody));
  }
  const dids = rows.map(({ did }) => did);
  expect(new Set(dids).size).toBe(dids.length);
  for (const { did } of Object.values(network.seed.accounts)) expect(dids).toContain(did);
  const alice = rows.find(({ did }) => did === network.seed.alice.did);
  expect(alice?.cells.slice(1, 4)).toEqual([network.seed.alice.did, 'active', expect.stringMatching(/^3/)]);
  expect(alice?.opens).toEqual({ kind: 'repo', repo: network.seed.alice.did });
  expect(rows.find(({ did }) => did === gone.did)?.cells[2]).toBe('takendown');
});

const HOSTS = [
  { hostname: 'pds.example.com', status: 'active', seq: 12_345_678, accountCount: 41 },
  { hostname: 'localhost:2583', status: 'throttled', seq: 7, accountCount: 0 },
  { hostname: 'ev\u001b[31mil/<host>', status: 'banned', seq: 1, accountCount: 2 },
];

test('a relay lists its hosts and its repositories, by cursors that are numbers', async () => {
  await using relay = await startService(relayRoutes(HOSTS, 1100));
  expect(await factsAt(relay.origin)).toEqual([
    `host ${relay.origin}`,
    'is a relay: it follows PDSes and passes on what they say',
    'health ok',
    `repositories ${relay.host}/repos`,
    `hosts ${relay.host}/hosts`,
  ]);
  const hosts = await rowsOf(listingAt(`host:${relay.host}/hosts`));
  expect(hosts.map(({ cells }) => cells.slice(0, 3))).toEqual([
    ['pds.example.com', 'active', '41'],
    ['localhost:2583', 'throttled', '0'],
    ['ev\u001b[31mil/<host>', 'banned', '2'],
  ]);
  expect(hosts.map(({ opens }) => opens)).toEqual([
    { kind: 'host', host: 'pds.example.com' },
    { kind: 'host', host: 'localhost:2583' },
    undefined,
  ]);
  const repos = await rowsOf(listingAt(`host:${relay.host}/repos`));
  expect(repos.map(({ did }) => did)).toEqual(Array.from({ length: 1100 }, (_, at) => didOf(at)));
  expect(repos.slice(3, 8).map(({ cells }) => cells.slice(2, 4))).toEqual([
    ['active', '3n3c6xqxv2q2a'],
    ['active', ''],
    ['active', '3n3c6xqxv2q2a'],
    ['active', '3n3c6xqxv2q2a'],
    ['desynchronized', '3n3c6xqxv2q2a'],
  ]);
  const asked = relay.requests.filter(({ nsid }) => nsid === 'com.atproto.sync.listRepos');
  expect(asked.map(({ query }) => [query.get('limit'), query.get('cursor')])).toEqual([
    ['1', null],
    ['100', null],
    ['1000', '100'],
    ['1000', '1100'],
  ]);
});

test('relays that are set say whether they follow a PDS, and that they fail is said of each', async () => {
  const seen = { hostname: hostOf(network.pds), status: 'active', seq: 1, accountCount: 1234 };
  await using sees = await startService(relayRoutes([seen], 0));
  await using blind = await startService(relayRoutes([], 0));
  await using broken = await startService({ '*': html(404) });
  const relays = [sees, blind, broken].map(({ origin }) => origin);
  const facts = await factsAt(network.pds, clientWith({ relays }));
  expect(facts.slice(-3)).toEqual([
    `✓ seen by ${sees.host}: active, 1,234 accounts`,
    `✗ seen by ${blind.host}: does not know it`,
    expect.stringContaining(`? seen by ${broken.host}: `),
  ]);
});

test.concurrent('a foreign host costs a row for each answer that is odd, and none of the others', async () => {
  await using odd = await startService({
    '/xrpc/_health': error(503, 'Unavailable', 'database is away'),
    'com.atproto.server.describeServer': json(
      {
        did: 7,
        availableUserDomains: ['.odd.example', 5, '', '.\u001b]0;evil\u0007example'],
        inviteCodeRequired: true,
        phoneVerificationRequired: 'yes',
        blobUploadLimit: 'much',
        contact: null,
        links: { termsOfService: 'https://odd.example/terms', privacyPolicy: [] },
      },
      { headers: { 'ratelimit-policy': '3000;w=300' } },
    ),
    'com.atproto.sync.listRepos': json({ repos: {} }),
    'com.atproto.sync.listHosts': jsonText('{"hosts": ['),
    'com.atproto.label.queryLabels': json({ cursor: null, labels: [] }),
    'app.bsky.labeler.getServices': huge(),
    'app.bsky.feed.describeFeedGenerator': html(),
    '/.well-known/did.json': json({
      id: 'did:web:odd.example',
      service: [
        { id: '#atproto_labeler', type: 'AtprotoLabeler', serviceEndpoint: 'https://odd.example' },
        5,
        {},
      ],
    }),
    '/.well-known/oauth-protected-resource': json({ authorization_servers: ['https://entry.example', 5] }),
  });
  expect(await factsAt(odd.origin)).toEqual([
    `host ${odd.origin}`,
    'is a PDS: accounts live here',
    'a labeler',
    expect.stringMatching(/^✗ health .*503/),
    'DID did:web:odd.example',
    '#atproto_labeler https://odd.example',
    'sign-up with an invite code',
    'handles under .odd.example',
    '.\u001b]0;evil\u0007example',
    'rate limit 3,000 calls in 300 s',
    'terms https://odd.example/terms',
    'sign-in https://entry.example',
  ]);
});

test.concurrent('who answers nothing but pages says nothing of itself; who does not answer at all is an error', async () => {
  await using page = await startService({ '*': html(404) });
  expect(await factsAt(page.origin)).toEqual([`host ${page.origin}`, '? is nothing that its answers tell']);
  await expect(factsAt(await deadOrigin())).rejects.toThrow(/refused/);
  await using silent = await startService({ '*': hang() });
  await expect(factsAt(silent.origin, clientWith({}, 100))).rejects.toMatchObject({ failure: 'timeout' });
});

test('what the other answers say is there while one is waited for', async () => {
  await using slow = await startService({ 'com.atproto.sync.listHosts': hang() }, { upstream: network.pds });
  const leave = new AbortController();
  const parts = new Promise<readonly string[]>((resolve) => {
    const listing = listingAt(`host:${slow.origin}`);
    const loaded = listing.load(undefined, {
      signal: leave.signal,
      onPart: (rows) => {
        const names = Array.from(
          { length: rows.length },
          (_, at) => listing.row(rows.at(at), nobody).name ?? '',
        );
        if (names.includes('version') && names.includes('sign-up')) resolve(names);
      },
    });
    loaded.catch(() => {});
  });
  expect(await parts).toContain('host');
  leave.abort();
});

const NSID = 'com.example.garden.plant';
const sample = (number: number, rkey: string) => ({
  did: didOf(number),
  collection: NSID,
  rkey,
  record: { $type: NSID, name: `plant ${number}` },
  time_us: 1_708_500_000_000_000,
});

test('who uses a lexicon: the newest records, then every repository, under what was done in a week', async () => {
  await using directory = await startService(
    directoryRoutes(Array.from({ length: 150 }, (_, at) => didOf(at))),
  );
  await using statistics = await startService(
    statisticsRoutes(NSID, { creates: 1204, updates: 0, deletes: 12, dids_estimate: 300 }, [
      sample(900, '3kaaaaaaaaaaa'),
      sample(901, 'not a key'),
      { did: 5 },
      null,
    ]),
  );
  const services = { directory: directory.origin, statistics: statistics.origin };
  const listing = listingAt(`lexicon:${NSID}/repos`, clientWith(services));
  const rows = await rowsOf(listing);
  expect(rows).toHaveLength(152);
  expect(rows[0]?.opens).toEqual({
    kind: 'record',
    repo: didOf(900),
    collection: NSID,
    rkey: '3kaaaaaaaaaaa',
  });
  expect(rows[0]?.cells).toEqual(['2024-02', didOf(900), expect.stringContaining('plant 900')]);
  expect(rows[1]?.opens).toBeUndefined();
  expect(rows[2]?.opens).toEqual({ kind: 'collection', repo: didOf(0), collection: NSID });
  const first = await listing.load(undefined, aSignal());
  expect(first.rows.summary).toBe('in a week 1,204 created · 12 deleted · about 300 accounts');
  expect((await listing.load(first.cursor, aSignal())).rows.summary).toBe(first.rows.summary);
});

test('each service that tells of a lexicon fails by itself', async () => {
  await using directory = await startService(directoryRoutes([didOf(1)]));
  await using statistics = await startService(statisticsRoutes(NSID, {}, [sample(1, '3kaaaaaaaaaaa')]));
  await using broken = await startService({
    '*': json({ request_id: 'x', message: 'bad since parameter' }, { status: 400 }),
  });
  async function page(services: Partial<ServiceHosts>) {
    const listing = listingAt(`lexicon:${NSID}/repos`, clientWith(services));
    const { rows } = await listing.load(undefined, aSignal());
    return { length: rows.length, note: rows.note };
  }
  expect(await page({ directory: directory.origin })).toEqual({ length: 1, note: undefined });
  expect(await page({ directory: directory.origin, statistics: broken.origin })).toEqual({
    length: 1,
    note: expect.stringContaining('bad since parameter'),
  });
  expect(await page({ directory: broken.origin, statistics: statistics.origin })).toEqual({
    length: 1,
    note: expect.stringContaining(broken.host),
  });
  expect(await page({ statistics: statistics.origin })).toEqual({
    length: 1,
    note: expect.stringContaining('`directory` in settings.json'),
  });
  await expect(page({ statistics: broken.origin })).rejects.toThrow('`directory` in settings.json');
  await expect(page({ directory: broken.origin })).rejects.toThrow(/bad since/);
});

function aSignal() {
  return { signal: new AbortController().signal };
}
