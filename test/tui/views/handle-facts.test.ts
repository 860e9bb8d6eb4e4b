import { expect, test } from 'vitest';
import type { HandleCheck, HandleWays, WayAnswer } from '../../../src/atproto/identity/identity.js';
import { handleFacts } from '../../../src/tui/views/handle-facts.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';
const other = 'did:plc:bbbbbbbbccccddddeeeeffff';
const handle = 'alice.example.com';

const here: WayAnswer = { said: 'did', did };
const there: WayAnswer = { said: 'did', did: other };
const none: WayAnswer = { said: 'none', reason: 'DNS has no record of it' };
const silent: WayAnswer = { said: 'nothing', reason: 'DNS did not answer' };

const lines = (check: HandleCheck, asked = handle) =>
  handleFacts(asked, did, handle, check).map(({ name, value }) => `${name}: ${value}`);
const confirmed = (ways: HandleWays): HandleCheck => ({ state: 'confirmed', by: 'dns', ways });

test.each<[string, HandleWays, string]>([
  ['all agree', { dns: here, https: here, appview: here }, 'its DNS record, its web server and the AppView'],
  ['one has none', { dns: here, https: none, appview: here }, 'its DNS record and the AppView'],
  ['others did not answer', { dns: here, https: silent, appview: silent }, 'its DNS record'],
  [
    'others are still asked',
    { dns: here, https: { said: 'asked' }, appview: { said: 'asked' } },
    'its DNS record',
  ],
])('a line is enough where %s', (_, ways, by) => {
  expect(lines(confirmed(ways))).toEqual([`handle: @${handle} ✓ confirmed by ${by}`]);
});

test.each<[string, WayAnswer, string]>([
  ['another account', there, `✗ ${other}, another account`],
  [
    'two accounts',
    { said: 'several', dids: [did, other] },
    `✗ more than one account, which counts as none: ${did}, ${other}`,
  ],
])('where a way names %s, each way says what it said', (_, https, said) => {
  expect(lines(confirmed({ dns: here, https, appview: here }))).toEqual([
    `handle: @${handle} ✓ confirmed, but not all agree`,
    `  by DNS: ✓ ${did}`,
    `  by https: ${said}`,
    `  by the AppView: ✓ ${did}`,
    `  the document: names @${handle}`,
  ]);
});

test.each<[WayAnswer, string]>([
  [none, '– none: DNS has no record of it'],
  [silent, '– no answer: DNS did not answer'],
  [{ said: 'refused', reason: 'it is a private address' }, '– refused: it is a private address'],
  [
    { said: 'not asked', reason: 'no name server knows such names' },
    '– not asked: no name server knows such names',
  ],
  [{ said: 'asked' }, '– no answer yet'],
])('where the handle leads elsewhere, %j is told', (dns, said) => {
  const check: HandleCheck = { state: 'wrong', reason: 'x', ways: { dns, https: there, appview: none } };
  expect(lines(check).slice(0, 3)).toEqual([
    `handle: @${handle} ✗ does not lead to this account`,
    `  by DNS: ${said}`,
    `  by https: ✗ ${other}, another account`,
  ]);
});

test('the document that names another handle says which', () => {
  const check: HandleCheck = { state: 'wrong', reason: 'x', ways: { dns: here, https: here, appview: here } };
  const all = lines(check, 'old.example.com');
  expect(all.at(0)).toBe(`handle: @${handle} ✗ not the one that was asked for`);
  expect(all.at(-1)).toBe(`  the document: names @${handle}, not @old.example.com`);
});

test('a check that nobody could be asked for says why', () => {
  expect(lines({ state: 'unknown', reason: 'it failed' })).toEqual([`handle: @${handle} ? it failed`]);
});
