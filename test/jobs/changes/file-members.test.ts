import { expect, test } from 'vitest';
import { fileMembers, fileNames, withBlobs } from '../../../src/jobs/changes/file-members.js';

const blob = { $type: 'blob', ref: { $link: 'bafk' }, mimeType: 'image/png', size: 3 } as const;

test.each<[string, string, object[]]>([
  ['a member', '{"a":{"$file":"p.jpg"}}', [{ path: 'a', name: 'p.jpg' }]],
  [
    'in lists, in the order of the text',
    '{"b":[{"c":{"$file":"1"}},{"c":{"$file":"2","mimeType":"text/vtt"}}],"a":{"$file":"3"}}',
    [
      { path: 'b[0].c', name: '1' },
      { path: 'b[1].c', name: '2', mimeType: 'text/vtt' },
      { path: 'a', name: '3' },
    ],
  ],
  [
    'what is left of a blob',
    '{"a":{"$type":"blob","ref":{},"size":1,"$file":"p"}}',
    [{ path: 'a', name: 'p', others: [] }],
  ],
  ['what would be lost', '{"a":{"$file":"p","alt":"x"}}', [{ path: 'a', others: ['alt'] }]],
  ['what is no text', '{"a":{"$file":3}}', [{ path: 'a', name: undefined }]],
  ['the record itself is none', '{"$file":"p"}', []],
  ['a text is none', '{"a":"$file","b":["$file"]}', []],
  ['a member that an assignment takes for something else', '{"__proto__":{"$file":"p"}}', []],
])('%s', (_, json, expected) => {
  expect(fileMembers(json)).toEqual(expected.map((one) => expect.objectContaining(one)));
});

test('what stands around a blob is kept as it was written', () => {
  const json = '{"10":1,"z":1.10,"a":[{"$file":"p"}],"2":{"$file":"kept"},"n":9007199254740993}';
  expect(withBlobs(json, new Map([['a[0]', blob]]))).toBe(
    `{"10":1,"z":1.10,"a":[${JSON.stringify(blob)}],"2":{"$file":"kept"},"n":9007199254740993}`,
  );
  expect(withBlobs(json, new Map())).toBe(json);
});

test('depth costs no stack', () => {
  const deep = `${'{"a":'.repeat(50_000)}{"$file":"p"}${'}'.repeat(50_000)}`;
  expect(fileMembers(deep)).toHaveLength(1);
});

test('every name counts as one that was there before, wherever it stands', () => {
  const json = '{"$file":"a","b":{"$file":3,"c":[{"$file":"d"}],"e":{"$file":{"$file":"f"}}}}';
  expect([...fileNames(json)].filter((name) => typeof name === 'string').toSorted()).toEqual(['a', 'd', 'f']);
  expect(fileNames(`${'['.repeat(50_000)}{"$file":"p"}${']'.repeat(50_000)}`)).toEqual(new Set(['p']));
});
