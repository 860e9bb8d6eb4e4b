import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { accountOf, parseAddress } from '../../../src/places/address.js';
import type { Listing, ListRow } from '../../../src/places/listing.js';
import { openListing } from '../../../src/places/listing-for.js';
import { Pager } from '../../../src/places/pager.js';
import { signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type FakeLabeler, startFakeLabeler } from '../../support/services/fake-labeler.js';
import { freshHandle } from '../../support/session/session-fixtures.js';

let network: SeededNetwork;
let client: AtClient;
const clients: AtClient[] = [];
const { signal } = new AbortController();

beforeAll(async () => {
  network = await useSeededNetwork();
  client = clientWith([network.around.labeler.did]);
});

afterAll(() => Promise.all(clients.map((one) => one.close())));

function clientWith(labelers: readonly string[], timeoutMs = 15_000): AtClient {
  const { appview, plc } = network;
  const made = createClient({ appview, plc, timeoutMs, services: { labelers } });
  clients.push(made);
  return made;
}

async function listingAt(text: string, at = client): Promise<Listing> {
  const read = parseAddress(text);
  if (!read.ok) throw new Error(read.reason);
  const identity = await at.resolve(accountOf(read.address) ?? '');
  const listing = await openListing(read.address, { client: at, identity }, new AbortController().signal);
  if (!listing) throw new Error(`nothing is listed at ${text}`);
  return listing;
}

async function rowsAt(text: string, at = client): Promise<readonly ListRow[]> {
  return await rowsOf(await listingAt(text, at));
}

async function rowsOf(listing: Listing, limit?: number): Promise<readonly ListRow[]> {
  const pager = new Pager(listing, { limit });
  const rows: ListRow[] = [];
  while (!pager.ended) {
    const page = await pager.next({ signal });
    for (let at = 0; at < page.rows.length; at++) rows.push(listing.row(page.rows.at(at), () => undefined));
  }
  return rows;
}

/** The cells that say something, without since when. */
const said = ({ cells: [sign, _since, ...cells] }: ListRow): string =>
  [sign, ...cells].filter((cell) => cell !== '').join(' | ');

const factsAt = async (text: string, at = client): Promise<readonly string[]> =>
  (await rowsAt(text, at)).map(({ cells }) => cells.filter((cell) => cell !== '').join(' '));

