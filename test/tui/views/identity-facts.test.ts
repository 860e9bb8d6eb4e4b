import { expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { readDidDocument } from '../../../src/atproto/identity/did-document.js';
import { newAccount } from '../../../src/store/accounts/accounts-update.js';
import { failed, idle, ready } from '../../../src/store/loadable.js';
import { identityFacts } from '../../../src/tui/views/identity-facts.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';
const entry = (id: string, serviceEndpoint: unknown, type: unknown = 'AtprotoPersonalDataServer') => ({
  id,
  type,
  serviceEndpoint,
});

function factsOf(service: unknown, error?: unknown): readonly string[] {
  const document = readDidDocument({ id: did, alsoKnownAs: ['at://alice.test'], service }, did, 'plc.test');
  const identity = ready({ ...document, fetchedAt: 0, cached: false });
  const description = error === undefined ? idle : failed(idle, error);
  return identityFacts({ ...newAccount('alice.test'), identity, description })
    .filter(({ name }) => name === 'PDS' || name === 'service')
    .map(({ name, value }) => `${name}: ${value}`);
}

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
  for (const service of [undefined, null, []])
    expect(factsOf(service)).toEqual(['PDS: none in the DID document']);
});

test('what is no text is shown as it was written, be it in the order of its members', () => {
  const endpoint = '{"port":1.10,"2":-0,"1":1e400}';
  const text = `{"id":"${did}","service":[{"id":"#x","type":"X","serviceEndpoint":${endpoint}}]}`;
  const document = readDidDocument(JSON.parse(text), did, 'plc.test', text);
  const identity = ready({ ...document, fetchedAt: 0, cached: false });
  const facts = identityFacts({ ...newAccount('alice.test'), identity });
  expect(facts.find(({ name }) => name === 'service')?.value).toBe(`#x X ${endpoint}`);
});

test('a document is kept as it was sent only where JavaScript would write it otherwise', () => {
  const read = (text: string) => readDidDocument(JSON.parse(text), did, 'plc.test', text).documentJson;
  const odd = [`{"id":"${did}","n":1.0}`, `{"id":"${did}","10":1,"9":2}`, `{"id":"${did}","n":-0}`];
  for (const text of odd) expect(read(text)).toBe(text);
  expect(read(`{"id":"${did}","n":1}`)).toBeUndefined();
});
