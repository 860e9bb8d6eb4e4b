import { expect, test } from 'vitest';
import type { HandleCheck, HandleWays, WayAnswer } from '../../../src/atproto/identity/identity.js';
import { handleFacts } from '../../../src/places/identity/handle-facts.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';
const other = 'did:plc:bbbbbbbbccccddddeeeeffff';
const handle = 'alice.example.com';

const here: WayAnswer = { said: 'did', did };
const there: WayAnswer = { said: 'did', did: other };
const none: WayAnswer = { said: 'none', reason: 'DNS has no record of it' };
const silent: WayAnswer = { said: 'nothing', reason: 'DNS did not answer' };
const notAsked: WayAnswer = { said: 'not asked', reason: 'no name server knows such names' };

const rows = (check: HandleCheck | undefined, asked = handle, name: string | undefined = handle) =>
  handleFacts(asked, did, name, check).map(({ mark, name, value }) => `${mark ?? ' '} ${name}: ${value}`);
const confirmed = (ways: HandleWays): HandleCheck => ({ state: 'confirmed', by: 'dns', ways });
const wrong = (ways: HandleWays): HandleCheck => ({ state: 'wrong', reason: 'x', ways });
const todo = (check: HandleCheck, name = handle) =>
  handleFacts(name, did, name, check).find(({ name }) => name === 'to do')?.value;

test('where all agree, each says so, and there is nothing to do', () => {
  expect(rows(confirmed({ dns: here, https: here, appview: here }))).toEqual([
    `✓ handle: @${handle} is confirmed by its DNS record, its web server and the AppView`,
    `✓ document: names @${handle}`,
    `✓ by DNS: ${did}`,
    `✓ by https: ${did}`,
    `✓ by AppView: ${did}`,
  ]);
});

test.each<[string, HandleWays, string]>([
  ['one has none', { dns: here, https: none, appview: here }, 'its DNS record and the AppView'],
  ['others did not answer', { dns: here, https: silent, appview: silent }, 'its DNS record'],
  [
    'others are still asked',
    { dns: here, https: { said: 'asked' }, appview: { said: 'asked' } },
    'its DNS record',
  ],
])('it is confirmed by who names it, where %s', (_, ways, by) => {
  expect(rows(confirmed(ways))[0]).toBe(`✓ handle: @${handle} is confirmed by ${by}`);
  expect(todo(confirmed(ways))).toBeUndefined();
});

test.each<[WayAnswer, string]>([
  [there, `✗ by https: another account: ${other}`],
  [
    { said: 'several', dids: [did, other] },
    `✗ by https: more than one account, which counts as none: ${did}, ${other}`,
  ],
  [none, '· by https: none: DNS has no record of it'],
  [silent, '? by https: no answer: DNS did not answer'],
  [{ said: 'refused', reason: 'it is a private address' }, '? by https: refused: it is a private address'],
  [notAsked, '· by https: not asked: no name server knows such names'],
  [{ said: 'asked' }, '? by https: no answer yet'],
])('%j is told in its row', (https, row) => {
  expect(rows(wrong({ dns: none, https, appview: none }))).toContain(row);
});

test.each<[string, HandleCheck, RegExp]>([
  [
    'nobody names an account',
    wrong({ dns: none, https: none, appview: none }),
    /^Set the TXT record _atproto\.alice\.example\.com to did=did:plc:aaaa\S+, or have https:\/\/alice\.example\.com\/\.well-known\/atproto-did say did:plc:aaaa/,
  ],
  [
    'DNS has more than one',
    wrong({ dns: { said: 'several', dids: [did, other] }, https: none, appview: none }),
    /^Leave one of the TXT record/,
  ],
  [
    'DNS names another',
    wrong({ dns: there, https: here, appview: there }),
    /^Change the TXT record .* to did=did:plc:aaaa/,
  ],
  [
    'the web server disagrees with DNS',
    confirmed({ dns: here, https: there, appview: here }),
    /^Have https:\S+ say did:plc:aaaa\S+, as DNS does: DNS counts until then\.$/,
  ],
  [
    'the AppView is behind',
    confirmed({ dns: here, https: none, appview: there }),
    /^Wait, or have the PDS announce the account anew/,
  ],
  [
    'nobody answered',
    { state: 'unknown', reason: 'x', ways: { dns: silent, https: silent, appview: silent } },
    /^Ask again later/,
  ],
])('where %s, that says what to do', (_, check, words) => {
  expect(todo(check)).toMatch(words);
});

test('of a name that only a test network knows no record is asked for', () => {
  const check = wrong({ dns: notAsked, https: notAsked, appview: none });
  expect(todo(check, 'alice.test')).toMatch(/^Only the services of a test network/);
});

test('the document that names another handle says which, and which to ask for', () => {
  const all = rows(wrong({ dns: here, https: here, appview: here }), 'old.example.com');
  expect(all.slice(0, 2)).toEqual([
    `✗ handle: @${handle} is not the one that was asked for`,
    `✗ document: names @${handle}, not @old.example.com`,
  ]);
  expect(all.at(-1)).toMatch(`Ask for @${handle}`);
});

test('a check that nobody could be asked for says why', () => {
  expect(rows({ state: 'unknown', reason: 'it failed' })[0]).toBe(`? handle: @${handle} it failed`);
});

test('a document without a handle says what that means', () => {
  expect(handleFacts('did:plc:x', did, undefined, undefined).map(({ value }) => value)).toEqual([
    'none in the DID document: apps show handle.invalid',
    'The account sets one at its PDS, which writes it into the document.',
  ]);
});

test('while nothing has answered it is named, and nothing is said of it', () => {
  expect(rows(undefined)).toEqual([`  handle: @${handle}`]);
});
