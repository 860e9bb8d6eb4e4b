import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { failed, idle, ready } from '../../../src/store/loadable.js';
import { emptyPrompt } from '../../../src/store/overlays/prompt.js';
import { SentenceError, say } from '../../../src/text/sentence.js';
import type { Offers } from '../../../src/tui/screen/offers.js';
import { contentsView } from '../../../src/tui/views/contents.js';
import { drawList } from '../../../src/tui/views/list-lines.js';
import { drawLive } from '../../../src/tui/views/live-lines.js';
import { menuBox, menuPicture } from '../../../src/tui/views/menu.js';
import { drawRecord } from '../../../src/tui/views/record-lines.js';
import { drawSignIn } from '../../../src/tui/views/sign-in-lines.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import {
  account,
  cursorAt,
  list,
  stateOf,
  watchLine,
  watchOf,
  defaultWords as words,
} from '../../support/screen/screen-fixtures.js';

const service = 'a-rather-long-name-of-a-personal-data-server.eu-central.example.com';
const message = 'the words of a service that likes to talk, '.repeat(12);
const call = { service, nsid: 'com.atproto.repo.listRecords', message };

/** Errors whose last sentence says what to do, and the end of it. */
const errors: readonly (readonly [string, Error, RegExp])[] = [
  [
    'a limit',
    new XrpcError({
      ...call,
      failure: 'status',
      status: 429,
      error: 'Limited',
      retryAfter: Date.UTC(2100, 0, 1),
    }),
    /You can ask again on 2\d\d\d-\d\d-\d\d at \d\d:\d\d:\d\d\./,
  ],
  [
    'a refusal that can be lifted',
    new XrpcError({
      ...call,
      failure: 'refused',
      tellsAll: true,
      message: `${message}. allowPrivateHosts lets it in`,
    }),
    /allowPrivateHosts lets it in\./,
  ],
  [
    'a sentence of ours',
    new SentenceError(say`${message}. {key:pane.reload} brings it back.`),
    /r brings it back\./,
  ],
];

const draw = {
  list: (error: Error, size: (typeof sizes)[number]) =>
    drawList(
      {
        list: list(['a', 'b'], { status: 'failed', error }),
        cursor: cursorAt(0),
        names: () => undefined,
        namesVersion: 0,
        focused: true,
        words,
      },
      size,
    ).lines,
  record: (error: Error, size: (typeof sizes)[number]) =>
    drawRecord(
      {
        shown: { of: 'record', record: failed(idle, error) },
        cursor: cursorAt(0),
        folded: new Set(),
        focused: true,
        words,
      },
      size,
    ),
  'record that is there': (error: Error, size: (typeof sizes)[number]) => {
    const there = ready({ uri: 'at://did:plc:a/b.c.d/e', cid: undefined, json: '{"a":[1,2,3]}' });
    const shown = { of: 'record' as const, record: failed(there, error) };
    return drawRecord({ shown, cursor: cursorAt(0), folded: new Set(), focused: true, words }, size);
  },
  collections: (error: Error, size: (typeof sizes)[number]) =>
    contentsView.picture(
      {
        tree: [],
        description: failed(idle, error),
        isUnresolved: false,
        cursor: cursorAt(0),
        shown: undefined,
        focused: true,
        words,
      },
      size,
    ).lines,
};

describe('the advice of an error is never what gets cut', () => {
  for (const [pane, lines] of Object.entries(draw))
    for (const size of sizes)
      test.each(errors)(`in the ${pane} pane of ${size.width} × ${size.height}: %s`, (_, error, advice) => {
        const drawn = lines(error, size);
        expectExact(drawn, size);
        const said = drawn
          .map((line) => stripVTControlCharacters(line).trim())
          .join(' ')
          .replaceAll(/\s+/g, ' ');
        expect(said).toMatch(/r tries again/);
        // A pane of two lines has no room for more.
        if (size.height >= 7) expect(said).toMatch(advice);
      });
});

describe('what stands above the lines of the live pane wraps', () => {
  const reason = 'jetstream2.us-east.bsky.network: no host has this name. Another source is tried.';
  const plain = (lines: readonly string[]) => lines.map((line) => stripVTControlCharacters(line).trim());

  test.each([
    [60, 8],
    [40, 8],
    [38, 6],
  ])('of a watch, on %i × %i, with its lines below', (width, height) => {
    const stream = { ...watchOf([]).stream!, state: 'waiting', reason } as const;
    const view = { cursor: cursorAt(0), focused: true, filter: '' };
    const drawn = drawLive(watchOf([watchLine({ name: 'Bob' })], { stream }), view, { width, height });
    expectExact(drawn, { width, height });
    const rows = plain(drawn);
    const at = rows.findIndex((row) => row.includes('bob'));
    expect(rows.slice(0, at).join(' ')).toBe(reason);
    expect(at).toBeLessThanOrEqual(height / 2);
  });
});

test('a sentence in place of choices wraps, and the choices stand below it', () => {
  const choices = [
    {
      key: 'reason',
      title: 'Nothing is called “nonsense”. ↓ chooses what comes near it.',
      isSaid: true as const,
    },
    { key: 'people', title: 'people: look for people by “nonsense”' },
  ];
  const size = { width: 38, height: 3 };
  expect(menuBox(choices, { width: 40, height: 9 }).height).toBe(5);
  const { lines, hits } = menuPicture('Go to', choices, cursorAt(0), size);
  expectExact(lines, size);
  expect(lines.map((line) => stripVTControlCharacters(line).trim())).toEqual([
    '▌ Nothing is called “nonsense”. ↓',
    '▌ chooses what comes near it.',
    'people: look for people by “nonsen…',
  ]);
  expect(hits()).toEqual([{ x: 0, y: 2, width: 38, height: 1, target: { kind: 'row', position: 1 } }]);
});

test('an account that nobody could resolve is told where its profile is out of sight, too', () => {
  const seen = contentsView.see(
    stateOf({ account: account({ identity: failed(idle, new Error('No.')) }) }),
    {} as Offers,
  );
  const lines = contentsView.picture(seen, { width: 38, height: 9 }).lines.map((line) => line.trim());
  expect(stripVTControlCharacters(lines.join(' '))).toMatch(
    /This account could not be resolved: 1 +says why\./,
  );
});

test('nor in the sign-in', () => {
  const size = { width: 38, height: 7 };
  const { lines } = drawSignIn(
    {
      kind: 'sign-in',
      step: 'who',
      prompt: emptyPrompt,
      busy: false,
      identifier: '',
      host: undefined,
      error: `${message}. Make another one.`,
    },
    size,
    words,
  );
  expectExact(lines, size);
  expect(lines.map((line) => stripVTControlCharacters(line).trim()).join(' ')).toMatch(
    /… Make another one\./,
  );
});
