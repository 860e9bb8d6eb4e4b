import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { StreamFilter } from '../../../src/atproto/streams/event-stream.js';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import { entryOf, type TailEntry } from '../../../src/store/tail/tail-entry.js';
import { newTail, withEntries } from '../../../src/store/tail/tail-state.js';
import { drawTail, type TailView, tailInfo, tailViewport } from '../../../src/tui/views/tail-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { cursorAt, defaultWords, did, hostile } from '../../support/screen/screen-fixtures.js';

const time = new Date(2024, 1, 21, 3, 11, 7).getTime();

const commit = (change: Partial<CommitEvent> = {}): TailEntry =>
  entryOf({
    kind: 'commit',
    operation: 'create',
    did,
    time,
    cursor: 1,
    collection: 'app.bsky.feed.post',
    rkey: '3kaaaaaaa2222',
    cid: undefined,
    record: () => ({ text: 'a post about the sea' }),
    ...change,
  });

const tailOf = (entries: readonly TailEntry[], filter: Partial<StreamFilter> = {}) =>
  withEntries(newTail('tail', 'alice.test', { collections: [], dids: [], ...filter }), entries, true);

const draw = (
  entries: readonly TailEntry[],
  view: Partial<TailView> = {},
  size = { width: 108, height: 6 },
) =>
  drawTail(
    tailOf(entries),
    { cursor: cursorAt(0), focused: true, names: () => undefined, ...view },
    size,
  ).map((line) => stripVTControlCharacters(line).trimEnd());

