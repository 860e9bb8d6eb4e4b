import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { readDidDocument } from '../../../src/atproto/identity/did-document.js';
import { type IdentityKnown, identityFacts } from '../../../src/places/identity/identity-facts.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';
const NOW = Date.UTC(2026, 10, 27);
const entry = (id: string, serviceEndpoint: unknown, type: unknown = 'AtprotoPersonalDataServer') => ({
  id,
  type,
  serviceEndpoint,
});
const pds = [entry('#atproto_pds', 'https://pds.example.com')];

function identityOf(more: object) {
  const document = readDidDocument({ id: did, alsoKnownAs: ['at://alice.test'], ...more }, did, 'plc.test');
  return { ...document, fetchedAt: 0, cached: false };
}

const rowsOf = (more: object, known: Partial<IdentityKnown> = {}) =>
  identityFacts(
    { repo: 'alice.test', did, identity: identityOf(more), documentUrl: undefined, relays: 0, ...known },
    NOW,
  );

const told = (names: readonly string[], more: object, known?: Partial<IdentityKnown>): readonly string[] =>
  rowsOf(more, known)
    .filter(({ name }) => names.includes(name))
    .map(({ name, value }) => `${name}: ${value}`);

const factsOf = (service: unknown, error?: unknown) =>
  told(['PDS', 'service'], { service }, error === undefined ? {} : { status: { error } });

describe('services', () => {
  test('a PDS that is refused is shown as refused, and why', () => {
    expect(factsOf([entry('#atproto_pds', 'https://pds.example.com/?ref=1')])).toEqual([
      'PDS: refused: it has a query',
      'service: #atproto_pds AtprotoPersonalDataServer https://pds.example.com/?ref=1',
    ]);
  });

  test('so is one that the rule for hosts refuses, in its own words', () => {
    const service = [entry('#atproto_pds', 'http://10.0.0.1')];
    const message = 'http://10.0.0.1 was not contacted: it is a private address';
    const refused = new XrpcError({ failure: 'refused', service: '10.0.0.1', nsid: 'connect', message });
    expect(factsOf(service, refused)).toEqual([`PDS: refused: ${message}`]);
    const down = new XrpcError({ failure: 'connection', service: '10.0.0.1', nsid: 'connect', message });
    expect(factsOf(service, down)).toEqual(['PDS: http://10.0.0.1']);
  });

  test('the PDS of an id with another DID is used; other services are called by their id', () => {
    const service = [
      entry('did:plc:other#atproto_pds', 'https://a.example'),
      entry(`${did}#bsky_fg`, 'https://f.example', 'BskyFeedGenerator'),
      entry('plain', ['https://p.example'], 'Other'),
      entry('did:plc:other#mod', 'https://m.example', 'AtprotoLabeler'),
    ];
    expect(factsOf(service)).toEqual([
      'PDS: https://a.example',
      'service: #bsky_fg BskyFeedGenerator https://f.example',
      'service: plain Other ["https://p.example"]',
      'service: did:plc:other#mod AtprotoLabeler https://m.example',
    ]);
  });

  test('no service at all is none', () => {
    for (const service of [undefined, null, []]) {
      expect(factsOf(service)).toEqual(['PDS: none in the DID document']);
    }
  });

  test('what is no text is shown as it was written, be it in the order of its members', () => {
    const endpoint = '{"port":1.10,"2":-0,"1":1e400}';
    const text = `{"id":"${did}","service":[{"id":"#x","type":"X","serviceEndpoint":${endpoint}}]}`;
    const document = readDidDocument(JSON.parse(text), did, 'plc.test', text);
    const identity = { ...document, fetchedAt: 0, cached: false };
    expect(told(['service'], {}, { identity })).toEqual([`service: #x X ${endpoint}`]);
  });
});