describe('of a real labeler', () => {
  test('the labels of an account are those of it, its profile and its records, signed', async () => {
    const rows = await rowsAt('spammer.test/labels');
    expect(rows.map(said)).toEqual([
      expect.stringMatching(/^✓ \| Spam \| @labeler\.test \| post \S+ \| hide it \| signed$/),
      '✓ | Misleading | @labeler.test | the profile | show it with a warning | signed',
      '✓ | Rude | @labeler.test | the account | show it with a remark | signed',
      '✓ | Spam | @labeler.test | the account | hide it | signed',
    ]);
    expect(rows.every(({ cells }) => cells[1] === '2025-02' || cells[1] === '2025-01')).toBe(true);
  });

  test('one that was taken back, and one that expired, are there, struck through', async () => {
    const { negated, expired, version } = network.around.labelled;
    const [taken] = await rowsAt(`${negated.uri}/labels`);
    expect(taken).toMatchObject({ struck: true });
    expect(said(taken!)).toContain('do nothing about it any more | taken back');
    const [lasting, over] = await rowsAt(`${expired.uri}/labels`);
    expect(said(lasting!)).toMatch(/Made by a machine \(ai-picture\) .* \| 2095-06-01/);
    expect(lasting?.struck).toBeUndefined();
    expect(said(over!)).toMatch(/Spoiler .* \| expired 2025-06-01/);
    expect(over?.struck).toBe(true);
    expect(said((await rowsAt(`${version.uri}/labels`))[0]!)).toContain('this version');
  });

  test('what is said is in the language of the user', async () => {
    const before = process.env.LC_ALL;
    process.env.LC_ALL = 'de_CH.UTF-8';
    try {
      expect(said((await rowsAt('spammer.test/labels'))[2]!)).toContain('Unhöflich (rude)');
    } finally {
      if (before === undefined) delete process.env.LC_ALL;
      else process.env.LC_ALL = before;
    }
  });

  // https://github.com/bluesky-social/social-app/issues/4003
  test('one label tells why it is there, from whom, and where to object', async () => {
    const { did } = network.around.labeler;
    const facts = await factsAt(`spammer.test/labels?by=${did}&value=spam`);
    expect(facts).toEqual([
      'label Spam',
      'value spam',
      'means Unwanted, repeated posts that nobody asked for.',
      'by @labeler.test · The Labeler',
      'defined by @labeler.test, in what it declares of its labels',
      'severity alert: it warns of something',
      'apps hide it, unless one has chosen otherwise',
      'shown to who has subscribed to its labeler, which your settings name; some apps take it for all',
      'to object appeal to its labeler, in an app of whom it labels (createReport, reasonAppeal); it takes reports of: spam, rude',
      expect.stringMatching(/^since 2025-01-29 /),
      '✓ signature good under the key that its labeler has for labels',
      `of the account · ${network.around.labelled.account}`,
    ]);
    const listing = await listingAt(`spammer.test/labels?by=${did}&value=spam`);
    expect(JSON.parse((await listing.document?.({ signal })) ?? '')).toMatchObject({ src: did, val: 'spam' });
  });

  test('who is signed in has the labelers asked that they have subscribed to', async () => {
    const { handle, password, did } = network.around.nora;
    const nora = clientWith([]);
    await nora.sessions.signIn({ identifier: handle, password: password! });
    const rows = await rowsAt('spammer.test/labels', nora);
    expect(rows).toHaveLength(4);
    expect(said(rows[0]!)).toContain('signed');
    const { did: labeler } = network.around.labeler;
    expect(await factsAt(`spammer.test/labels?by=${labeler}&value=spam`, nora)).toContain(
      'shown to you, who have subscribed to its labeler, as others have',
    );
    expect(did).not.toBe(labeler);
  });

  test('it tells what it means by its labels, and where it is asked', async () => {
    const facts = await factsAt('labeler.test/labeler');
    const { url } = network.around.labeler;
    expect(facts.slice(0, 2)).toEqual([`labels at ${url}`, 'says labels:labeler.test']);
    expect(facts[2]).toMatch(/^label key K-256 zQ3sh/);
    expect(facts).toContain(
      'spam Spam · Unwanted, repeated posts that nobody asked for. · apps hide it · alert',
    );
    expect(facts).toContain('unexplained nobody says what it means');
    expect(facts.find((fact) => fact.startsWith('nude-art'))).toMatch(/adults only$/);
    expect(facts).toContain('reports of spam, rude');
    await expect(rowsAt('alice.test/labeler')).rejects.toThrow('alice.test is no labeler');
  });

  test('all that it says is a list', async () => {
    const rows = await rowsAt('labels:labeler.test');
    expect(rows).toHaveLength(network.around.labels.length);
    expect(rows.every(({ cells }) => cells[0] === '✓')).toBe(true);
    expect(new Set(rows.map(({ did }) => did)).has(network.around.labelled.account)).toBe(true);
  });
});

test('who puts a label on an own record is told as its author', async () => {
  const rows = await rowsAt('shy.test/labels');
  expect(rows.map(said)).toEqual([
    'only for who is signed in (!no-unauthenticated) | its author | the profile | hide it | this version | in the record',
  ]);
  const facts = await factsAt(
    `${network.around.shy.did}/app.bsky.actor.profile/self/labels?by=${network.around.shy.did}&value=!no-unauthenticated`,
  );
  expect(facts).toContain('by the author of it, who put it on their own record');
  expect(facts).toContain('to object only its author can take it off the record');
});

test('what only the AppView has is not said to be signed', async () => {
  const dead = clientWith([network.around.labeler.did]);
  const { did } = network.around.labeler;
  const off: AtClient = {
    ...dead,
    resolve: async (repo, options) => {
      const identity = await dead.resolve(repo, options);
      return repo === did ? { ...identity, document: { id: did } } : identity;
    },
  };
  const rows = await rowsAt('spammer.test/labels', off);
  expect(rows.map(said)).toEqual([
    'Misleading | @labeler.test | the profile | show it with a warning | not signed here',
    'Rude | @labeler.test | the account | show it with a remark | not signed here',
    'Spam | @labeler.test | the account | hide it | not signed here',
    expect.stringMatching(
      /^\? \| not known \| did:plc:\S+ \| .* cannot be asked for labels: its DID document names no labeler/,
    ),
  ]);
});

