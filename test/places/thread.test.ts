import { expect, test } from 'vitest';
import { rawItemFromText } from '../../src/atproto/calls/raw-items.js';
import { repliesIn } from '../../src/places/thread.js';
import { textField } from '../../src/text/json-fields.js';

const post = (name: string, replyCount = 0) => ({
  uri: `at://did:plc:a/app.bsky.feed.post/${name}`,
  replyCount,
});
const view = (name: string, replies?: unknown, replyCount?: number) => ({
  $type: 'app.bsky.feed.defs#threadViewPost',
  post: post(name, replyCount),
  ...(replies !== undefined && { replies }),
});
const thread = (value: unknown) =>
  repliesIn(rawItemFromText(JSON.stringify(value))).map(({ depth, view: shown, hidden, more }) => {
    const uri = textField(shown.value(), 'uri');
    return [depth, uri?.split('/').at(-1), hidden, more];
  });

test('each reply is followed by the replies to it', () => {
  expect(thread(view('root', [view('a', [view('a1', []), view('a2')]), view('b')]))).toEqual([
    [1, 'a', undefined, 0],
    [2, 'a1', undefined, 0],
    [2, 'a2', undefined, 0],
    [1, 'b', undefined, 0],
  ]);
});

test('what is not shown, and how many more replies there are, is told', () => {
  const hidden = { uri: 'at://did:plc:b/app.bsky.feed.post/x' };
  const replies = [
    { ...hidden, blocked: true, author: { did: 'did:plc:b' } },
    { ...hidden, notFound: true },
    { ...hidden, $type: 'app.bsky.unheard#of' },
    view('deep', [view('shown')], 3),
  ];
  expect(thread(view('root', replies))).toEqual([
    [1, 'x', 'blocked', 0],
    [1, 'x', 'not found', 0],
    [1, 'x', 'not shown', 0],
    [1, 'deep', undefined, 2],
    [2, 'shown', undefined, 0],
  ]);
});

test.each([null, 'x', [], {}, { replies: 7 }, { replies: [null, 5, []] }])('a thread may be %j', (value) => {
  for (const [depth, uri, hidden] of thread(value))
    expect([depth, uri, hidden]).toEqual([1, undefined, 'not shown']);
});

test('a reply keeps its JSON as it came', () => {
  const text = '{"replies":[{"post":{"uri":"at://a/b/c","likeCount": 12345678901234567890}}]}';
  expect(repliesIn(rawItemFromText(text))[0]?.view.text()).toBe(
    '{"uri":"at://a/b/c","likeCount": 12345678901234567890}',
  );
});
