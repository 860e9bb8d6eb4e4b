import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../src/atproto/calls/journal.js';
import { atFirst, type ListCursor } from '../../../src/store/cursor/list-cursor.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { frameTop } from '../../../src/tui/screen/frame-lines.js';
import type { Size } from '../../../src/tui/screen/layout.js';
import type { HelpCommand, Offers } from '../../../src/tui/screen/offers.js';
import { callLines } from '../../../src/tui/views/call-lines.js';
import { callsView, selectedCall } from '../../../src/tui/views/calls.js';
import { helpView } from '../../../src/tui/views/help.js';
import { helpLines, helpSheet } from '../../../src/tui/views/help-lines.js';
import { menuPicture } from '../../../src/tui/views/menu.js';
import { startView } from '../../../src/tui/views/start.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { call, cursorAt, hostile, stateOf } from '../../support/screen/screen-fixtures.js';

const drawCalls = (calls: readonly JournalEntry[], cursor: ListCursor, size: Size) =>
  callsView.picture({ calls, cursor, hidden: 0, filter: undefined }, size).lines;

const help = (commands: readonly HelpCommand[], cursor: ListCursor, size: Size) =>
  helpView.picture({ commands, cursor }, size).lines;

/** Without its margins. */
const unpadded = (line: string): string => stripVTControlCharacters(line).slice(1).trimEnd();

type StartSeen = Parameters<typeof startView.picture>[0];

const at = (text: string, cursor: ListCursor = atFirst): StartSeen['start'] => ({
  prompt: promptOf(text),
  cursor,
  now: Date.UTC(2026, 0, 2, 12),
  examples: [],
});

/** The start screen with nothing typed or visited and nobody signed in, save where it is said. */
function start(change: Partial<StartSeen>, size: Size) {
  const seen: StartSeen = {
    start: at(''),
    recents: [],
    people: [],
    notice: undefined,
    words: (id) => id,
    session: undefined,
    signedIn: [],
    ...change,
  };
  const { lines, caret } = startView.picture(seen, size);
  return { lines, caret: caret! };
}

const plain = (lines: readonly string[]): string[] =>
  lines.map((line) => stripVTControlCharacters(line).trimEnd());

describe('help', () => {
  const commands = [
    { keys: ['j', '↓'], title: 'one line down', category: 'Move' },
    { keys: ['L'], title: 'likes of the post', category: 'Places', reason: 'Only a post has likes.' },
    { keys: ['k', '↑'], title: 'one line up', category: 'Move' },
  ];

  test('groups the commands, and says why one is not possible now', () => {
    expect(plain(helpLines(commands, 80))).toEqual([
      'Move',
      '  j ↓ one line down',
      '  k ↑ one line up',
      '',
      'Places',
      '  L   likes of the post (not now: Only a post has likes.)',
    ]);
  });

  test.each([
    [79, ['Only here']],
    [136, ['Only here', 'Places']],
    [206, ['Only here', 'Move', 'Places']],
  ])('categories stand side by side where there is room: on %i cells %j', (width, heads) => {
    const many = ['Only here', 'Move', 'Places'].flatMap((category) =>
      Array.from({ length: 6 }, (_, index) => ({
        keys: [`${index}`],
        title: `${category} ${index}`,
        category,
      })),
    );
    const [first] = plain(helpSheet(many, width).lines);
    expect(first?.split(/ {2,}/)).toEqual(heads);
    for (const line of helpSheet(many, width).lines) expect(stringWidth(line)).toBe(width);
  });

  test('in columns it is looked through down the first, and then down the next', () => {
    const sheet = helpSheet(commands, 136);
    expect(plain(sheet.lines)[0]).toMatch(/^Move +Places$/);
    expect(sheet.texts.map((text) => text.split(' ')[0])).toEqual(['Move', 'j', 'k', 'Places', 'L']);
    expect(sheet.rowOf(4, 'has likes')).toBe(1);
    expect([0, 1, 2].map((row) => sheet.lineOf(row))).toEqual([0, 1, 2]);
  });

  test('is read out one below the other, however it is drawn', () => {
    const { spoken } = helpView.picture({ commands, cursor: atFirst }, { width: 160, height: 20 });
    expect(plain(spoken().lines).filter(Boolean)).toHaveLength(5);
  });

  test('starts no later than its last screenful', () => {
    const lines = helpLines(commands, 40);
    expect(help(commands, cursorAt(99, 99), { width: 42, height: 3 }).map(unpadded)).toEqual(
      plain(lines.slice(-3)),
    );
  });

  test('every line is as wide as the overlay', () => {
    const odd = commands.map((command) => ({
      ...command,
      keys: Array<string>(9).fill('Shift-Tab'),
      reason: 'x '.repeat(90),
    }));
    for (const size of sizes) {
      for (const of of [commands, odd]) expectExact(help(of, atFirst, size), size);
    }
  });
});

