import { expect, test } from 'vitest';
import { askHttps } from '../../../src/atproto/identity/handle-sources.js';

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
  expect(await serving(text)).toEqual({ did });
});

test.each([
  ['', 'a.test serves no DID'],
  ['# a comment\n', 'a.test serves no DID'],
  [`${did} and more`, 'a.test serves no DID'],
  ['<!doctype html><title>Hello</title>', 'a.test serves a web page and no DID'],
  [`${did}\n${'x'.repeat(20_000)}`, 'a.test serves a long file and no DID'],
])('%.40j names none', async (text, reason) => {
  expect(await serving(text)).toEqual({ did: undefined, reason, certain: true });
});
