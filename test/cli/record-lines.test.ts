import { expect, test } from 'vitest';
import { linesIn, recordsIn } from '../../src/cli/record-lines.js';

async function* chunks(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const record = (json: string) => ({ ok: true, json, uri: undefined, cid: undefined });
const refused = (reason: string) => ({ ok: false, reason: expect.stringContaining(reason) });

test.each<[string, string, object[]]>([
  ['nothing', '', []],
  ['blank lines', '\n \r\n\n', []],
  ['one record on a line', '{"a":1.10}', [record('{"a":1.10}')]],
  ['one record over many lines', '{\n "a":\n [1]\n}\n', [record('{\n "a":\n [1]\n}')]],
  ['one record behind a mark of its order of bytes', '\uFEFF{"a":1}', [record('{"a":1}')]],
  ['one a line', '{"a":1}\r\n\n{"b":2}\n', [record('{"a":1}'), record('{"b":2}')]],
  [
    'a bad line between',
    '{"a":1}\n{"b":\n{"c":3}',
    [record('{"a":1}'), refused('it is not JSON'), record('{"c":3}')],
  ],
  ['a bad first line', '{"a":\n{"b":2}\n', [refused('it is not JSON'), record('{"b":2}')]],
  ['what is no record', '[1]', [refused('it is no record')]],
  ['a record that is cut', '{\n"a": 1,\n', [refused('it is not JSON')]],
  [
    'what ls prints',
    '{"uri":"at://a.test/b.c.d/e","cid":"bafy","value":{"n":1.10}}',
    [{ ok: true, json: '{"n":1.10}', uri: 'at://a.test/b.c.d/e', cid: 'bafy' }],
  ],
  [
    'a record that has such members itself',
    '{"$type":"b.c.d","uri":"at://a.test/b.c.d/e","value":{}}',
    [record('{"$type":"b.c.d","uri":"at://a.test/b.c.d/e","value":{}}')],
  ],
  [
    'a record that refers to another',
    '{"uri":"at://a.test","value":3}',
    [record('{"uri":"at://a.test","value":3}')],
  ],
])('%s', async (_, text, expected) => {
  for (const size of [1, 7, 1000]) {
    expect(await all(recordsIn(chunks(text, size)))).toEqual(expected);
  }
});

test('what is no UTF-8, and what is too long, is told, and the next line goes on', async () => {
  const long = `{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`;
  const bytes = Buffer.concat([
    Buffer.from('{"a":1}\n{"b":"\xff"}\n', 'latin1'),
    Buffer.from(`${long}\n{"c":3}`),
  ]);
  expect(await all(recordsIn(chunks(bytes, 65_536)))).toEqual([
    record('{"a":1}'),
    refused('it is no UTF-8'),
    refused('it is longer than a record can be'),
    record('{"c":3}'),
  ]);
  expect(await all(recordsIn(chunks(`{\n${long.slice(1)}`, 65_536)))).toEqual([
    refused('it is longer than a record can be'),
  ]);
});

test('a record is given before the next one comes', async () => {
  let isAsked = false;
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"a":1}\n');
    isAsked = true;
    yield Buffer.from('{"b":2}\n');
  }
  expect((await recordsIn(slow()).next()).value).toEqual(record('{"a":1}'));
  expect(isAsked).toBe(false);
});

test('lines are what stands between line ends', async () => {
  const lines = await all(linesIn(chunks('a\n\nbc')));
  expect(lines.map(String)).toEqual(['a', '', 'bc']);
});
