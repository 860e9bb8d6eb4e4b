import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atscope-pictures-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const SIZE = { columns: 160, rows: 48 };
/** Right of it is the record, left of it the profile. */
const MIDDLE = SIZE.columns / 2;
/** A picture of a post has more cells, and what is left of one at an edge fewer. */
const PICTURE_CELLS = 100;

/** The colours of pictures: texts have theirs by number. */
function coloursIn(terminal: Terminal, from: number, to: number): readonly string[] {
  return Array.from({ length: SIZE.rows }, (_, y) =>
    Array.from({ length: to - from }, (_none, x) => terminal.cell(from + x, y).background),
  )
    .flat()
    .filter((colour) => colour.startsWith('#'));
}

const inRecord = (terminal: Terminal) => coloursIn(terminal, MIDDLE, SIZE.columns);
const everywhere = (terminal: Terminal) => coloursIn(terminal, 0, SIZE.columns);
const isDrawn = (terminal: Terminal) => inRecord(terminal).length > PICTURE_CELLS;
const isGone = (terminal: Terminal) => inRecord(terminal).length === 0;

test('pictures stand where they are told of, and go where that goes', async () => {
  const network = await useSeededNetwork();
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ labelers: network.labelers }));
  await using terminal = await openAtscope(network, ['painter.test/posts', '--config-dir', folder], SIZE);
  await terminal.waitFor('Evening over the hills');
  terminal.press('G');
  await terminal.waitFor('▣ A sun over green hills');
  await terminal.waitFor(isDrawn);
  // A sky of many colours, hills and a sun.
  expect(new Set(inRecord(terminal)).size).toBeGreaterThan(10);
  await terminal.waitFor((shown) => coloursIn(shown, 0, 12).length > 0);

  // With its text it scrolls, and comes back.
  terminal.press('4', 'G');
  await terminal.waitFor(isGone);
  terminal.press('g');
  await terminal.waitFor(isDrawn);
  // Under what covers it there is none.
  terminal.press('?');
  await terminal.waitFor('Help: the keys that work here');
  await terminal.waitFor((shown) => everywhere(shown).length === 0);
  terminal.press('Esc');
  await terminal.waitFor(isDrawn);

  // What a label hides is not drawn unasked.
  terminal.press('3', 'k');
  await terminal.waitFor('▣ A green leaf on nothing');
  await terminal.waitFor('a label hides the picture: ⚐');
  expect(isGone(terminal)).toBe(true);
  terminal.write(':uncover\r');
  await terminal.waitFor((shown) => inRecord(shown).length > 0);
  await terminal.waitForGone('a label hides');

  terminal.write(':pictures off\r');
  await terminal.waitFor('Pictures are not drawn.');
  expect(everywhere(terminal)).toEqual([]);
  expect(terminal.text()).toContain('▣ A green leaf on nothing');

  // Nobody was asked but the services that are set, and the account's own server.
  terminal.press('x', 'b');
  await terminal.waitFor('Calls');
  await terminal.waitFor(/GET +(?:picture|com\.atproto\.sync\.getBlob) /);
  const hosts = new Set(terminal.text().match(/localhost:\d+|127\.0\.0\.1:\d+|https?:\S+/g));
  const known = [network.plc, network.appview, network.pds].map((origin) => new URL(origin).host);
  expect([...hosts].filter((host) => !known.includes(host))).toEqual([]);
  terminal.press('Esc');
  await terminal.waitForGone('Calls');
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
  expect(await terminal.leftBehind()).toEqual([]);
});

test('without colours their words stand alone', async () => {
  const network = await useSeededNetwork();
  await using terminal = await openAtscope(network, ['painter.test/posts', '--config-dir', folder], {
    ...SIZE,
    env: { NO_COLOR: '1' },
  });
  await terminal.waitFor('Evening over the hills');
  terminal.press('G');
  await terminal.waitFor('▣ A sun over green hills');
  expect(terminal.text()).not.toMatch(/▄|on its way/);
  terminal.press('q');
  await terminal.waitForExit();
  expect(terminal.raw).not.toMatch(/\u001B\[(?:[\d;]*;)?[34]8;/);
});