describe('drawTail', () => {
  test('tells when, what, where, who, and the record as the lens of its collection reads it', () => {
    const lines = draw(
      [
        commit({ operation: 'delete', record: () => undefined }),
        commit({ operation: 'update' }),
        commit({ collection: 'com.example.thing', record: () => ({ name: 'Thing' }) }),
        commit(),
      ],
      { names: () => 'alice.test' },
    );

    expect(lines[0]).toContain('app.bsky.feed.post 3 ▇▇▇▇▇▇ · com.example.thing 1 ▇▇');
    expect(lines[1]).toMatch(/^▌03:11:07 \+ app.bsky.feed.post +@alice.test +a post about the sea$/);
    expect(lines[2]).toMatch(/^ 03:11:07 \+ com.example.thing +@alice.test .*Thing/);
    expect(lines[3]).toMatch(/^ 03:11:07 ~ /);
    expect(lines[4]).toMatch(/^ 03:11:07 − app.bsky.feed.post .*3kaaaaaaa2222$/);
  });

  test('tells of identities, accounts, and stretches that are missing', () => {
    const lines = draw([
      { kind: 'gap', time, from: undefined, to: time, reason: 'the cursor is too old' },
      { kind: 'account', did, time, active: false, status: 'deactivated' },
      { kind: 'identity', did, time, handle: 'new.test' },
    ]);

    expect(lines[1]).toMatch(/~ identity .*@new.test$/);
    expect(lines[2]).toMatch(/~ account .*deactivated$/);
    expect(lines[3]).toMatch(/… events are missing .*the cursor is too old$/);
  });

  test('puts the handles learnt since in place of DIDs', () => {
    const follow = commit({
      collection: 'app.bsky.graph.follow',
      record: () => ({ subject: 'did:plc:bv6ggog3tya2z3vxsub7hnal' }),
    });

    expect(draw([follow])[1]).toMatch(/ did:plc:bv6ggog3tya2z3vxsub7h/);
    expect(draw([follow], { names: () => 'bob.test' })[1]).toMatch(/ @bob\.test$/);
  });

  test('leaves out what is the same in all lines, and is in the title', () => {
    const view = { cursor: cursorAt(0), focused: false, names: () => 'alice.test' };
    const lineOf = (filter: Partial<StreamFilter>) =>
      stripVTControlCharacters(
        drawTail(tailOf([commit()], filter), view, { width: 90, height: 3 })[1]!,
      ).trimEnd();

    expect(lineOf({ dids: [did] })).toMatch(/^ 03:11:07 \+ app.bsky.feed.post +a post about the sea$/);
    expect(lineOf({ collections: ['app.bsky.feed.post'] })).toMatch(
      /^ 03:11:07 \+ @alice.test +a post about the sea$/,
    );
    expect(lineOf({ collections: ['app.bsky.feed.post'], dids: [did] })).toBe(
      ' 03:11:07 + a post about the sea',
    );
    expect(lineOf({ collections: ['app.bsky.*'], dids: [did, 'did:web:example.com'] })).toMatch(
      /app.bsky.feed.post +@alice.test/,
    );
  });

  describe('what came most', () => {
    const many = [
      ...Array.from({ length: 20 }, () => commit()),
      ...Array.from({ length: 10 }, () => commit({ collection: 'app.bsky.feed.like' })),
      commit({ collection: 'com.example.thing' }),
    ];

    test('stands beside the events where the pane is wide', () => {
      const lines = draw(many, {}, { width: 150, height: 6 });
      expect(lines[0]).toMatch(/^ 31 records in 3 collections .*│ app\.bsky\.feed\.post +20 ▇{10}$/);
      expect(lines[1]).toMatch(/^▌03:11:07 .*│ app\.bsky\.feed\.like +10 ▇{5}$/);
      expect(lines[2]).toMatch(/^ 03:11:07 .*│ com\.example\.thing +1 ▇$/);
      expect(lines[3]).toMatch(/^ 03:11:07 .*│$/);
    });

    test('stands above them where it is high', () => {
      const size = { width: 60, height: 16 };
      const stream = { ...tailOf(many), kind: 'stream' } as const;
      const view = {
        cursor: cursorAt(12, 0, String(stream.shown.numberAt(12))),
        focused: true,
        names: () => undefined,
      };
      const lines = drawTail(stream, view, size).map((line) => stripVTControlCharacters(line).trimEnd());
      expect(lines[1]).toMatch(/^ app\.bsky\.feed\.post +20 ▇{10}$/);
      expect(lines[3]).toMatch(/^ com\.example\.thing +1 ▇$/);
      expect(lines.slice(4, 7)).toEqual(['', '', expect.stringMatching(/^ 03:11:07/)]);
      expect(lines.at(-1)).toMatch(/^▌/);
      expect(tailViewport(stream, size).height).toBe(10);
    });

    test('is left out where only one collection is asked for', () => {
      const tail = tailOf([commit()], { collections: ['app.bsky.feed.post'] });
      const view = { cursor: cursorAt(0), focused: true, names: () => undefined };
      expect(drawTail(tail, view, { width: 150, height: 16 }).join('')).not.toContain('│');
      expect(tailViewport(tail, { width: 150, height: 16 }).height).toBe(15);
    });
  });

  test('fills any size exactly, whatever strangers write', () => {
    for (const text of hostile) {
      const tail = tailOf([
        commit({ record: () => ({ text }), collection: text, rkey: text }),
        commit({ operation: 'delete', did: text, collection: text, rkey: text }),
        commit({ record: () => text }),
        { kind: 'identity', did: text, time, handle: text },
        { kind: 'account', did: text, time, active: false, status: text },
        { kind: 'gap', time, from: undefined, to: time, reason: text },
      ]);
      for (const size of [
        ...sizes,
        { width: 110, height: 3 },
        { width: 20, height: 20 },
        { width: 3, height: 4 },
        { width: 0, height: 0 },
      ]) {
        for (const names of [() => undefined, () => text]) {
          expectExact(drawTail(tail, { cursor: cursorAt(1), focused: true, names }, size), size);
        }
      }
    }
  });
});

test('the title says what waits, and that the tail is paused', () => {
  const tail = withEntries(tailOf([commit()]), [commit(), commit()], false);

  expect(tailInfo(tail, defaultWords)).toBe('2 new ↑ · g shows them');
  expect(tailInfo({ ...tail, paused: true }, defaultWords)).toContain('paused');
});
