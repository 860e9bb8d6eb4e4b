import { expect, test } from 'vitest';
import { rawItemFromText } from '../../../src/atproto/calls/raw-items.js';
import { Reply } from '../../../src/atproto/calls/reply.js';
import { type ThreadItem, threadIn, threadInFirst } from '../../../src/places/threads/thread-items.js';
import { HIDDEN_KEY, threadRows } from '../../../src/places/threads/thread-tree.js';

const uriOf = (name: string) => `at://did:plc:a/app.bsky.feed.post/${name}`;
const item = (depth: number, name: string, more: Partial<ThreadItem> = {}): ThreadItem => ({
  whole: rawItemFromText('{}'),
  uri: uriOf(name),
  depth,
  moreReplies: 0,
  moreParents: false,
  author: undefined,
  ...more,
});

/** Each row as it hangs, by the name of its post. */
function drawn(
  items: readonly ThreadItem[],
  { hidden, folded = [] }: { hidden?: readonly ThreadItem[]; folded?: readonly string[] } = {},
): readonly string[] {
  const keys = folded.map((name) => (name === HIDDEN_KEY ? name : uriOf(name)));
  const rows = threadRows({
    items,
    hidden: hidden ?? [],
    hasHidden: hidden !== undefined,
    isFolded: (key) => keys.includes(key),
  });
  expect(new Set(rows.map(({ depth }) => depth)).has(-1)).toBe(false);
  return rows.map((row) => {
    if (row.kind === 'post') {
      const below = row.isFolded ? `[${row.below}] ` : '';
      return `${row.guide}${below}${row.item.uri.split('/').at(-1)}`;
    }
    return `${row.guide}${row.kind}${row.kind === 'more' ? ` ${row.count ?? 'above'}` : ''}`;
  });
}

const THREAD = [
  item(-2, 'root'),
  item(-1, 'above'),
  item(0, 'here'),
  item(1, 'a'),
  item(2, 'a1'),
  item(3, 'a11'),
  item(2, 'a2'),
  item(1, 'b'),
];

test('what the post answers stands above it, and what answers it hangs below', () => {
  expect(drawn(THREAD)).toEqual(['┌ root', '│ above', '● here', '├ a', '│├ a1', '││└ a11', '│└ a2', '└ b']);
});

test('of a folded post it is said how many stand below it', () => {
  expect(drawn(THREAD, { folded: ['a'] }).slice(2)).toEqual(['● here', '├ [3] a', '└ b']);
  expect(drawn(THREAD, { folded: ['here'] }).slice(2)).toEqual(['● [5] here']);
  expect(drawn(THREAD, { folded: ['b', 'nothing'] })).toEqual(drawn(THREAD));
});

test('where the service has more, a row says so below all that is there of it', () => {
  const items = [
    item(0, 'here', { moreParents: true }),
    item(1, 'a', { moreReplies: 3 }),
    item(2, 'a1', { moreReplies: 1 }),
    item(1, 'b'),
  ];
  expect(drawn(items)).toEqual(['┌ more above', '● here', '├ a', '│├ a1', '││└ more 1', '│└ more 3', '└ b']);
  expect(drawn(items, { folded: ['a'] })).toEqual(['┌ more above', '● here', '├ [1] a', '└ b']);
});

test('what somebody hid stands below a row of its own, which folds', () => {
  const hidden = [item(1, 'rude'), item(2, 'answer'), item(1, 'muted')];
  expect(drawn([item(0, 'here'), item(1, 'a')], { hidden })).toEqual([
    '● here',
    '├ a',
    '└ hidden',
    ' ├ rude',
    ' │└ answer',
    ' └ muted',
  ]);
  expect(drawn([item(0, 'here')], { hidden, folded: [HIDDEN_KEY] })).toEqual(['● here', '└ hidden']);
});

test('a deep thread takes no more cells than a shallow one, and tells how deep it is', () => {
  const deep = Array.from({ length: 14 }, (_, depth) => item(depth, `${depth}`));
  expect(drawn(deep).slice(5)).toEqual([
    '    └ 5',
    '     ├ 6',
    ...[7, 8, 9, 10, 11, 12].map((depth) => `     ├+${depth - 6} ${depth}`),
    '     └+7 13',
  ]);
});

