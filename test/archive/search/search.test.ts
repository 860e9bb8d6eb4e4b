import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../src/archive/archive.js';
import { HitList, type HitOrder } from '../../../src/archive/search/hit-list.js';
import { foldCase, parseQuery, type SearchTerm } from '../../../src/archive/search/query.js';
import { searchArchive } from '../../../src/archive/search/search.js';
import { fold } from '../../../src/text/match.js';
import { type PlainRecord, plainArchive } from '../../support/archive/plain-archive.js';
import { randomFrom } from '../../support/random.js';

const signal = new AbortController().signal;
const POST = 'app.bsky.feed.post';

async function found(archive: Archive, query: string, order: HitOrder = 'collection'): Promise<string[]> {
  const list = new HitList(order);
  for await (const { hits } of searchArchive(archive, parseQuery(query), { signal })) list.add(hits);
  return [...list].map((row) => `${archive.collectionOf(row).name}/${archive.rkey(row)}`);
}

const post = (rkey: string, text: string, more: object = {}): PlainRecord => ({
  collection: POST,
  rkey,
  value: { $type: POST, text, ...more },
});

describe('a search', async () => {
  const archive = await plainArchive([
    post('a', 'Harbor lights at NIGHT'),
    post('b', 'the harbour', { embed: { images: [{ alt: 'a harbor at night', aspect: { width: 3 } }] } }),
    post('c', 'ÉCOLE du soir', { tags: ['harbor', 'night'] }),
    post('d', 'ecole', { createdAt: '2023-05-01T00:00:00Z' }),
    post('e', 'cafe', { cafe: 'mail' }),
    post('f', 'cafe\u0301 and nothing else'),
    post('3kaaaaaaaaa2a', 'Привет, мир'),
    post('3laaaaaaaaa2a', 'привет НОЧЬ ΟΔΟΣ'),
    {
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      value: { displayName: 'Harbor', bytes: { $bytes: 'aGFyYm9y' } },
    },
    { collection: 'x.y.z', rkey: 'harbor', value: { harbor: 1, $type: 'harbor', n: [1.5, -3, null, true] } },
  ]);

  it.each([
    ['harbor', ['a', 'b', 'c', 'self']],
    ['cafe', ['e']],
    ['mail text:cafe', ['e']],
    ['HARBOR night', ['a', 'b', 'c']],
    ['"Harbor"', ['a', 'self']],
    ['école', ['c']],
    ['~école', ['c', 'd']],
    ['~ecole soir', ['c']],
    ['text:harbor', ['a']],
    ['alt:harbor', ['b']],
    ['embed.images.alt:night', ['b']],
    ['images.embed.alt:night', []],
    ['tags:night', ['c']],
    ['harbor collection:profile', ['self']],
    ['привет', ['3kaaaaaaaaa2a', '3laaaaaaaaa2a']],
    ['НОЧЬ', ['3laaaaaaaaa2a']],
    ['οδος', ['3laaaaaaaaa2a']],
    ['οδοσ', ['3laaaaaaaaa2a']],
    ['until:2023-05', ['d']],
    ['nobody', []],
    ['app.bsky.feed.post', []],
  ])('for %s finds %j', async (query, keys) => {
    expect((await found(archive, query)).map((path) => path.split('/')[1]).sort()).toEqual([...keys].sort());
  });

  it('puts the newest first, and what has no time last', async () => {
    expect((await found(archive, 'collection:post', 'newest')).map((path) => path.split('/')[1])).toEqual([
      '3laaaaaaaaa2a',
      '3kaaaaaaaaa2a',
      'd',
      'a',
      'b',
      'c',
      'e',
      'f',
    ]);
  });

  it('finds a record by each of its keys', async () => {
    const value = { text: 'twice' };
    const twice = await plainArchive([
      { collection: 'a.b.c', rkey: '1', value },
      { collection: 'a.b.c', rkey: '2', value },
    ]);
    const same: Archive = { ...twice, offset: () => twice.offset(0) };
    expect(await found(same, 'twice')).toEqual(['a.b.c/1', 'a.b.c/2']);
  });

  it('ends where it is stopped', async () => {
    const stopped = new AbortController();
    stopped.abort(new Error('stopped'));
    const steps = searchArchive(archive, parseQuery('harbor'), { signal: stopped.signal });
    await expect(steps.next()).rejects.toThrow('stopped');
  });
});

describe('a search of random records, in any order of the file', () => {
  const letters = ['a', 'A', 'b', 'É', 'é', 'ж', 'Ж', '日', '👍', ' ', 'Ö', 'z', 'Z'];

  it.each([1, 2])('finds what reading each record finds (seed %i)', async (seed) => {
    const random = randomFrom(seed * 7919);
    const word = (most: number) =>
      Array.from({ length: 1 + random.below(most) }, () => random.pick(letters)).join('');
    function value(depth: number): unknown {
      const kind = random.below(depth > 3 ? 2 : 5);
      if (kind === 0) return random.below(100_000);
      if (kind === 1 || kind === 2) return word(random.pick([6, 30, 300]));
      if (kind === 3) return Array.from({ length: random.below(5) }, () => value(depth + 1));
      return object(depth + 1);
    }
    const object = (depth: number): Record<string, unknown> =>
      Object.fromEntries(
        Array.from({ length: random.below(6) }, () => [
          random.pick(['text', 'alt', '$type', 'ab', 'é']),
          value(depth),
        ]),
      );
    const records: PlainRecord[] = Array.from({ length: 1000 }, (_, at) => ({
      collection: random.pick(['a.b.c', 'a.b.d']),
      rkey: `k${String(at).padStart(5, '0')}`,
      value: { ...object(0), big: at % 500 === 0 ? word(300).repeat(1000) : 1 },
    }));
    const archive = await plainArchive(records, {
      order: (rows) => (seed === 1 ? rows : rows.toSorted(() => random.next() - 0.5)),
    });
    for (let round = 0; round < 15; round++) {
      const query = Array.from(
        { length: 1 + random.below(2) },
        () =>
          random.pick(['', '', '~', 'text:', 'alt:']) +
          word(4).replaceAll(' ', '') +
          random.pick(letters.slice(0, 4)),
      ).join(' ');
      const { terms } = parseQuery(query);
      const expected = records
        .filter(({ value: record }) => terms.every((term) => holds(record, term, undefined)))
        .map(({ collection, rkey }) => `${collection}/${rkey}`)
        .sort();
      expect(await found(archive, query), query).toEqual(expected);
    }
  });
});

/** The same by walking through the value. */
function holds(value: unknown, term: SearchTerm, name: string | undefined): boolean {
  if (typeof value === 'string') {
    if (name === '$type' || (term.field.length > 0 && term.field.at(-1) !== name)) return false;
    if (term.how === 'exact') return value.includes(term.text);
    return (term.how === 'case' ? foldCase(value) : fold(value)).includes(term.text);
  }
  // A list in `$type` is nothing that is read as a type.
  if (Array.isArray(value)) {
    return value.some((item) => holds(item, term, name === '$type' ? `[${name}]` : name));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([member, inner]) => holds(inner, term, member));
}
