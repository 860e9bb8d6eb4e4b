import { expect, test } from 'vitest';
import { askDns, askHttps } from '../../../src/atproto/identity/handle-sources.js';

const did = 'did:plc:aaaabbbbccccddddeeeeffff';

const serving = (text: string) =>
  askHttps('a.test', async () => ({ status: 200, json: () => undefined, text: () => text }), undefined);

test.each([
  did,
  `${did}\n`,
  `\ufeff${did}\r\n`,
  `\n\n  ${did}  \n\n`,
  `${did}\nanother line\ndid:plc:bbbbbbbbccccddddeeeeffff`,
  `${did}\rother`,
])('%j names the account', async (text) => {
  expect(await serving(text)).toEqual({ said: 'did', did });
});

test.each([
  ['', 'a.test serves no DID'],
  ['# a comment\n', 'a.test serves no DID'],
  [`${did}.`, 'a.test serves no DID'],
  ['did:plc:AAAABBBBCCCCDDDDEEEEFFFF', 'a.test serves no DID'],
  [`${did} and more`, 'a.test serves no DID'],
  ['<!doctype html><title>Hello</title>', 'a.test serves a web page and no DID'],
  [`${did}\n${'x'.repeat(20_000)}`, 'a.test serves a long file and no DID'],
])('%.40j names none', async (text, reason) => {
  expect(await serving(text)).toEqual({ said: 'none', reason });
});

test.each([
  [301, 'none'],
  [404, 'none'],
  [429, 'nothing'],
  [500, 'nothing'],
  [503, 'nothing'],
])('a host that answers %i says %s', async (status, said) => {
  const answer = await askHttps(
    'a.test',
    async () => ({ status, json: () => undefined, text: () => '' }),
    undefined,
  );
  expect(answer).toEqual({ said, reason: `a.test answered ${status}` });
});

const other = 'did:plc:bbbbbbbbccccddddeeeeffff';
const inDns = (records: string[][]) => askDns('a.test', async () => records);

test.each([
  [[[`did=${did}`]]],
  [[['did=did:plc:aaaa', did.slice('did:plc:aaaa'.length)]]],
  [[['v=spf1 -all'], [`did=${did}`], ['did=nothing']]],
  [[[`did=${did}`], [`did=${did}`]]],
  [[[`did=${did} `]]],
])('TXT records %j name the account', async (records) => {
  expect(await inDns(records)).toEqual({ said: 'did', did });
});

test('two accounts in TXT records are said, and count as none', async () => {
  const records = [[`did=${did}`], ['google-site-verification=x'], [`did=${other}`], [`did=${did}`]];
  expect(await inDns(records)).toEqual({ said: 'several', dids: [did, other] });
});

test.each([
  [[], 'DNS has no record of it'],
  [[['v=spf1 -all']], 'DNS has no record of it'],
  [[[`"did=${did}"`]], `DNS has “"did=${did}"”, which does not begin with did=`],
  [[[`DID=${did}`]], `DNS has “DID=${did}”, which does not begin with did=`],
  [[[` did=${did}`]], `DNS has “ did=${did}”, which does not begin with did=`],
  [[[`did:${did.slice(4)}`]], `DNS has “${did}”, which does not begin with did=`],
  [[[`did=${did}.`]], `DNS has did=“${did}.”, which is no DID`],
  [[[`did=${did.toUpperCase()}`]], `DNS has did=“${did.toUpperCase()}”, which is no DID`],
  [[['did=']], 'DNS has did=“”, which is no DID'],
  [[[`did=@${'x'.repeat(100)}`]], `DNS has did=“@${'x'.repeat(59)}…”, which is no DID`],
])('TXT records %j name none, and why', async (records, reason) => {
  expect(await inDns(records)).toEqual({ said: 'none', reason });
});
