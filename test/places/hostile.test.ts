import { expect, test } from 'vitest';
import { rawItemFromText } from '../../src/atproto/calls/raw-items.js';
import { lenses, lensFor } from '../../src/lenses/lens-for.js';
import { recordsListing } from '../../src/places/records.js';
import { CELL_MAX_CHARACTERS } from '../../src/text/cell-text.js';

const did = 'did:plc:alicealicealicealicealic';
const all = [...lenses, lensFor('com.example.never-seen')];
const rawItem = (value: unknown) => rawItemFromText(JSON.stringify(value));
const nobody = () => undefined;

/** Every member that some lens looks at, and some that JavaScript would. */
const members =
  `$type $link $bytes __proto__ actor allow alt cid constructor createdAt description detachedEmbeddingUris did
  displayName durationMinutes embed embeddingRules external feeds handle hiddenReplies images items labels labelValues
  langs length list media mimeType name pinnedPost policies post pronouns purpose record reply size status subject
  subjectCollections subjectTypes text title toString uri val value values via website`.split(/\s+/);

const types =
  `app.bsky.embed.images app.bsky.embed.gallery app.bsky.embed.video app.bsky.embed.external app.bsky.embed.record
  app.bsky.embed.recordWithMedia app.bsky.feed.threadgate#listRule # .`.split(/\s+/);

const texts = [
  ...['', ' ', '\n', '\u0000', '\ud800', 'at://', 'did:', 'at://a.b', did, 'https://', 'https://['],
  ...[`at://${did}/app.bsky.feed.post/3k`, '😀'.repeat(3_000), '\n'.repeat(3_000), 'x'.repeat(1_000_000)],
];

const leaves: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 2n ** 70n],
  ...texts,
  ...[[], {}, ['x', 1, null, [], {}], Array.from({ length: 10_000 }, () => ({ val: 'x'.repeat(99) }))],
];

/** A small generator of the same numbers in every run, so that what failed once fails again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function anyValue(pick: (below: number) => number, depth: number): unknown {
  if (depth === 0 || pick(3) === 0) return leaves[pick(leaves.length)];
  if (pick(5) === 0) return Array.from({ length: pick(4) }, () => anyValue(pick, depth - 1));
  const object: Record<string, unknown> = {};
  if (pick(2) === 0) object.$type = types[pick(types.length)];
  for (let count = pick(12); count > 0; count -= 1) {
    Object.defineProperty(object, members[pick(members.length)]!, {
      value: anyValue(pick, depth - 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

/** What is wrong with what a lens makes of a value: nothing, one hopes. */
function faults(value: unknown): string[] {
  return all.flatMap((lens) => {
    const cells = lens.cells(value, nobody);
    const dids = [...lens.dids(value), lens.subject?.(value) ?? did];
    return [
      ...(cells.length === lens.columns.length ? [] : ['as many texts as columns']),
      ...cells.flatMap((cell) => {
        if (typeof cell !== 'string') return ['a cell that is no text'];
        if (cell.length > CELL_MAX_CHARACTERS) return ['a cell too long'];
        return /[\n\r\t]/.test(cell) ? ['a cell of several lines'] : [];
      }),
      ...dids.filter((found) => !found.startsWith('did:')),
    ].map((fault) => `${lens.collections[0]}: ${fault}`);
  });
}

test('every lens makes a row of one-line texts out of any value', () => {
  expect([undefined, ...leaves].flatMap(faults)).toEqual([]);
});

test('every lens makes a row of one-line texts out of any value at any member', () => {
  expect(members.flatMap((member) => leaves.flatMap((leaf) => faults({ [member]: leaf })))).toEqual([]);
});

test('every lens makes a row of one-line texts out of five hundred random records', () => {
  const pick = numbers(20_240_221);
  for (let count = 0; count < 500; count += 1) expect(faults(anyValue(pick, 5))).toEqual([]);
});

test('an embed that nests in itself a thousand times is a row', () => {
  let embed: unknown = {};
  for (let level = 0; level < 1_000; level += 1) {
    embed = { $type: 'app.bsky.embed.recordWithMedia', media: embed, record: embed };
  }
  expect(faults({ text: '', embed })).toEqual([]);
});

const listing = recordsListing({
  address: { kind: 'collection', repo: 'alice.test', collection: 'com.example.thing' },
  source: { list: () => Promise.reject(new Error('not asked')) },
  did,
});

test.each<[string, unknown, unknown]>([
  ['null', null, null],
  ['a text', 'x', 'x'],
  ['an array', [], []],
  ['an object without members', {}, {}],
  ['members of other types', { uri: 7, cid: [], value: null }, null],
  ['a URI that is none', { uri: 'http://x', value: {} }, {}],
  ['a URI without a record key', { uri: `at://${did}/com.example.thing`, value: {} }, {}],
])('an item that is %s is a row that opens nothing', (_, item, json) => {
  const row = listing.row(rawItem(item), nobody);
  expect(row.cells).toHaveLength(listing.columns.length);
  expect(row.opens).toBeUndefined();
  expect(listing.key(rawItem(item))).not.toBe('');
  expect(listing.dids(rawItem(item))).toEqual([]);
  expect(JSON.parse(listing.json(rawItem(item)))).toEqual(json);
});

test('a record without a value shows the item as it came', () => {
  const text = '{ "uri": "at://x" }';
  expect(listing.json(rawItemFromText(text))).toBe(text);
});
