import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { callLines } from '../../../src/tui/views/call-lines.js';
import { drawCalls } from '../../../src/tui/views/calls-lines.js';
import { drawChoices } from '../../../src/tui/views/choice-lines.js';
import { drawHelp, helpLines } from '../../../src/tui/views/help-lines.js';
import { drawStart } from '../../../src/tui/views/start-lines.js';
import { call, hostile } from '../screen-fixtures.js';
import { expectExact, sizes } from './exact.js';

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
      '  j ↓                  one line down',
      '  k ↑                  one line up',
      '',
      'Places',
      '  L                    likes of the post (not now: Only a post has likes.)',
    ]);
  });

  test('starts no later than its last screenful', () => {
    const lines = helpLines(commands, 40);
    expect(plain(drawHelp(lines, 99, { width: 40, height: 3 }))).toEqual(plain(lines.slice(-3)));
  });

  test('every line is as wide as the overlay', () => {
    const odd = commands.map((command) => ({
      ...command,
      keys: Array<string>(9).fill('Shift-Tab'),
      reason: 'x '.repeat(90),
    }));
    for (const size of sizes) {
      for (const of of [commands, odd]) expectExact(drawHelp(helpLines(of, size.width), 0, size), size);
    }
  });
});

describe('menus', () => {
  const choices = Array.from({ length: 20 }, (_, index) => ({
    title: `choice ${index}`,
    aside: `k${index}`,
  }));

  test('mark the selected line and keep it in sight', () => {
    expect(plain(drawChoices(choices, 7, { width: 24, height: 2 }))).toEqual([
      '  choice 6           k6',
      '▌ choice 7           k7',
    ]);
  });

  test('every line is as wide as the menu, whatever stands in it', () => {
    const odd = hostile.map((text) => ({ title: text, aside: text }));
    for (const size of sizes)
      for (const selected of [-1, 0, 9]) expectExact(drawChoices(odd, selected, size), size);
  });
});

describe('calls', () => {
  const calls = Array.from({ length: 30 }, (_, index) =>
    call({ id: index, nsid: `com.example.call${index}`, status: index === 3 ? 429 : 200 }),
  );

  test('the newest stand at the bottom, with the cursor on the last', () => {
    const lines = plain(drawCalls(calls, undefined, { width: 120, height: 5 }));

    expect(lines[0]).toMatch(/at .*called .*host .*status .*took .*size/);
    expect(lines[4]).toMatch(/^▌ .*com\.example\.call29 .*pds\.example\.com .*200 .*84 ms .*48 kB/);
  });

  test('the one chosen stays in sight', () => {
    expect(plain(drawCalls(calls, 3, { width: 100, height: 5 })).join('\n')).toMatch(/▌ .*call3 .*429/);
  });

  test('says what a call waits for that has no answer yet', () => {
    const [, line] = plain(
      drawCalls([call({ status: undefined, milliseconds: undefined, waitingUntil: 1 })], undefined, {
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
    expect(lines).toContain('"cursor": "x"');
  });

  test('JSON that was cut short is shown as the text that came', () => {
    expect(plain(callLines(call({ body: '{"records": [{"ur' }), 100)).at(-1)).toBe('{"records": [{"ur');
  });

  test('every line is as wide as the overlay, whatever was answered', () => {
    const text = hostile.join('\n');
    const odd = call({ nsid: text, url: text, note: text, body: text, headers: { [text]: text } });
    for (const size of sizes) {
      expectExact(drawCalls([odd, call({ id: 2 })], undefined, size), size);
      for (const line of callLines(odd, size.width)) expect(stringWidth(line)).toBe(size.width);
    }
  });
});

describe('the start screen', () => {
  const recents = hostile.map((text) => ({ address: `at://${text}`, title: text || undefined }));

  test('shows what was typed, and the caret behind it', () => {
    const { lines, caret } = drawStart(
      { prompt: promptOf('bob.test'), selected: -1, recents: [], account: 'sign in' },
      { width: 80, height: 20 },
    );

    expect(plain(lines)[caret.y]).toBe(`${' '.repeat(caret.x - 10)}› bob.test`);
    expect(plain(lines).join('\n')).toContain('A handle, a DID, an at:// URI');
  });

  test('every line is as wide as the screen, and the caret within it', () => {
    for (const size of sizes.filter(({ height }) => height > 5)) {
      const { lines, caret } = drawStart(
        { prompt: promptOf(hostile.join('')), selected: 2, recents, account: hostile.join('') },
        size,
      );
      expectExact(lines, size);
      expect(caret.x < size.width && caret.y < size.height).toBe(true);
    }
  });
});
