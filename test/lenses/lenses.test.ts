import { describe, expect, test } from 'vitest';
import { lenses, lensFor } from '../../src/lenses/lens-for.js';

const alice = 'did:plc:alicealicealicealicealic';
const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const carol = 'did:plc:carolcarolcarolcarolcaro';
const known: Record<string, string> = { [alice]: 'alice.test', [bob]: 'bob.test' };
const names = (did: string) => known[did];

const cid = 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';
const ref = (uri: string) => ({ uri, cid });
const blob = (mimeType: string, size: number) => ({ $type: 'blob', ref: { $link: cid }, mimeType, size });
const image = (alt = '') => ({
  image: blob('image/jpeg', 81_000),
  alt,
  aspectRatio: { width: 4, height: 3 },
});
const createdAt = '2024-02-21T03:11:45.123Z';
const bobsPost = `at://${bob}/app.bsky.feed.post/3klvirybw6c2b`;

interface Row {
  readonly of: string;
  readonly value: unknown;
  readonly cells: readonly string[];
  readonly dids?: readonly string[];
  readonly subject?: string;
}

/** One real shape after another, from the lexicons of the collection. */
const tables: Record<string, readonly Row[]> = {
  'app.bsky.feed.post': [
    { of: 'a plain text', value: { text: 'hello', langs: ['en'], createdAt }, cells: ['hello', '', 'en'] },
    {
      of: 'several lines and languages',
      value: { text: 'one\n\ntwo', langs: ['en', 'ja', 'pt-BR'], createdAt },
      cells: ['one ⏎ two', '', 'en,ja,pt-BR'],
    },
    {
      of: 'a reply',
      value: { text: 'oh lol', reply: { root: ref(bobsPost), parent: ref(bobsPost) }, createdAt },
      cells: ['↳ oh lol', '', ''],
    },
    {
      of: 'images',
      value: { text: 'look', embed: { $type: 'app.bsky.embed.images', images: [image(), image()] } },
      cells: ['▣2 look', '▣ 2 images', ''],
    },
    {
      of: 'an image without words: its alt text speaks',
      value: {
        text: '',
        embed: { $type: 'app.bsky.embed.images', images: [image(' '), image('a cat\nasleep')] },
      },
      cells: ['▣2 a cat ⏎ asleep', '▣ 2 images', ''],
    },
    {
      of: 'a gallery',
      value: { text: 'look', embed: { $type: 'app.bsky.embed.gallery', items: [image()] } },
      cells: ['▣1 look', '▣ 1 image', ''],
    },
    {
      of: 'a video',
      value: {
        text: '',
        embed: { $type: 'app.bsky.embed.video', video: blob('video/mp4', 1), alt: 'waves' },
      },
      cells: ['▶ waves', '▶ video', ''],
    },
    {
      of: 'a link',
      value: {
        text: '',
        embed: {
          $type: 'app.bsky.embed.external',
          external: { uri: 'https://github.com@evil.test:8080/x?y', title: 'A page', description: '' },
        },
      },
      cells: ['⇢ A page', '⇢ evil.test:8080', ''],
    },
    {
      of: 'a quote of somebody known',
      value: { text: 'this', embed: { $type: 'app.bsky.embed.record', record: ref(bobsPost) } },
      cells: ['❝ this', '❝ @bob.test', ''],
      dids: [bob],
    },
    {
      of: 'a quote of somebody not known yet',
      value: {
        text: 'this',
        embed: { $type: 'app.bsky.embed.record', record: ref(`at://${carol}/app.bsky.feed.post/3k`) },
      },
      cells: ['❝ this', '❝ quote', ''],
      dids: [carol],
    },
    {
      of: 'a starter pack',
      value: {
        text: 'join',
        embed: { $type: 'app.bsky.embed.record', record: ref(`at://${bob}/app.bsky.graph.starterpack/3k`) },
      },
      cells: ['❝ join', '❝ starter pack 3k', ''],
      dids: [bob],
    },
    {
      of: 'a quote with images',
      value: {
        text: 'this',
        embed: {
          $type: 'app.bsky.embed.recordWithMedia',
          record: { $type: 'app.bsky.embed.record', record: ref(bobsPost) },
          media: { $type: 'app.bsky.embed.images', images: [image()] },
        },
      },
      cells: ['▣1 ❝ this', '▣ 1 image ❝ @bob.test', ''],
      dids: [bob],
    },
    {
      of: 'an embed of a kind never seen',
      value: { text: 'vote', embed: { $type: 'app.example.embed.poll', options: [] } },
      cells: ['+ vote', '+ poll', ''],
    },
    {
      of: 'content warnings of its own',
      value: {
        text: 'careful',
        embed: { $type: 'app.bsky.embed.images', images: [image()] },
        labels: {
          $type: 'com.atproto.label.defs#selfLabels',
          values: [{ val: 'nudity' }, { val: '!no-unauthenticated' }],
        },
      },
      cells: ['⚐ nudity (self) ⚐ only for who is signed in (self) · ▣1 careful', '▣ 1 image', ''],
    },
    {
      of: 'parts of the wrong types',
      value: {
        text: 7,
        langs: 'en',
        reply: 'yes',
        embed: { $type: 'app.bsky.embed.images', images: 3 },
        labels: [],
      },
      cells: ['▣0', '▣ 0 images', ''],
    },
    { of: 'nothing at all', value: null, cells: ['', '', ''] },
  ],
  'app.bsky.feed.like': [
    {
      of: 'a post of somebody known',
      value: { subject: ref(bobsPost), createdAt },
      cells: ['@bob.test · post 3klvirybw6c2b', ''],
      dids: [bob],
      subject: bob,
    },
    {
      of: 'a feed found through a repost',
      value: {
        subject: ref(`at://${carol}/app.bsky.feed.generator/cats`),
        via: ref(`at://${alice}/app.bsky.feed.repost/3kv`),
      },
      cells: [`${carol} · feed cats`, '@alice.test · repost 3kv'],
      dids: [carol, alice],
      subject: carol,
    },
    { of: 'a bare string', value: { subject: 'my post' }, cells: ['', ''] },
    {
      of: 'a subject that is no at:// URI',
      value: { subject: { uri: 'https://a.test' } },
      cells: ['https://a.test', ''],
    },
  ],
  'app.bsky.feed.repost': [
    {
      of: 'a post',
      value: { subject: ref(bobsPost) },
      cells: ['@bob.test · post 3klvirybw6c2b', ''],
      dids: [bob],
      subject: bob,
    },
  ],
  'app.bsky.graph.follow': [
    {
      of: 'somebody known',
      value: { subject: bob, createdAt },
      cells: ['@bob.test', ''],
      dids: [bob],
      subject: bob,
    },
    {
      of: 'somebody not known yet, through a starter pack',
      value: { subject: carol, via: ref(`at://${bob}/app.bsky.graph.starterpack/3ks`) },
      cells: [carol, '@bob.test · starter pack 3ks'],
      dids: [carol, bob],
      subject: carol,
    },
    { of: 'nobody', value: { subject: ['x'] }, cells: ['', ''] },
  ],
  'app.bsky.graph.block': [
    { of: 'somebody', value: { subject: bob, createdAt }, cells: ['@bob.test'], dids: [bob], subject: bob },
  ],
  'app.bsky.graph.listitem': [
    {
      of: 'somebody on a list',
      value: { subject: bob, list: `at://${alice}/app.bsky.graph.list/3klist`, createdAt },
      cells: ['@bob.test', 'list 3klist'],
      dids: [bob],
      subject: bob,
    },
    {
      of: 'a list that is none',
      value: { subject: bob, list: 'x' },
      cells: ['@bob.test', 'x'],
      dids: [bob],
      subject: bob,
    },
  ],
  'app.bsky.graph.verification': [
    {
      of: 'somebody under the name of that day',
      value: { subject: bob, handle: 'bob.old.test', displayName: 'Bob', createdAt },
      cells: ['@bob.test', 'Bob', '@bob.old.test'],
      dids: [bob],
      subject: bob,
    },
  ],
  'app.bsky.graph.list': [
    {
      of: 'a curation list',
      value: {
        name: 'Birds',
        purpose: 'app.bsky.graph.defs#curatelist',
        description: 'that\nsing',
        createdAt,
      },
      cells: ['Birds', 'curation', 'that ⏎ sing'],
    },
    {
      of: 'a purpose never seen',
      value: { name: 'Odd', purpose: 'com.example.defs#zoo' },
      cells: ['Odd', 'zoo', ''],
    },
    { of: 'a purpose of the wrong type', value: { name: 'Odd', purpose: 3 }, cells: ['Odd', '', ''] },
  ],
  'app.bsky.graph.listblock': [
    {
      of: 'a block list',
      value: { subject: `at://${bob}/app.bsky.graph.list/3kmod` },
      cells: ['@bob.test · list 3kmod'],
      dids: [bob],
      subject: bob,
    },
  ],
  'app.bsky.feed.threadgate': [
    {
      of: 'every rule',
      value: {
        post: bobsPost,
        allow: [
          { $type: 'app.bsky.feed.threadgate#mentionRule' },
          { $type: 'app.bsky.feed.threadgate#followingRule' },
          { $type: 'app.bsky.feed.threadgate#followerRule' },
          { $type: 'app.bsky.feed.threadgate#listRule', list: `at://${bob}/app.bsky.graph.list/3kl` },
          { $type: 'app.bsky.feed.threadgate#moonRule' },
          'x',
        ],
        hiddenReplies: [bobsPost],
      },
      cells: [
        '@bob.test · post 3klvirybw6c2b',
        'mentioned, followed, followers, list 3kl, moonRule, unknown rule · 1 hidden',
      ],
      dids: [bob],
    },
    {
      of: 'no rules: nobody',
      value: { post: bobsPost, allow: [] },
      cells: ['@bob.test · post 3klvirybw6c2b', 'nobody'],
      dids: [bob],
    },
    {
      of: 'no list of rules: anybody',
      value: { post: bobsPost },
      cells: ['@bob.test · post 3klvirybw6c2b', 'anybody'],
      dids: [bob],
    },
  ],
  'app.bsky.feed.postgate': [
    {
      of: 'quotes switched off',
      value: {
        post: bobsPost,
        embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
        detachedEmbeddingUris: [bobsPost, bobsPost],
      },
      cells: ['@bob.test · post 3klvirybw6c2b', 'nobody · 2 detached'],
      dids: [bob],
    },
    {
      of: 'no rules: anybody',
      value: { post: bobsPost, embeddingRules: [] },
      cells: ['@bob.test · post 3klvirybw6c2b', 'anybody'],
      dids: [bob],
    },
  ],
  'app.bsky.actor.profile': [
    {
      of: 'a full one',
      value: {
        displayName: 'Alice 🦋',
        description: 'I post\nthings',
        pronouns: 'she/her',
        website: 'https://alice.test/about',
        pinnedPost: ref(bobsPost),
        avatar: blob('image/png', 5),
        labels: { values: [{ val: '!no-unauthenticated' }] },
      },
      cells: [
        'Alice 🦋',
        'I post ⏎ things',
        'she/her · ⇢ alice.test · pinned post · ⚐ only for who is signed in (self)',
      ],
    },
    { of: 'an empty one', value: { $type: 'app.bsky.actor.profile' }, cells: ['', '', ''] },
  ],
  'app.bsky.feed.generator': [
    {
      of: 'a feed',
      value: { did: 'did:web:feeds.test', displayName: 'Cats', description: 'all of them', createdAt },
      cells: ['Cats', 'all of them', 'did:web:feeds.test'],
    },
  ],
  'app.bsky.graph.starterpack': [
    {
      of: 'a pack with feeds',
      value: {
        name: 'Birders',
        description: 'start here',
        list: `at://${bob}/app.bsky.graph.list/3k`,
        feeds: [{}, {}],
      },
      cells: ['Birders', 'start here', '2 feeds'],
    },
  ],
  'app.bsky.labeler.service': [
    {
      of: 'a labeler',
      value: {
        policies: { labelValues: ['spam', 'rude', 7], labelValueDefinitions: [] },
        subjectTypes: ['account', 'record'],
        subjectCollections: ['app.bsky.feed.post'],
        createdAt,
      },
      cells: ['3: spam, rude', 'account, record, post'],
    },
    { of: 'none published', value: { policies: null }, cells: ['no labels', ''] },
  ],
  'com.atproto.lexicon.schema': [
    {
      of: 'a record, its fields',
      value: {
        id: 'a.b.c',
        lexicon: 1,
        defs: { main: { type: 'record', description: 'A thing.', record: { properties: { a: {} } } }, x: 1 },
      },
      cells: ['a.b.c', 'record', 'A thing.', '2 definitions'],
    },
    {
      of: 'definitions alone',
      value: { id: 'a.b.defs', description: 'Shapes.', defs: { view: { type: 'object' } } },
      cells: ['a.b.defs', 'definitions', 'Shapes.', '1 definition'],
    },
    { of: 'nonsense', value: { id: 7, defs: [] }, cells: ['', '', '', ''] },
  ],
  'app.bsky.actor.status': [
    {
      of: 'live',
      value: {
        status: 'app.bsky.actor.status#live',
        durationMinutes: 90,
        embed: {
          $type: 'app.bsky.embed.external',
          external: { uri: 'https://twitch.tv/alice', title: 'Coding' },
        },
        createdAt,
      },
      cells: ['live · 90 min', 'Coding · ⇢ twitch.tv'],
    },
  ],
};

