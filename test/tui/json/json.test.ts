import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/atproto/calls/raw-items.js';
import { formatAddress } from '../../../src/places/address.js';
import { jsonDocument } from '../../../src/tui/json/json-document.js';
import { foldAll, foldTarget, foldToggle, unfoldAll } from '../../../src/tui/json/json-folds.js';
import { layoutJson } from '../../../src/tui/json/json-layout.js';
import { paintJson } from '../../../src/tui/json/paint-json.js';
import { hostileText, randomFrom } from '../../support/random.js';

const none: ReadonlySet<number> = new Set();

function shown(value: unknown, width = 60, folded = none): string[] {
  const layout = layoutJson(jsonDocument(value), { width, folded });
  const rows = paintJson(layout, 0, layout.length, { selected: undefined, focused: false });
  return rows.map((row) => stripVTControlCharacters(row).trimEnd().slice(1));
}

/** Any value that JSON can hold, with texts that break careless screens. */
function anything(random: ReturnType<typeof randomFrom>, depth = 0): unknown {
  const kind = random.below(depth > 5 ? 5 : 8);
  if (kind === 0) return null;
  if (kind === 1) return random.next() < 0.5;
  if (kind === 2) return random.below(1e9) / 7;
  if (kind === 3) return 9_007_199_254_740_993n;
  if (kind === 4) return hostileText(random, 60);
  if (kind === 5) return Array.from({ length: random.below(6) }, () => anything(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [hostileText(random, 4), anything(random, depth + 1)]),
  );
}

describe('a record', () => {
  test('is shown in the order in which it came, with what it points to marked', () => {
    const cid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
    const value = {
      $type: 'app.bsky.feed.post',
      text: 'see',
      subject: { uri: 'at://did:plc:ragtjsm2j2vknwkz3zp4oxrd/app.bsky.feed.post/3kabc', cid },
      did: 'did:plc:ragtjsm2j2vknwkz3zp4oxrd',
      link: 'https://example.com/',
      image: { $type: 'blob', ref: { $link: cid }, mimeType: 'image/png', size: 34_000 },
      none: null,
      empty: [],
    };
    const rows = shown(value, 90);
    expect(rows[0]).toBe('{');
    expect(rows[1]).toBe('  "$type": "app.bsky.feed.post" →,');
    expect(rows.filter((row) => row.includes('→')).map((row) => row.trim().split(':')[0])).toEqual([
      '"$type"',
      '"uri"',
      '"did"',
      '"link"',
      '"image"',
    ]);
    expect(rows.find((row) => row.includes('"image"'))).toMatch(/⬚ image\/png 34 kB bafk/);
    expect(rows.at(-2)).toBe('  "empty": []');
    expect(rows.at(-1)).toBe('}');
  });

  test('keeps every digit of integers past 2^53', () => {
    const text = '{"big":9007199254740993,"bigger":123456789012345678901234567890,"float":1.5}';
    expect(shown(parseJson(text))).toEqual([
      '{',
      '  "big": 9007199254740993,',
      '  "bigger": 123456789012345678901234567890,',
      '  "float": 1.5',
      '}',
    ]);
  });

  test('knows addresses, DIDs, links and blobs, and nothing else, as references', () => {
    const lines = jsonDocument([
      'at://alice.test/app.bsky.feed.post/3kabc',
      'did:web:example.com',
      'http://example.com/a?b#c',
      'app.bsky.feed.post',
      'alice.test',
      'see https://example.com',
      'at://not an address',
      'javascript:alert(1)',
      { cid: 'bafkreia', mimeType: 'image/jpeg' },
    ]).lines;
    expect(lines.slice(1, -1).map(({ reference }) => reference?.kind)).toEqual([
      'address',
      'address',
      'web',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'blob',
    ]);
  });

  test('knows the lexicon of an NSID where a member says that it is one', () => {
    const { lines } = jsonDocument({
      $type: 'app.bsky.embed.images#image',
      text: 'app.bsky.feed.post',
      collection: 'App.Bsky.feed.getPosts',
      refs: ['a.b.c', '#local', 'no nsid', 7],
      nsid: { id: 'a.b.c' },
      other: ['a.b.c'],
    });
    const found = lines.flatMap(({ reference }) =>
      reference?.kind === 'address' ? [reference.address] : [],
    );
    expect(found.map(formatAddress)).toEqual([
      'lexicon:app.bsky.embed.images#image',
      'lexicon:app.bsky.feed.getPosts',
      'lexicon:a.b.c',
    ]);
  });

  test('shows in a string what could not be seen', () => {
    const [, row] = shown({ text: 'a\nb\x1b[31m\u202Ec\u0000' });
    expect(row).toBe('  "text": "a\\nb\\u001b[31m\\u202ec\\u0000"');
  });

  test('10,000 levels deep is laid out and painted', () => {
    let value: unknown = 'end';
    for (let level = 0; level < 10_000; level++) value = { a: value };
    const document = jsonDocument(value);
    expect(document.lines).toHaveLength(20_001);
    const layout = layoutJson(document, { width: 30, folded: none });
    const row = layout.rowOf(10_000);
    const [painted] = paintJson(layout, row, 1, { selected: undefined, focused: false });
    expect(stripVTControlCharacters(painted!)).toMatch(/⋯10000.*"end"/);
  });
});