describe('menus', () => {
  const choices = Array.from({ length: 20 }, (_, index) => ({
    key: `${index}`,
    title: `choice ${index}`,
    aside: `k${index}`,
  }));

  test('mark the selected line and keep it in sight', () => {
    expect(plain(menuPicture('menu', choices, cursorAt(7), { width: 24, height: 2 }).lines)).toEqual([
      '  choice 6           k6',
      '▌ choice 7           k7',
    ]);
  });

  test('every line is as wide as the menu, whatever stands in it', () => {
    const odd = hostile.map((text) => ({ key: text, title: text, aside: text }));
    for (const size of sizes)
      for (const selected of [0, 9]) {
        expectExact(menuPicture('menu', odd, cursorAt(selected), size).lines, size);
      }
  });
});

describe('calls', () => {
  const calls = Array.from({ length: 30 }, (_, index) =>
    call({ id: index, nsid: `com.example.call${index}`, status: index === 3 ? 429 : 200 }),
  );

  test('the newest stand at the bottom, with the cursor on the last', () => {
    const lines = plain(drawCalls(calls, atFirst, { width: 158, height: 5 }));

    expect(lines[0]).toMatch(/at +method +called +with +host +status +took +size/);
    expect(lines[4]).toMatch(/^▌ .*com\.example\.call29 .*pds\.example\.com .*200 .*84 ms .*48 kB/);
  });

  test('tell what they were called with, what tells them apart first', () => {
    const url = 'https://a.example/xrpc/com.atproto.repo.getRecord?repo=did%3Aplc%3Aabc&limit=9&rkey=3kabc';
    const [, line] = plain(drawCalls([call({ url })], atFirst, { width: 160, height: 2 }));
    expect(line).toContain('rkey=3kabc repo=did:plc:abc ');
    expect(line).not.toContain('limit');
  });

  test('that nobody asked for are hidden until they are wanted, and none of them is chosen', () => {
    const names = call({ id: 2, nsid: 'com.example.names', isBackground: true });
    const menu = { kind: 'menu', view: 'calls', cursor: atFirst } as const;
    const at = (background: boolean) =>
      stateOf({ state: { calls: [call(), names], overlay: { ...menu, background } } });
    expect(selectedCall(at(false))?.id).toBe(1);
    expect(selectedCall(at(true))?.id).toBe(2);
    const seen = callsView.see(at(false), {} as Offers);
    expect(callsView.title(seen, { width: 80, height: 9 }, 0).info).toBe('1 of 1 · 1 in the background');
  });

  test('are narrowed by what stands in their rows, which the title says', () => {
    const menu = { kind: 'menu', view: 'calls', cursor: atFirst } as const;
    const at = (text: string) => stateOf({ state: { calls, overlay: { ...menu, search: { text, at: 0 } } } });
    const size = { width: 100, height: 9 };
    const seen = callsView.see(at('CALL3 429'), {} as Offers);
    expect(seen.calls.map(({ id }) => id)).toEqual([3]);
    expect(selectedCall(at('CALL3 429'))?.id).toBe(3);
    expect(callsView.title(seen, size, 0).info).toBe('/CALL3 429 · 1 of 1');
    expect(callsView.see(at('CALL3 429'), {} as Offers).calls).toBe(seen.calls);

    const none = callsView.see(at('call99'), {} as Offers);
    expect(selectedCall(at('call99'))).toBeUndefined();
    expect(callsView.title(none, size, 0).info).toBe('/call99');
    expect(plain(callsView.picture(none, size).lines)[1]).toBe('  no call matches the filter');
  });

  test('the one chosen stays in sight', () => {
    expect(plain(drawCalls(calls, cursorAt(3, 0, '3'), { width: 100, height: 5 })).join('\n')).toMatch(
      /▌ .*call3 .*429/,
    );
  });

  test('says what a call waits for that has no answer yet', () => {
    const [, line] = plain(
      drawCalls([call({ status: undefined, milliseconds: undefined, waitingUntil: 1 })], atFirst, {
        width: 100,
        height: 2,
      }),
    );
    expect(line).toContain('waits');
  });

  test('an answer shows its address, how it went, its headers, and its JSON', () => {
    const lines = plain(callLines(call(), 100)).join('\n');

    expect(lines).toMatch(/^GET https:\/\/pds\.example\.com\/xrpc\//);
    expect(lines).toMatch(/status 200 · 84 ms · 48 kB/);
    expect(lines).toContain('accept: application/json');
    expect(lines).toMatch(/"cursor": "x"\n *\}$/);
  });

  test('a procedure shows what was sent with it, and has no answer to show', () => {
    const sent = '{"identifier":"‹hidden›"}';
    const lines = plain(callLines(call({ method: 'POST', sent, body: undefined }), 100));

    expect(lines).toContain(`sent ${sent}`);
    expect(lines).toContain('no answer to show');
  });

  test('JSON that was cut short is shown as the text that came', () => {
    expect(plain(callLines(call({ body: '{"records": [{"ur' }), 100)).at(-1)).toBe('{"records": [{"ur');
  });

  test('every line is as wide as the overlay, whatever was answered', () => {
    const text = hostile.join('\n');
    const odd = call({
      nsid: text,
      url: text,
      note: text,
      body: text,
      sent: text,
      headers: { [text]: text },
    });
    for (const size of sizes) {
      expectExact(drawCalls([odd, call({ id: 2 })], atFirst, size), size);
      for (const line of callLines(odd, size.width)) expect(stringWidth(line)).toBe(size.width);
    }
  });
});