describe.each(Object.entries(tables))('%s', (collection, rows) => {
  const lens = lensFor(collection);

  test('has a lens of its own', () => {
    expect(lens.collections).toContain(collection);
  });

  test.each(rows)('reads $of', ({ value, cells, dids = [], subject }) => {
    expect(lens.cells(value, names)).toEqual(cells);
    expect(lens.dids(value)).toEqual(dids);
    expect(lens.subject?.(value)).toBe(subject);
  });
});

test('no collection has two lenses', () => {
  const collections = lenses.flatMap((lens) => lens.collections);
  expect(collections).toHaveLength(new Set(collections).size);
});

test('collections that nobody described are read by the fallback, whatever their names', () => {
  for (const collection of ['com.example.thing', '__proto__', 'constructor', '']) {
    expect(lensFor(collection).collections).toEqual([]);
  }
});

test.each([
  ...lenses,
  lensFor('com.example.thing'),
])('columns of $collections fit a narrow pane once what can go has gone', ({ columns }) => {
  const stays = columns.filter((column) => column.drop === 0);
  expect(stays.reduce((cells, column) => cells + (column.width || 16) + 2, -2)).toBeLessThanOrEqual(44);
  // One of them takes what is left, so that no pane has a hole at its end.
  expect(stays.filter((column) => column.width === 0)).toHaveLength(1);
  expect(columns.filter((column) => column.width === 0)).toHaveLength(1);
});
