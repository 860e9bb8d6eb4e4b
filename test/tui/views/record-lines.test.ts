import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import type { Shown } from '../../../src/store/records/shown-record.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { selectedLine } from '../../../src/tui/commands/record-rows.js';
import { layout } from '../../../src/tui/screen/layout.js';
import { drawRecord, type RecordView, recordInfo } from '../../../src/tui/views/record-lines.js';
import { steadyRecord } from '../../../src/tui/views/record-view.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import {
  cursorAt,
  cursorsAt,
  defaultWords,
  did,
  failed,
  hostile,
  loading,
  posts,
  ready,
  stateOf,
} from '../../support/screen/screen-fixtures.js';

const uri = `at://${did}/app.bsky.feed.post/3kaaaaaaa2222`;
const cid = 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';

const shown = (value: unknown, name = uri): Shown => ({
  of: 'record',
  record: ready({ uri: name, cid, json: JSON.stringify(value) }),
});

const view = (of: Shown | undefined, change: Partial<RecordView> = {}): RecordView => ({
  shown: of,
  cursor: cursorAt(0),
  folded: new Set(),
  focused: true,
  words: defaultWords,
  ...change,
});

function draw(of: Shown | undefined, change: Partial<RecordView> = {}, size = { width: 80, height: 10 }) {
  const lines = drawRecord(view(of, change), size);
  const info = recordInfo(view(of, change), size);
  return { info, lines: lines.map((line) => stripVTControlCharacters(line).trimEnd()) };
}

const gone = new XrpcError({
  failure: 'status',
  service: 'pds.example.com',
  nsid: 'com.atproto.repo.getRecord',
  message: 'Could not locate record',
  status: 400,
  error: 'RecordNotFound',
});

describe('drawRecord', () => {
  test('shows the URI, the CID, and the JSON below them', () => {
    expect(draw(shown({ text: 'hello' })).lines.slice(0, 5)).toEqual([
      ` ${uri}`,
      ` ${cid}`,
      '▌{',
      '   "text": "hello"',
      ' }',
    ]);
  });

  test('gives the lines of the CID and the URI up where there are few', () => {
    expect(draw(shown({}), {}, { width: 80, height: 5 }).lines.slice(0, 2)).toEqual([` ${uri}`, '▌{}']);
    expect(draw(shown({}), {}, { width: 80, height: 4 }).lines[0]).toBe('▌{}');
  });

  describe('says in one line, below the JSON, that the record', () => {
    const time = new Date(2024, 1, 21, 12, 3, 11).getTime();
    function linesAfter(
      kind: 'new' | 'changed' | 'deleted',
      of: Shown['of'] = 'record',
      size?: typeof small,
    ) {
      const { record } = shown({ text: 'hello' });
      return draw({ of, record: ready({ ...record.value!, change: { kind, time } }) }, {}, size).lines;
    }
    const small = { width: 40, height: 3 };

    test('changed, and how to see it', () => {
      expect(linesAfter('changed').at(-1)).toBe(' changed 12:03:11 UTC — r shows it');
      expect(linesAfter('changed', 'record', small)).toEqual([
        '▌{',
        '   "text": "hello"',
        ' changed 12:03:11 UTC — r shows it',
      ]);
    });

    test('changed, where what it holds now is shown already', () => {
      expect(linesAfter('changed', 'row').at(-1)).toBe(' changed 12:03:11 UTC');
    });

    test('was deleted', () => {
      expect(linesAfter('deleted').at(-1)).toBe(' deleted 12:03:11 UTC');
      expect(linesAfter('new', 'row').at(-1)).toBe('');
    });
  });

  test('says which rows of how many are in sight', () => {
    const long = shown(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, index])));

    expect(draw(long, { cursor: cursorAt(30, 28), focused: false }).info).toBe('29–36 of 52');
    expect(draw(shown({ a: 1 })).info).toBeUndefined();
  });

  test('says where in the record the cursor is', () => {
    const embed = shown({ embed: { images: [{ alt: 'a garden' }] } });
    const size = { width: 80, height: 20 };
    expect(draw(embed, { cursor: cursorAt(4) }, size).info).toBe('embed.images[0].alt');
    expect(draw(embed, { cursor: cursorAt(0) }, size).info).toBeUndefined();
  });

  test('a cursor left on a longer record comes down to the last row of a shorter one', () => {
    expect(draw(shown({ a: 1 }), { cursor: cursorAt(400, 390) }).lines[4]).toBe('▌}');
  });

  test('says what went wrong, and keeps what it had', () => {
    const had = { uri, cid, json: '{"kept": true}' };
    const both = draw({ of: 'record', record: failed(gone, had) }).lines.join('\n');
    const nothing = draw({ of: 'record', record: failed(gone) }).lines.join('\n');

    expect(both).toMatch(/"kept": true[\s\S]*no such record[\s\S]*r tries again/);
    expect(nothing).toMatch(/no such record[\s\S]*r tries again/);
  });

  test('says that it loads', () => {
    expect(draw({ of: 'record', record: loading() }).lines[0]).toBe(' loading …');
    expect(draw(undefined).lines.every((line) => line === '')).toBe(true);
  });

  test('shows text that is no JSON as it is', () => {
    const broken: Shown = { of: 'record', record: ready({ uri, cid, json: '{"cut": ' }) };

    expect(draw(broken).lines[2]).toContain('{\\"cut\\": ');
  });

  test('every line is as wide as the pane, whatever the record holds', () => {
    const text = hostile.join(' ');
    const deep = hostile.reduce<unknown>(
      (inner, name) => ({ [name || 'empty']: inner, list: [name, 1, null] }),
      text,
    );
    const all: (Shown | undefined)[] = [
      shown({ text, hostile }, text),
      shown(deep),
      { of: 'record', record: failed(new Error(text), { uri: text, cid: text, json: '[]' }) },
      { of: 'row', record: loading() },
      undefined,
    ];
    for (const size of sizes) {
      for (const of of all) {
        for (const selected of [0, 5, 500]) {
          expectExact(drawRecord(view(of, { cursor: cursorAt(selected, selected) }), size), size);
        }
      }
    }
  });
});

