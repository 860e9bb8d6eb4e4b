import { describe, expect, test } from 'vitest';
import { postsWanted, recordHead } from '../../src/lenses/record-head.js';
import { referenceInText } from '../../src/tui/json/json-reference.js';

const alice = 'did:plc:alicealicealicealicealic';
const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const uri = `at://${alice}/app.bsky.feed.post/3klvirybw6c2b`;
const bobsPost = `at://${bob}/app.bsky.feed.post/3klvirybw6c2a`;
const film = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const captions = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';
const createdAt = '2024-02-21T03:11:45.123Z';
const bobsView = {
  uri: bobsPost,
  author: { did: bob, handle: 'bob.test', displayName: 'Bob' },
  record: { text: 'a first\npost' },
};

const sources = {
  names: (did: string) => (did === alice ? 'alice.test' : undefined),
  posts: (of: string): unknown =>
    of === bobsPost ? bobsView : of === uri ? { likeCount: 1_234, repostCount: 3, replyCount: 0 } : undefined,
  nameOf: (did: string) => (did === alice ? 'Alice' : undefined),
};
const unknown = { names: () => undefined, posts: () => undefined, nameOf: () => undefined };

const lines = (
  value: unknown,
  of = uri,
  from: typeof sources | typeof unknown = sources,
): readonly string[] => recordHead({ uri: of, value }, from).map(({ text }) => text);

describe('a post in words', () => {
  test('is its author and time with the zone, whom it answers, its text, and its counts', () => {
    const reply = { root: { uri: bobsPost }, parent: { uri: bobsPost } };
    const said = lines({ text: 'oh\n\nlol', reply, createdAt });
    expect(said[0]).toMatch(/^Alice @alice\.test · 2024-02-2\d \d\d:11 UTC([+−]\d+(:\d\d)?)?$/);
    expect(said.slice(1)).toEqual(['↳ @bob.test: a first ⏎ post', 'oh\n\nlol', '♥ 1,234  ⟲ 3  ↩ 0']);
  });

  test('says by their addresses what nobody told of yet', () => {
    const reply = { root: { uri: bobsPost }, parent: { uri: bobsPost } };
    expect(lines({ text: 'x', reply, createdAt }, uri, unknown).slice(1)).toEqual([
      `↳ ${bob} · post 3klvirybw6c2a`,
      'x',
    ]);
  });

  test('has the links of its text, alt texts, the link card and the quote, each with what Enter opens', () => {
    const facet = (link: string) => ({ features: [{ $type: 'app.bsky.richtext.facet#link', uri: link }] });
    const value = {
      text: 'see https://in.test/text and more…',
      facets: [facet('https://in.test/text'), facet('https://long.test/path')],
      embed: {
        $type: 'app.bsky.embed.recordWithMedia',
        media: { $type: 'app.bsky.embed.images', images: [{ alt: 'a cat\nasleep' }, { alt: ' ' }] },
        record: { record: { uri: bobsPost } },
      },
    };
    const parts = recordHead({ uri, value }, sources).filter(({ role }) => role === 'hangs');
    expect(parts.map(({ text, refersTo }) => [text, refersTo])).toEqual([
      ['⇢ https://long.test/path', 'https://long.test/path'],
      ['▣ a cat ⏎ asleep', undefined],
      ['▣ image without alt text', undefined],
      ['❝ @bob.test: a first ⏎ post', bobsPost],
    ]);
    const card = { $type: 'app.bsky.embed.external', external: { uri: 'https://a.test', title: 'A page' } };
    expect(lines({ text: '', embed: card })).toContain('⇢ A page · https://a.test');
  });

  test('has a film with its size, shape and captions, each leading to its blob, and the poster that an AppView names', () => {
    const blob = (cid: string, mimeType: string, size: number) => ({
      ...{ $type: 'blob', ref: { $link: cid }, mimeType, size },
    });
    const video = {
      $type: 'app.bsky.embed.video',
      video: blob(film, 'video/mp4', 1_234_567),
      captions: [{ lang: 'de', file: blob(captions, 'text/vtt', 90) }, { lang: 'en' }, null],
      alt: 'A ball rolls',
      aspectRatio: { width: 16, height: 9 },
    };
    const view = {
      ...{ $type: 'app.bsky.embed.video#view', cid: film, aspectRatio: { width: 16, height: 9 } },
      thumbnail: 'https://elsewhere.test//other.test/a%3Ab/thumbnail.jpg?x#y',
    };
    const hanging = (embed: unknown, told: unknown) =>
      recordHead(
        { uri, value: { text: '', embed } },
        { ...sources, posts: (of) => (of === uri ? { embed: told } : undefined) },
      ).filter(({ role }) => role === 'hangs');
    const parts = hanging(video, view);
    expect(parts.map(({ text, refersTo }) => [text, refersTo])).toEqual([
      ['▶ A ball rolls · 1.2 MB · 16:9', `at://${alice}/blobs/${film}`],
      ['≡ captions: de', `at://${alice}/blobs/${captions}`],
      ['≡ captions: en', undefined],
    ]);
    expect(parts.map(({ refersTo }) => refersTo && referenceInText(refersTo)).slice(0, 2)).toEqual([
      { kind: 'address', address: { kind: 'blob', repo: alice, cid: film } },
      { kind: 'address', address: { kind: 'blob', repo: alice, cid: captions } },
    ]);
    const poster = {
      ...{ did: alice, cid: film, ratio: { width: 16, height: 9 } },
      poster: '//other.test/a%3Ab/thumbnail.jpg',
    };
    expect(parts.map(({ picture }) => picture)).toMatchObject([poster, undefined, undefined]);
    const beside = { $type: 'app.bsky.embed.recordWithMedia', media: video };
    expect(hanging(beside, { media: view })[0]?.picture).toMatchObject(poster);
    expect(hanging(video, { ...view, cid: captions })[0]?.picture).toBeUndefined();
    expect(hanging(video, { ...view, thumbnail: 'no address' })[0]?.picture).toBeUndefined();
    const labels = { values: [{ val: 'porn' }], $type: 'com.atproto.label.defs#selfLabels' };
    const labelled = recordHead(
      { uri, value: { text: '', embed: video, labels } },
      { ...sources, posts: (of) => (of === uri ? { embed: view } : undefined) },
    );
    expect(labelled.find(({ blob: of }) => of === film)?.picture?.coveredBy).toBeDefined();
    const [bare] = hanging({ $type: 'app.bsky.embed.video' }, view);
    expect([bare?.text, bare?.refersTo]).toEqual(['▶ video without alt text', undefined]);
  });

  test('has pictures that lead to their blobs', () => {
    const image = { $type: 'blob', ref: { $link: film }, mimeType: 'image/png', size: 9 };
    const value = { text: '', embed: { $type: 'app.bsky.embed.images', images: [{ image, alt: 'a cat' }] } };
    expect(recordHead({ uri, value }, sources).find(({ role }) => role === 'hangs')).toMatchObject({
      text: '▣ a cat',
      refersTo: `at://${alice}/blobs/${film}`,
    });
  });

  test.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['parts of the wrong types', { text: 7, facets: 'x', reply: 3, embed: { images: {} }, createdAt: [] }],
    ['facets of the wrong types', { text: 'x', facets: [null, { features: [7, { uri: 8 }] }] }],
  ])('never fails: %s', (_, value) => {
    expect(lines(value)[0]).toMatch(/^Alice @alice\.test · /);
  });

  test('as a service speaks of it has its author and counts from there', () => {
    const view = { ...bobsView, likeCount: 2 };
    expect(lines(view, bobsPost, unknown)).toEqual(
      ['Bob @bob.test · 2024-02-21 03:11 UTC', 'a first\npost', '♥ 2'].map((line, index) =>
        index === 0 ? expect.stringMatching(/^Bob @bob\.test · 2024-02-2/) : line,
      ),
    );
    expect(postsWanted({ uri: bobsPost, value: view })).toEqual([]);
  });
});

