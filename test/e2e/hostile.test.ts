import { afterEach, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

/** Every row between the top and bottom borders ends with the border: nothing has moved the frame. */
const frameIsWhole = () =>
  terminal
    .screen()
    .slice(0, -1)
    .every((row) => /[│╮╯┤]$/.test(row));

const sizes = [
  { columns: 160, rows: 48 },
  { columns: 100, rows: 30 },
  { columns: 60, rows: 20 },
];

test.each(
  sizes,
)('text of strangers moves, copies, links and retitles nothing at $columns×$rows', async (size) => {
  terminal = await openAtscope(network, [network.seed.records.escapes], size);
  await terminal.waitFor('4 Record');
  await terminal.waitFor(' {');
  await terminal.waitFor(frameIsWhole);
  terminal.press('3');
  await terminal.waitFor('oddity');
  await terminal.waitFor(frameIsWhole);
  terminal.press('1');
  await terminal.waitFor('Alice');
  await terminal.waitFor(frameIsWhole);
  expect(terminal.clipboard).toEqual([]);
  expect(terminal.hyperlinks).toEqual([]);
  expect(terminal.titles).toEqual([]);
});

test.each(
  sizes,
)('wide, joined, right-to-left and invisible characters keep the frame at $columns×$rows', async (size) => {
  terminal = await openAtscope(network, ['alice.test/app.bsky.feed.post'], size);
  await terminal.waitFor('100 loaded');
  await terminal.waitFor(frameIsWhole);
  terminal.press('f');
  await terminal.waitFor('followers of alice.test ── 1–');
  terminal.press('G');
  await terminal.waitFor('of 130');
  terminal.press('G');
  await terminal.waitFor('–130 of 130');
  await terminal.waitFor(frameIsWhole);
});

test('what is copied goes to the clipboard whole, and only then', async () => {
  terminal = await openAtscope(network, [network.seed.posts[0]!.uri], { columns: 160, rows: 48 });
  await terminal.waitFor('"createdAt"');
  expect(terminal.clipboard).toEqual([]);
  terminal.press('y');
  await terminal.waitFor('at:// URI');
  terminal.press('Enter');
  await terminal.waitFor("Sent to the terminal's clipboard: the at:// URI.");
  terminal.press('y', 'j');
  await terminal.waitFor("Sent to the terminal's clipboard: the JSON.");
  const [uri, json] = terminal.clipboard;
  expect(uri).toBe(network.seed.posts[0]!.uri);
  expect(JSON.parse(json!)).toMatchObject({ $type: 'app.bsky.feed.post' });
});

test('a call is copied as curl that gets the same answer', async () => {
  terminal = await openAtscope(network, ['alice.test/app.bsky.feed.post'], { columns: 160, rows: 48 });
  await terminal.waitFor('100 loaded');
  terminal.press('x');
  await terminal.waitFor('com.atproto.repo.listRecords');
  terminal.press('k', 'j', 'y');
  await terminal.waitFor("Sent to the terminal's clipboard: the call as curl.");
  expect(terminal.clipboard[0]).toMatch(/^curl .*\/xrpc\//);
  expect(terminal.raw).not.toContain('Bearer');
});