describe('what keys count with', () => {
  const wide = layout({
    columns: 160,
    rows: 48,
    focus: 'record',
    side: 'record',
    zoomed: true,
    place: 'account',
    live: false,
  });
  const value = { text: 'hi', subject: `at://${did}/app.bsky.feed.post/3k` };
  const open = stateOf({
    address: { kind: 'record', repo: did, collection: 'app.bsky.feed.post', rkey: '3kaaaaaaa2222' },
    state: {
      recordParts: 'json',
      records: new Map([[`network ${uri}`, ready({ uri, cid, json: JSON.stringify(value) })]]),
    },
  });

  function selected(row: number) {
    const state = { ...open, visit: { ...open.visit, cursors: cursorsAt({ record: cursorAt(row) }) } };
    return selectedLine({ state, layout: wide, offers: offersOf(defaultCommands) });
  }

  test('is the rows that are painted', () => {
    expect(selected(0)?.rows.length).toBe(4);
    expect(selected(0)?.rows).toBe(selected(1)?.rows);
  });

  test('is the line under the cursor, whose reference Enter opens', () => {
    const reference = (row: number) => selected(row)?.rows.document.lines[row]?.reference;
    expect(reference(1)).toBeUndefined();
    expect(reference(2)).toMatchObject({ kind: 'address', address: { kind: 'record', rkey: '3k' } });
  });

  test('steadyRecord is the same object until something else is shown', () => {
    const state = stateOf({ address: posts });
    const moved = { ...state, visit: { ...state.visit, cursors: cursorsAt({ list: cursorAt(1) }) } };

    expect(steadyRecord({ ...state, notice: { text: 'x', kind: 'info' } })).toBe(steadyRecord(state));
    expect(steadyRecord(moved)?.record.value?.json).toContain('post number 1');
    expect(steadyRecord(state)?.record.value?.json).toContain('post number 0');
  });
});