describe('keys', () => {
  const key = 'zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w';
  const method = (id: string, more: object = {}) => ({
    id: `${did}${id}`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: key,
    ...more,
  });
  const keys = (verificationMethod: unknown) =>
    told(['signing key', 'label key', 'other key'], { verificationMethod });

  test('each says its curve, and what it is for', () => {
    expect(keys([method('#atproto_label'), method('#atproto'), method('#mine')])).toEqual([
      `signing key: K-256 ${key}`,
      `label key: K-256 ${key}`,
      `other key: #mine K-256 ${key}`,
    ]);
  });

  test('one of another kind, or of somebody else, is shown as it stands there', () => {
    const ed = method('#atproto', { publicKeyMultibase: 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' });
    expect(keys([ed, method('#atproto_label', { controller: 'did:plc:other' })])).toEqual([
      'signing key: refused: it is no key of P-256 or K-256',
      'other key: #atproto Multikey z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      `other key: #atproto_label Multikey ${key}`,
    ]);
  });

  test('none at all is told', () => {
    expect(keys(undefined)[0]).toMatch(/^signing key: none in the DID document/);
  });
});

describe('the account in words', () => {
  const status = (read: object) => ({
    value: { read: { active: undefined, status: undefined, rev: undefined, ...read }, json: '{}' },
  });
  const failed = (error: string) => ({
    error: new XrpcError({
      failure: 'status',
      service: 'pds',
      nsid: 'x',
      status: 400,
      error,
      message: error,
    }),
  });

  test.each<[string, Partial<IdentityKnown>, string]>([
    ['active', { status: status({ active: true }) }, '✓ active'],
    [
      'deactivated',
      { status: status({ active: false, status: 'deactivated' }) },
      '✗ deactivated by its owner',
    ],
    ['taken down', { status: status({ active: false, status: 'takendown' }) }, '✗ taken down by who runs'],
    [
      'of a status that nobody knows',
      { status: status({ active: false, status: 'paused' }) },
      '✗ not active: paused',
    ],
    [
      'inactive, without a reason',
      { status: status({ active: false }) },
      '✗ not active, and nothing says why',
    ],
    ['an empty answer', { status: status({}) }, '? not known: the answer does not say it'],
    ['not there', { status: failed('RepoNotFound') }, '✗ deleted or moved away'],
    ['told by the name of an error', { status: failed('RepoTakendown') }, '✗ taken down by who runs'],
    ['a host that fails', { status: failed('InternalServerError') }, '? not known: The service failed'],
  ])('%s', (_, known, words) => {
    const fact = rowsOf({ service: pds }, known).find(({ name }) => name === 'account');
    expect(`${fact?.mark} ${fact?.value}`).toMatch(new RegExp(`^${words.replace('?', '\\?')}`));
  });

  test('has no row before anybody has answered', () => {
    expect(told(['account'], { service: pds })).toEqual([]);
  });

  test('is without a server where none is named', () => {
    expect(told(['account'], {})[0]).toMatch(/^account: without a server/);
  });
});

test('a call that fails costs its own row', () => {
  const error = new XrpcError({
    failure: 'timeout',
    service: 'pds.example.com',
    nsid: 'x',
    message: 'too slow',
  });
  const server = {
    value: { read: { did: 'did:web:pds.example.com', inviteCodeRequired: true }, json: '{}' },
  };
  const commit = { value: { read: { rev: '3kzzz', cid: 'bafy' }, json: '{}' } };
  expect(
    told(['server', 'version', 'commit'], { service: pds }, { server, commit, health: { error } }),
  ).toEqual([
    'server: did:web:pds.example.com · by invitation',
    'version: pds.example.com did not answer in time: too slow (x).',
    'commit: 3kzzz · bafy',
  ]);
});

test('the row of the DID has the whole document behind it', () => {
  const [first] = rowsOf({ service: pds });
  expect(JSON.parse(first?.json ?? '')).toMatchObject({ id: did, service: pds });
});

test('a document is kept as it was sent only where JavaScript would write it otherwise', () => {
  const read = (text: string) => readDidDocument(JSON.parse(text), did, 'plc.test', text).documentJson;
  const odd = [`{"id":"${did}","n":1.0}`, `{"id":"${did}","10":1,"9":2}`, `{"id":"${did}","n":-0}`];
  for (const text of odd) expect(read(text)).toBe(text);
  expect(read(`{"id":"${did}","n":1}`)).toBeUndefined();
});

test('a did:web says that it has no log, and where its document is fetched', () => {
  const documentUrl = 'https://example.com/.well-known/did.json';
  const facts = identityFacts(
    { repo: 'did:web:example.com', did: 'did:web:example.com', identity: undefined, documentUrl, relays: 1 },
    NOW,
  );
  expect(facts.find(({ name }) => name === 'log')).toMatchObject({
    value: `none: a did:web is what its document says today, fetched from ${documentUrl}`,
    opens: { kind: 'log' },
  });
});
