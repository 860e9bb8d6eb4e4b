import { describe, expect, test } from 'vitest';
import { richTextOf } from '../../../src/jobs/posts/facets.js';
import { foundSpans } from '../../../src/jobs/posts/found-spans.js';

const dids: Readonly<Record<string, string>> = {
  'alice.test': 'did:plc:alice',
  'bob.example.com': 'did:plc:bob',
};

async function resolve(handle: string): Promise<string | undefined> {
  if (handle === 'down.test') throw new Error('no answer');
  return dids[handle];
}

/** What each facet covers, by its bytes, and what it says. */
async function facetsOf(text: string): Promise<readonly string[]> {
  const rich = await richTextOf(text, resolve);
  const bytes = Buffer.from(rich.text);
  return rich.facets.map(({ index, features: [feature] }) => {
    const covered = bytes.toString('utf8', index.byteStart, index.byteEnd);
    return `${covered} → ${Object.values(feature!)[1]}`;
  });
}

describe('what is found', () => {
  test.each<[string, string, readonly string[]]>([
    ['a mention', 'hi @alice.test!', ['@alice.test → did:plc:alice']],
    ['at the start, in capitals', '@Alice.Test', ['@Alice.Test → did:plc:alice']],
    ['behind emoji of many code units', '👩‍👩‍👧‍👦👍🏽 @alice.test 🇨🇭', ['@alice.test → did:plc:alice']],
    ['between words that have no spaces', 'これは@alice.testさん', ['@alice.test → did:plc:alice']],
    ['with a wide sign', '＠alice.test', ['＠alice.test → did:plc:alice']],
    ['in text from right to left', 'שלום @alice.test עולם', ['@alice.test → did:plc:alice']],
    [
      'in brackets, with a full stop',
      '(@alice.test, @bob.example.com.)',
      ['@alice.test → did:plc:alice', '@bob.example.com → did:plc:bob'],
    ],
    ['no e-mail address', 'write to me@alice.test or a.b@alice.test', []],
    ['no handle of one word', 'hi @alice', []],
    [
      'a link',
      'see https://example.com/a?b=c#d.',
      ['https://example.com/a?b=c#d → https://example.com/a?b=c#d'],
    ],
    [
      'a link with brackets of its own',
      '(https://en.wikipedia.org/wiki/Rust_(language))',
      ['https://en.wikipedia.org/wiki/Rust_(language) → https://en.wikipedia.org/wiki/Rust_(language)'],
    ],
    [
      'a link before wide punctuation',
      'https://example.com/日本。次',
      ['https://example.com/日本 → https://example.com/日本'],
    ],
    [
      'a link in quotes',
      '“https://example.com” and "https://example.org"',
      ['https://example.com → https://example.com', 'https://example.org → https://example.org'],
    ],
    [
      'a link without a scheme',
      'on example.com/a, www.example.rs, bsky.app',
      ['example.com/a → https://example.com/a', 'www.example.rs → https://www.example.rs'],
    ],
    ['no names of files, numbers or abbreviations', 'main.rs README.md node.js 1.5 e.g. v2.0.io-x a..b', []],
    ['a name of a file that has a path behind it', 'get.rs/x', ['get.rs/x → https://get.rs/x']],
    ['a written link', '🙂 [my site](https://example.com/x) is up', ['my site → https://example.com/x']],
    ['a tag', 'a #tag, and #another-one!', ['#tag → tag', '#another-one → another-one']],
    [
      'tags of other writing',
      '#日本語。#Straße ＃広い',
      ['#日本語 → 日本語', '#Straße → Straße', '＃広い → 広い'],
    ],
    ['no tags of digits, keycaps and colours in words', '#1 #️⃣ a#b #! ##', []],
    ['tags with digits', '#2024election', ['#2024election → 2024election']],
    ['no tag in a link', 'https://example.com/#tag', ['https://example.com/#tag → https://example.com/#tag']],
  ])('%s', async (_, text, facets) => {
    expect(await facetsOf(text)).toEqual(facets);
  });
});

test('what nobody has stays text, and is told; so is what could not be asked', async () => {
  const rich = await richTextOf('@nobody.test @down.test @alice.test', resolve);
  expect(rich.facets).toHaveLength(1);
  expect(rich.text).toBe('@nobody.test @down.test @alice.test');
  expect(rich.notes).toEqual([
    "@nobody.test is nobody's handle, and stays text.",
    'Whose handle @down.test is could not be found out: it stays text.',
  ]);
});

test('a tag has at most 64 characters, whatever they are made of', async () => {
  const family = '👨‍👩‍👧'.replaceAll('\u200d', '');
  expect(await facetsOf(`#${'ä'.repeat(64)}`)).toHaveLength(1);
  const long = await richTextOf(`#${'ä'.repeat(65)}`, resolve);
  expect(long.facets).toEqual([]);
  expect(long.notes[0]).toMatch(/^#ä{20}… is too long for a tag/);
  expect(await facetsOf(`#x${family}`)).toHaveLength(1);
});

test('pieces read as the text does', async () => {
  const text = 'hi @alice.test: [this](https://example.com) is #new, @nobody.test';
  const rich = await richTextOf(text, resolve);
  expect(rich.pieces.map((piece) => piece.text).join('')).toBe(rich.text);
  expect(rich.pieces.map(({ is }) => is)).toEqual([
    undefined,
    'mention',
    undefined,
    'link',
    undefined,
    'tag',
    undefined,
  ]);
});

test('long texts are looked through in little time', () => {
  const texts = ['a.', 'a-', '@a.', '[', '#a', 'https://', '(', '[[[](https://'];
  for (const text of texts) foundSpans(text.repeat(20_000 / text.length));
}, 2_000);
