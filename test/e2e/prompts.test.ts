import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

async function open(args: string[], options = {}) {
  terminal = await openAtscope(network, args, { columns: 120, rows: 36, ...options });
}

/** 200 characters whose loss or doubling shows: no two neighbours are alike. */
const long = Array.from({ length: 200 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join('');

describe('the start screen', () => {
  test('takes an address, says what is wrong with one, and q is a letter there', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID, an at:// URI');
    terminal.write('qqq');
    await terminal.waitFor('› qqq');
    terminal.press('Enter');
    await terminal.waitFor(/“qqq”/);
    terminal.press('Esc');
    await terminal.waitForGone('› qqq');
    terminal.write('alice.test\r');
    await terminal.waitFor('@alice.test ✓');
  });

  test(': runs a command by name there too, where it needs no place', async () => {
    await open([]);
    await terminal.waitFor('A colon and a name run a command');
    terminal.write(':followers');
    await terminal.waitFor('Nothing that works before a place is open is called');
    terminal.press('Enter');
    terminal.press('Esc');
    await terminal.waitForGone('Nothing that works');
    terminal.write(':');
    await terminal.waitFor('people: look for people by words');
    expect(terminal.text()).not.toContain('live follower watch');
    terminal.write('help');
    terminal.press('Esc');
    await terminal.waitForGone('Go to');
    terminal.write(':login\r');
    await terminal.waitFor('Who signs in?');
    terminal.press('Esc');
    await terminal.waitForGone('Who signs in?');
    terminal.write(':alice.test\r');
    await terminal.waitFor('@alice.test ✓');
  });

  test('goes to who is found for the beginning of a name, and says what went wrong under the prompt', async () => {
    await open([]);
    terminal.write('two words\r');
    await terminal.waitFor(/› two words\s+“two words” has a space in it/);
    expect(terminal.text().match(/has a space in it/g)).toHaveLength(1);
    terminal.press('Esc');
    await terminal.waitForGone('has a space in it');
    terminal.write('alice');
    await terminal.waitFor(/Alice Liddell {2}@alice\.test +↵ person/);
    terminal.press('Enter');
    await terminal.waitFor('@alice.test ✓');
  });

  test('offers the places of earlier runs', async () => {
    await open(['alice.test/app.bsky.feed.post']);
    await terminal.waitFor('100 loaded');
    terminal.press('q');
    await terminal.waitForExit();
    const { home } = terminal;
    const again = await openAtscope(network, [], { columns: 120, rows: 36, home });
    try {
      await again.waitFor('recent places');
      await again.waitFor(/Alice Liddell {2}@alice\.test/);
      again.press('Down', 'Down', 'Enter');
      await again.waitFor('100 loaded');
    } finally {
      await again.close();
    }
  });
});

describe('200 characters and Enter in one write', () => {
  test('into the start screen', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID');
    terminal.write(`${long}\r`);
    await terminal.waitFor(/has\s+no\s+dot/);
    terminal.press('Home');
    await terminal.waitFor(`› ${long.slice(0, 40)}`);
    terminal.press('End');
    await terminal.waitFor(long.slice(-40));
  });

  test('into the : prompt: the address of the record opens', async () => {
    await open(['alice.test']);
    await terminal.waitFor('@alice.test ✓');
    const uri = network.seed.posts[3]!.uri;
    // Spaces around an address are no part of it; here they make it long.
    terminal.write(`:${uri}${' '.repeat(200 - uri.length)}\r`);
    await terminal.waitFor('4 Record');
    await terminal.waitFor(uri.split('/').at(-1)!);
  });

  test('into the filter: nothing is lost, and the list says what it looked for', async () => {
    await open(['alice.test/app.bsky.feed.post']);
    await terminal.waitFor('100 loaded');
    terminal.write(`/${long}\r`);
    await terminal.waitFor(`/${long.slice(0, 11)}… · 0`);
    await terminal.waitFor('nothing matches');
    terminal.press('/');
    await terminal.waitFor(long.slice(-40));
    terminal.press('Home');
    await terminal.waitFor(`/ ${long.slice(0, 40)}`);
  });
});

describe('the caret', () => {
  test('is where one types, and nowhere else', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID');
    const shown = (behind: string) => () => {
      const at = terminal.find(behind);
      const { x, y, visible } = terminal.cursor();
      return visible && at !== undefined && y === at.y && x === at.x + behind.length;
    };
    await terminal.waitFor(shown('› '));
    terminal.write('alice.test');
    await terminal.waitFor(shown('› alice.test'));
    terminal.press('Enter');
    await terminal.waitFor('@alice.test ✓');
    await terminal.waitFor(() => !terminal.cursor().visible);
    terminal.press(':');
    terminal.write('bob');
    await terminal.waitFor(shown(': bob'));
    terminal.press('Esc');
    await terminal.waitFor(() => !terminal.cursor().visible);
  });
});

describe('editing', () => {
  test('works by the keys of a shell', async () => {
    await open([]);
    await terminal.waitFor('A handle, a DID');
    terminal.write('lice.test');
    terminal.press('Ctrl-a');
    terminal.write('a');
    terminal.press('Ctrl-e', 'Backspace');
    await terminal.waitFor('› alice.tes');
    terminal.press('Ctrl-w');
    await terminal.waitFor(/› alice\.\s/);
    terminal.press('Ctrl-u');
    await terminal.waitForGone('alice');
    terminal.write('日本👩‍👩‍👧é');
    terminal.press('Backspace', 'Backspace');
    await terminal.waitFor('› 日本');
  });

  test('a paste keeps to one line, and opens the : prompt where none is open', async () => {
    await open(['alice.test']);
    await terminal.waitFor('@alice.test ✓');
    terminal.write('\x1b[200~  alice.test/app.bsky\r\n.feed.post\n\x1b[201~');
    await terminal.waitFor('alice.test/app.bsky .feed.post');
    expect(terminal.text()).toContain('@alice.test ✓');
  });
});

describe('the : prompt', () => {
  test('runs commands by name', async () => {
    await open(['alice.test']);
    await terminal.waitFor('@alice.test ✓');
    terminal.press(':');
    terminal.write('zoom');
    await terminal.waitFor('zoom the pane');
    terminal.press('Enter');
    await terminal.waitForGone('1 Profile');
    terminal.press('z');
    await terminal.waitFor('1 Profile');
  });

  test('goes to an address typed', async () => {
    await open(['alice.test']);
    await terminal.waitFor('@alice.test ✓');
    terminal.write(':bob.test');
    await terminal.waitFor('go to');
    terminal.press('Enter');
    await terminal.waitFor('@bob.test ✓');
  });
});