describe('the start screen', () => {
  const recents = hostile.map((text) => ({ address: `at://${text}`, title: text || undefined }));
  const session = {
    did: 'did:plc:a',
    handle: hostile.join(''),
    pds: '',
    since: 0,
    state: 'active',
    access: 'password' as const,
  };

  test('shows what was typed, and the caret behind it', () => {
    const { lines, caret } = start({ start: at('bob.test') }, { width: 80, height: 20 });

    expect(plain(lines)[caret.y]).toBe(`${' '.repeat(caret.x - 10)}› bob.test`);
    expect(plain(lines).join('\n')).toContain('A handle, a DID, an at:// URI');
  });

  test('an account reads by its name, its handle, and when one was there last', () => {
    const alice = { did: 'did:plc:a', handle: 'alice.test', name: 'Alice Liddell' };
    const at10 = Date.UTC(2026, 0, 2, 10);
    const visited = { address: 'at://alice.test', title: undefined, account: alice, at: at10 };
    const { lines } = start({ recents: [visited] }, { width: 80, height: 20 });
    expect(plain(lines).join('\n')).toMatch(/Alice Liddell {2}@alice\.test +2 hours ago/);
  });

  test('says at 40 columns and 10 lines what went wrong, whole, under the prompt', () => {
    const text = 'An address begins with a handle, and this one has no dot in it.';
    const { lines, caret } = start({ notice: { text, kind: 'error' } }, { width: 40, height: 10 });
    const below = plain(lines)
      .slice(caret.y + 1)
      .map((line) => line.trim());
    expect(below.join(' ')).toContain(text);
    expect(below.join(' ')).toContain('such as help, accounts or quit');
  });

  test('every line is as wide as the screen, and the caret within it', () => {
    const people = hostile.map((name) => ({ did: `did:plc:${name}`, handle: undefined, name }));
    const notice = { text: hostile.join(' '), kind: 'error' } as const;
    for (const size of sizes.filter(({ height }) => height > 5))
      for (const text of ['', hostile.join('')]) {
        const { lines, caret } = start(
          { start: at(text, cursorAt(3)), recents, session, people, notice },
          size,
        );
        expectExact(lines, size);
        expect(caret.x < size.width && caret.y < size.height).toBe(true);
      }
  });
});

test('at 40 columns the title of help says at which match one is', () => {
  const commands = [{ keys: ['j'], title: 'one line down', category: 'Move' }];
  const seen = { commands, cursor: atFirst, search: { text: 'line', at: 0 } };
  const title = helpView.title(seen, { width: 38, height: 7 }, 0);
  const rect = { x: 0, y: 0, width: 40, height: 9 };
  const top = frameTop({ rect, title, focused: true });
  expect(stripVTControlCharacters(top)).toMatch(/^╭ Help: the keys that work here ── 1\/1 ─*╮$/);
});