test('the posts that a head wants are the post itself, whom it answers and whom it quotes', () => {
  const value = {
    reply: { parent: { uri: bobsPost }, root: { uri } },
    embed: { $type: 'app.bsky.embed.record', record: { uri: `at://${bob}/app.bsky.graph.list/3k` } },
  };
  expect(postsWanted({ uri, value })).toEqual([uri, bobsPost]);
  expect(
    postsWanted({ uri: `at://${alice}/app.bsky.feed.like/3k`, value: { subject: { uri: bobsPost } } }),
  ).toEqual([bobsPost]);
  expect(postsWanted({ uri: `at://${alice}`, value })).toEqual([]);
});

test('a like says what was liked', () => {
  const like = { subject: { uri: bobsPost }, createdAt };
  expect(lines(like, `at://${alice}/app.bsky.feed.like/3k`).at(-1)).toBe('@bob.test: a first ⏎ post');
});

test('a starter pack leads to the people in it, and to its feeds', () => {
  const list = `at://${bob}/app.bsky.graph.list/3kp`;
  const feed = `at://${alice}/app.bsky.feed.generator/birds`;
  const pack = { name: 'Birders', description: 'start here', list, feeds: [{ uri: feed }, null], createdAt };
  const head = recordHead({ uri: `at://${alice}/app.bsky.graph.starterpack/3k`, value: pack }, sources);
  expect(head.slice(1).map(({ text, refersTo }) => [text, refersTo])).toEqual([
    ['Birders', undefined],
    ['start here', undefined],
    ['⇢ the people in it', `${list}/members`],
    ['⇢ @alice.test · feed birds', feed],
  ]);
  expect(
    lines({ name: 7, list: null, feeds: 'x' }, `at://${alice}/app.bsky.graph.starterpack/3k`),
  ).toHaveLength(1);
});

test('a kind with columns and no head of its own has one of its columns', () => {
  const list = { name: 'Birds', purpose: 'app.bsky.graph.defs#curatelist', description: '', createdAt };
  expect(lines(list, `at://${alice}/app.bsky.graph.list/3k`).slice(1)).toEqual([
    'name: Birds',
    'purpose: curation',
  ]);
});

test('a kind that nobody described has one of its members', () => {
  const plant = { $type: 'com.example.plant', name: 'Basil', height: 7, tags: ['a', 'b'], createdAt };
  expect(lines(plant, `at://${alice}/com.example.plant/3k`).slice(1)).toEqual([
    'Basil',
    'height: 7',
    'tags: [2]',
  ]);
});
