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

async function open(columns: number, rows: number, address = 'alice.test/app.bsky.feed.post') {
  terminal = await openAtscope(network, [address], { columns, rows });
}

describe('the screen', () => {
  test('wide: the left column, the list and the record', async () => {
    await open(160, 48);
    await terminal.waitFor('100 loaded');
    for (const title of ['1 Profile', '2 Contents', '3 app.bsky.feed.post', '4 Preview']) {
      expect(terminal.text()).toContain(title);
    }
  });

  test('medium: the list, or the record with Enter and back with Esc', async () => {
    await open(100, 30);
    await terminal.waitFor('100 loaded');
    expect(terminal.text()).toContain('1 Profile');
    expect(terminal.text()).not.toContain('4 Preview');
    terminal.press('Enter');
    await terminal.waitFor('4 Record');
    expect(terminal.text()).not.toContain('100 loaded');
    terminal.press('Esc');
    await terminal.waitFor('100 loaded');
  });

  test('narrow: one pane at a time, and the breadcrumb says where', async () => {
    await open(60, 20);
    await terminal.waitFor('100 loaded');
    expect(terminal.text()).toContain('alice.test › app.bsky.feed.post');
    terminal.press('Tab');
    await terminal.waitFor('4 Preview');
    terminal.press('Tab');
    await terminal.waitFor('1 Profile');
    expect(terminal.text()).not.toContain('2 Contents');
    terminal.press('h', '2');
    await terminal.waitFor('2 Contents');
  });

  test('smallest: still usable at 40×10', async () => {
    await open(40, 10);
    await terminal.waitFor('1–6 of 100');
    terminal.press('Enter');
    await terminal.waitFor('4 Record');
    terminal.press('q');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  });

  test('smaller than that: says what size is needed, and comes back', async () => {
    await open(39, 9);
    await terminal.waitFor(/40.?×.?10/);
    terminal.resize(160, 48);
    await terminal.waitFor('100 loaded');
    await terminal.waitFor('1 Profile');
    terminal.resize(100, 30);
    await terminal.waitForGone('4 Preview');
    terminal.resize(60, 20);
    await terminal.waitFor(() => terminal.screen()[0]!.startsWith('╭ 3 app.bsky.feed.post'));
  });

  test('zooms a pane to the whole screen and back', async () => {
    await open(160, 48);
    await terminal.waitFor('100 loaded');
    terminal.press('z');
    await terminal.waitForGone('1 Profile');
    expect(terminal.text()).toContain('3 app.bsky.feed.post');
    terminal.press('z');
    await terminal.waitFor('1 Profile');
  });

  test('draws nothing while nothing happens', async () => {
    await open(160, 48);
    await terminal.waitFor('100 loaded');
    await terminal.waitFor('@alice.test ✓');
    terminal.press('?');
    await terminal.waitFor('the keys that work here');
    terminal.mark();
    // The next key's own frame is the clock here: whatever was drawn before it would be counted, too.
    terminal.press('j');
    await terminal.waitFor(() => terminal.output().frames >= 1);
    expect(terminal.output().frames).toBe(1);
  });
});

describe('with a screen reader', () => {
  test('the pane that has the keys is read with its label, and a list says what is selected', async () => {
    terminal = await openAtscope(network, ['alice.test/app.bsky.graph.list'], {
      columns: 160,
      rows: 48,
      env: { INK_SCREEN_READER: 'true' },
    });
    await terminal.waitFor(/selected, row 1 of 2/);
    expect(terminal.text()).not.toContain('Profile');
    terminal.press('1');
    await terminal.waitFor(/Profile: Alice Liddell @alice\.test/);
    await terminal.waitForGone('selected, row 1 of 2');
    expect(terminal.raw).not.toMatch(/│|xxx/);
  });
});

describe('without colours', () => {
  test('NO_COLOR leaves no colour anywhere, and the selection is still seen', async () => {
    terminal = await openAtscope(network, ['alice.test/app.bsky.feed.post'], {
      columns: 160,
      rows: 48,
      env: { NO_COLOR: '1' },
    });
    await terminal.waitFor('100 loaded');
    const codes = [...terminal.raw.matchAll(/\x1b\[([0-9;]*)m/g)].map(([, code]) => code);
    expect([...new Set(codes)].filter((code) => /^(?:[349]\d|10\d)(?:;|$)/.test(code ?? ''))).toEqual([]);
    const marker = terminal.find('▌')!;
    expect(terminal.cell(marker.x + 4, marker.y).inverse).toBe(true);
    // The frame of the pane that has the keys, and of one that has not.
    expect(terminal.cell(0, 0)).toMatchObject({ text: '╭', dim: true, bold: false });
    const focused = terminal.find('╭ 3 app.bsky.feed.post')!;
    expect(terminal.cell(focused.x, focused.y)).toMatchObject({ text: '╭', dim: false, bold: true });
  });
});