describe('of a labeler that misbehaves', () => {
  let bad: FakeLabeler;
  let subject: string;

  beforeAll(async () => {
    bad = await startFakeLabeler({ plc: network.plc });
    subject = (await signUp(network.pds, freshHandle('labelled'))).did;
  });

  afterAll(() => bad[Symbol.asyncDispose]());

  const both = (timeoutMs?: number) => clientWith([bad.did, network.around.labeler.did], timeoutMs);

  test('each signature is what it is', async () => {
    await bad.say({ uri: subject, val: 'good' });
    await bad.say({
      uri: subject,
      val: 'good',
      sig: 'good',
      cid: 'bafyreihi2t6xbwc6jm3vvjayqtzwzt66gvoqztbtz43k6pqxe6cmytahye',
    });
    await bad.say({ uri: subject, val: 'broken', sig: 'broken' });
    await bad.say({ uri: subject, val: 'unsigned', sig: 'none' });
    await bad.say({ uri: subject, val: 'text', sig: 'text' });
    await bad.say({ uri: subject, val: 'other', sig: 'other key' });
    await bad.say({ uri: subject, val: 'foreign', src: network.around.labeler.did });
    const rows = await rowsAt(`${subject}/labels`, both());
    const signatures = new Map(rows.map(({ cells, wrong }) => [cells[2], [cells[0], cells.at(-1), wrong]]));
    const wrong = 'is not signed by the key that its labeler has for labels now';
    expect(signatures.get('good')).toEqual(['✓', 'signed', undefined]);
    expect(signatures.get('broken')).toEqual(['', `✗ ${wrong}`, `This label ${wrong}.`]);
    expect(signatures.get('other')).toEqual(['', `✗ ${wrong}`, `This label ${wrong}.`]);
    expect(signatures.get('unsigned')).toEqual(['', 'not signed', undefined]);
    expect(signatures.get('text')?.[1]).toBe('✗ has a signature that is no bytes');
    expect(signatures.get('foreign')?.[1]).toBe('✗ is said in the name of another labeler');
    // Of one version and of all are two labels.
    expect(rows.filter(({ cells }) => cells[2] === 'good')).toHaveLength(2);
  });

  test.each([
    'repeating',
    'circle',
    'odd',
  ] as const)('pages that are %s give each label once', async (paging) => {
    bad.paging = paging;
    const rows = await rowsAt(`${subject}/labels`, both());
    expect(rows.filter(({ cells }) => cells[2] !== 'not known')).toHaveLength(7);
    expect(rows.some(({ cells }) => cells.join(' ').includes('goes round in circles'))).toBe(
      paging === 'circle',
    );
    const listed = await rowsOf(await listingAt(`labels:${bad.did}`, both()), 50);
    expect(listed).toHaveLength(7);
  });

  test.each([
    ['failing', /answered 500/, 0],
    ['slow', /did not answer/, 0],
    ['breaking', /did not give all of its labels/, 0],
    ['endless', /has more labels than are read here/, 20],
  ] as const)('one that is %s is a row that says so, beside what others say', async (paging, words, count) => {
    bad.paging = paging;
    const rows = await rowsAt('spammer.test/labels', both(paging === 'slow' ? 700 : undefined));
    const failures = rows.filter(({ cells }) => cells[2] === 'not known');
    expect(failures.map(({ cells }) => cells.join(' '))).toEqual([expect.stringMatching(words)]);
    expect(failures[0]?.opens).toEqual({ kind: 'labeler', repo: bad.did });
    expect(rows).toHaveLength(4 + 1 + count);
  });

  test('one without a key cannot be checked, and one that declares nothing says so', async () => {
    await using keyless = await startFakeLabeler({ plc: network.plc, names: ['endpoint'], curve: 'p256' });
    await keyless.say({ uri: subject, val: 'x' });
    const [row] = await rowsAt(`${subject}/labels`, clientWith([keyless.did]));
    expect([row?.cells[0], row?.cells.at(-1)]).toEqual(['?', 'no key']);
    expect(said(row!)).toContain('nothing: nobody says what it means');
  });

  test('a host that nobody but it has named is not asked where services are public', async () => {
    await using near = await startFakeLabeler({ plc: network.plc });
    const real = clientWith([near.did]);
    const identity = await real.resolve(near.did);
    const far = createClient({ appview: 'https://appview.example', plc: 'https://plc.example' });
    clients.push(far);
    const there: AtClient = { ...far, resolve: async () => identity };
    await expect(rowsAt(`labels:${near.did}`, there)).rejects.toThrow(
      /was not contacted: it is a private address/,
    );
    expect(near.asked).toEqual([]);
  });

  test('a P-256 key is as good', async () => {
    await using other = await startFakeLabeler({ plc: network.plc, curve: 'p256' });
    await other.say({ uri: subject, val: 'x' });
    const [row] = await rowsAt(`${subject}/labels`, clientWith([other.did]));
    expect(row?.cells[0]).toBe('✓');
  });
});
