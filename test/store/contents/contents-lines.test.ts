import { expect, test } from 'vitest';
import {
  type Contents,
  type ContentsLine,
  contentsLines,
  contentsRows,
} from '../../../src/store/contents/contents-lines.js';

const none: Contents['kept'] = [];
const of = (change: Partial<Contents> = {}): Contents => ({
  repo: 'alice.test',
  collections: [],
  isSignedIn: false,
  isOwn: false,
  kept: none,
  ...change,
});

const text = (line: ContentsLine): string => (line.kind === 'heading' ? line.name : `  ${line.name}`);

test('the kinds of place about an account come first, then the collections under their authorities', () => {
  const collections = ['app.bsky.actor.profile', 'app.bsky.feed.like', 'app.bsky.feed.post', 'odd'];
  const lines = contentsLines(of({ collections }));
  expect(lines.map(text)).toEqual([
    'account',
    '  identity',
    '  log',
    '  labels',
    '  links',
    '  followers',
    '  follows',
    '  posts',
    '  blobs',
    '  lists',
    '  feeds',
    '  packs',
    '  history',
    'app.bsky.actor',
    '  profile',
    'app.bsky.feed',
    '  like',
    '  post',
    '  odd',
  ]);
  expect(contentsRows(lines).find?.('app.bsky.feed.post', 0)).toBe(17);
  expect(contentsRows(lines).find?.('/follows', 0)).toBe(6);
  expect(lines[6]).toMatchObject({ address: { kind: 'follows', repo: 'alice.test' } });
});

test.each([
  ['of another one who is signed in', { isSignedIn: true }, ['known'], ['blocks', 'mutes', 'preferences']],
  ['of oneself', { isSignedIn: true, isOwn: true }, ['blocks', 'mutes', 'preferences'], ['known']],
  ['with nobody signed in', {}, [], ['known', 'blocks', 'mutes', 'preferences']],
])('what only its owner or only others see is named where it may be seen: %s', (_, change, there, missing) => {
  const names = contentsLines(of(change)).map((line) => line.name);
  expect(names).toEqual(expect.arrayContaining(there));
  expect(names.filter((name) => missing.includes(name))).toEqual([]);
});

test('the lines stay the same as long as the contents do', () => {
  const collections = ['app.bsky.feed.post'];
  expect(contentsLines(of({ collections }))).toBe(contentsLines(of({ collections })));
});

test('a copy that is kept is named with its rev, how much it holds, when it was taken home, and what was found', () => {
  const note = { handle: 'alice.test', records: 497, collections: 13, problems: 0, from: '' };
  const copy = (verdict: 'signed' | 'unchecked' | 'unsound') => ({
    did: 'did:plc:a',
    file: '/a.car',
    rev: '3n3bhjv7gwa2u',
    bytes: 1,
    time: Date.UTC(2024, 1, 21, 12),
    note: { ...note, verdict },
  });
  const line = (verdict: 'signed' | 'unchecked' | 'unsound') =>
    contentsLines(of({ kept: [copy(verdict)] })).find(({ name }) => name === 'archive');
  expect(line('signed')).toMatchObject({
    address: { kind: 'archive', of: { repo: 'alice.test', copy: 0 } },
    notes: ['3n3bhjv7gwa2u · 497 · 2024-02 ✓', '497 · 2024-02 ✓', '2024-02 ✓', '✓'],
  });
  expect(line('unsound')).toMatchObject({ notes: expect.arrayContaining(['✗']) });
  expect(line('unchecked')).toMatchObject({ notes: expect.arrayContaining(['?']) });
});