describe('folding', () => {
  const document = jsonDocument({ a: { b: [1, 2, 3], c: 'x' }, d: 'y' });
  function rows(folded: ReadonlySet<number>) {
    const layout = layoutJson(document, { width: 40, folded });
    return paintJson(layout, 0, layout.length, { selected: undefined, focused: false }).map((row) =>
      stripVTControlCharacters(row).trimEnd().slice(1),
    );
  }

  test('hides what a line opens, closes or stands in', () => {
    const opened = document.lines.findIndex(({ key }) => key === 'b');
    for (const line of [opened, opened + 1, opened + 4]) expect(foldTarget(document, line)).toBe(opened);
    expect(rows(foldToggle(document, none, opened + 2))).toEqual([
      '{',
      '  "a": {',
      '    "b": [… 3 items],',
      '    "c": "x"',
      '  },',
      '  "d": "y"',
      '}',
    ]);
  });

  test('all leaves the members of the outermost value, and is undone', () => {
    expect(rows(foldAll(document))).toEqual(['{', '  "a": {… 2 keys},', '  "d": "y"', '}']);
    expect(rows(unfoldAll())).toHaveLength(document.lines.length);
    expect(foldToggle(document, foldToggle(document, none, 0), 0)).toEqual(none);
  });
});

describe('for any value, width and folds', () => {
  const random = randomFrom(42);
  const cases = Array.from({ length: 200 }, () => {
    const document = jsonDocument(anything(random));
    const folded = new Set(
      document.lines.flatMap(({ kind }, index) => (kind === 'open' && random.next() < 0.2 ? [index] : [])),
    );
    return { layout: layoutJson(document, { width: 3 + random.below(90), folded }), document };
  });

  test('every row is exactly as wide as asked for, and holds nothing that a terminal obeys', () => {
    for (const { layout } of cases) {
      const rows = paintJson(layout, 0, layout.length + 2, {
        selected: random.below(layout.length),
        focused: true,
      });
      for (const row of rows) {
        const plain = stripVTControlCharacters(row);
        expect(stringWidth(plain), JSON.stringify(plain)).toBe(layout.width);
        expect(plain).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }
    }
  });

  test('rows and lines lead to each other', () => {
    for (const { layout, document } of cases) {
      for (let row = 0; row < layout.length; row++) {
        const { logical, part } = layout.lineAt(row)!;
        expect(layout.rowOf(logical) + part).toBe(row);
      }
      expect(layout.lineAt(layout.length)).toBeUndefined();
      expect(layout.lineAt(-1)).toBeUndefined();
      expect(layout.rowOf(document.lines.length - 1)).toBeLessThan(layout.length);
    }
  });
});

test('only the rows in sight are made', () => {
  const document = jsonDocument(Array.from({ length: 10_000 }, (_, index) => `item ${index}`));
  const layout = layoutJson(document, { width: 40, folded: none });
  let made = 0;
  const counted = Object.create(layout, {
    textAt: {
      value: (row: number) => {
        made++;
        return layout.textAt(row);
      },
    },
    width: { value: layout.width },
  });
  const rows = paintJson(counted, 5_000, 30, { selected: 5_001, focused: true });
  expect(made).toBe(30);
  expect(stripVTControlCharacters(rows[1]!)).toMatch(/^▌ {2}"item 5000"/);
});

test('the same layout is given for the same document, width and folds', () => {
  const document = jsonDocument({ a: 1 });
  expect(layoutJson(document, { width: 40, folded: none })).toBe(
    layoutJson(document, { width: 40, folded: none }),
  );
});