test.each([
  ['levels that are left out', [item(0, 'a'), item(5, 'b'), item(9, 'c')], ['● a', '└ b', ' └ c']],
  ['two that are the one', [item(0, 'a'), item(0, 'b')], ['● a', '└ b']],
  ['one above that comes below', [item(0, 'a'), item(1, 'b'), item(-3, 'c')], ['● a', '├ b', '└ c']],
  ['nothing but what is above', [item(-2, 'a'), item(-1, 'b')], ['┌ a', '│ b']],
  ['none at the middle', [item(3, 'a'), item(1, 'b')], ['● a', '└ b']],
  ['the same post again', [item(0, 'a'), item(1, 'a'), item(2, 'a')], ['● a', '└ a', ' └ a']],
  ['nothing', [], []],
])('a thread may have %s', (_, items, rows) => {
  expect(drawn(items)).toEqual(rows);
});

const answer = (value: unknown) => new Reply(Buffer.from(JSON.stringify(value)), 'a.test', 'a.b.c');

test.each([
  [{ thread: [null, 7, 'x', [], {}, { depth: '1' }, { depth: 1e300, uri: 7 }, { value: { post: null } }] }],
  [{ thread: null }],
  [
    {
      thread: [
        { depth: 1.5, value: { moreReplies: -3 } },
        { depth: -0.5, value: { moreReplies: 'many' } },
      ],
    },
  ],
])('an answer may be %j', async (value) => {
  const { items } = await threadIn(answer(value));
  for (const { depth, moreReplies, uri } of items) expect([depth, moreReplies, uri]).toEqual([1, 0, '']);
  expect(drawn(items)).toHaveLength(items.length);
});

test('ten thousand replies, each to the one before or all to one, are laid out at once', () => {
  for (const shape of [(at: number) => at, () => 1, (at: number) => at % 40]) {
    const items = Array.from({ length: 10_000 }, (_, at) =>
      item(at === 0 ? 0 : Math.max(1, shape(at)), `${at}`),
    );
    const begin = performance.now();
    expect(threadRows({ items, hidden: [], hasHidden: false, isFolded: () => false })).toHaveLength(10_000);
    expect(performance.now() - begin).toBeLessThan(500);
  }
});

const view = (name: string, more: object = {}) => ({
  $type: 'app.bsky.feed.defs#threadViewPost',
  post: { uri: uriOf(name), replyCount: 0, author: { did: 'did:plc:a' } },
  ...more,
});

test('the answer of the older method reads as that of the newer one', () => {
  const gone = { $type: 'app.bsky.feed.defs#notFoundPost', uri: uriOf('root'), notFound: true };
  const blocked = { uri: uriOf('blocked'), blocked: true, author: { did: 'did:plc:b' } };
  const { items, hasHidden } = threadInFirst(
    answer({
      thread: view('here', {
        parent: view('above', { parent: gone }),
        replies: [view('a', { replies: [view('a1')] }), blocked, view('rude')],
      }),
      threadgate: { record: { hiddenReplies: [uriOf('rude')] } },
    }),
  );
  expect(hasHidden).toBe(false);
  expect(drawn(items)).toEqual(['┌ root', '│ above', '● here', '├ a', '│└ a1', '├ blocked', '└ rude']);
  const told = items.map(({ whole }) => whole.value() as { value: Record<string, unknown> });
  expect(told.map(({ value }) => String(value.$type).split('#')[1])).toEqual([
    'threadItemNotFound',
    'threadItemPost',
    'threadItemPost',
    'threadItemPost',
    'threadItemPost',
    'threadItemBlocked',
    'threadItemPost',
  ]);
  expect(told.map(({ value }) => value.hiddenByThreadgate === true)).toEqual([...Array(6).fill(false), true]);
  expect(items[5]?.author).toBe('did:plc:b');
});

test('a parent above a parent, without an end, is followed as far as was asked for', () => {
  let thread: object = view('end');
  for (let step = 0; step < 200; step++) thread = view(`${step}`, { parent: thread });
  const { items } = threadInFirst(answer({ thread }));
  expect(items).toHaveLength(81);
});

test.each([
  null,
  'x',
  7,
  [],
  {},
  { post: 5 },
  { replies: [{ replies: 'x' }], parent: [] },
])('the thread of the older method may be %j', (thread) => {
  const { items } = threadInFirst(answer({ thread }));
  expect(drawn(items).length).toBeGreaterThan(0);
});
