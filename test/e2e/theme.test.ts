import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

const ASKED = '\x1b]11;?\x1b\\';
const BLACK = '\x1b]11;rgb:0000/0000/0000\x1b\\';
const WHITE = '\x1b]11;rgb:ffff/ffff/ffff\x07';
/** What the frame of the focused pane is painted with. */
const FOCUS = { dark: 'palette:80', light: 'palette:23', either: 'palette:30' } as const;

async function open(options: Parameters<typeof openAtscope>[2] = {}): Promise<void> {
  terminal = await openAtscope(network, ['alice.test/app.bsky.graph.list'], {
    columns: 160,
    rows: 48,
    ...options,
  });
}

const times = (text: string): number => terminal.raw.split(text).length - 1;

/** Resolves when the frame of the list, which has the keys, is painted so. */
const focusIs = (colour: string): Promise<void> =>
  terminal.waitFor(() => {
    const corner = terminal.find('╭ 3 app.bsky.graph.list');
    return corner !== undefined && terminal.cell(corner.x, corner.y).foreground === colour;
  });

describe('the background', () => {
  test('is asked for at the start and whenever the scheme changes, and the screen is painted for it', async () => {
    await open();
    await terminal.waitFor(() => times(ASKED) === 1);
    terminal.write(WHITE);
    await focusIs(FOCUS.light);
    expect(terminal.raw.indexOf(ASKED)).toBeLessThan(terminal.raw.indexOf('\x1b[?1049h'));
    terminal.write('\x1b[?997;1n');
    await terminal.waitFor(() => times(ASKED) === 2);
    terminal.write(BLACK);
    await focusIs(FOCUS.dark);
    // A port of this machine may have those digits.
    expect(terminal.text().replaceAll(/localhost:\d+/g, '')).not.toMatch(/rgb:|997/);
  });

  test('is not waited for: until it is told, colours are those that both have', async () => {
    await open();
    await focusIs(FOCUS.either);
    terminal.write(BLACK);
    await focusIs(FOCUS.dark);
  });

  test('is what COLORFGBG says where nobody answers', async () => {
    await open({ env: { COLORFGBG: '0;15' } });
    await focusIs(FOCUS.light);
  });

  test('is told no more while the terminal is the shell’s, and asked for again behind fg', async () => {
    await open({ shell: true });
    await terminal.waitFor(/2 loaded|1–2 of 2/);
    terminal.write(WHITE);
    await focusIs(FOCUS.light);
    terminal.press('Ctrl-z');
    await terminal.waitFor(() => times('\x1b[?2031l') === 1);
    await terminal.kill('SIGCONT');
    await terminal.waitFor(() => times(ASKED) === 2 && times('\x1b[?2031h') === 2);
    terminal.write(BLACK);
    await focusIs(FOCUS.dark);
    terminal.press('q');
    await terminal.waitForExit();
    expect(times('\x1b[?2031l')).toBe(2);
    expect(await terminal.leftBehind()).toEqual([]);
  });
});

describe('the theme', () => {
  test(':theme changes it at once, by its name or from the menu', async () => {
    await open();
    await terminal.waitFor(/2 loaded|1–2 of 2/);
    terminal.write(BLACK);
    await focusIs(FOCUS.dark);
    terminal.write(':theme light');
    await terminal.waitFor('use the theme light');
    terminal.press('Enter');
    await focusIs(FOCUS.light);
    await terminal.waitFor('The theme is light.');
    terminal.write(':theme');
    await terminal.waitFor('choose colours');
    terminal.press('Enter');
    await terminal.waitFor(/light: for a light background +in use/);
    expect(terminal.text()).toMatch(/auto: dark or light, as the terminal is +the terminal is dark/);
    terminal.press('Enter');
    await focusIs(FOCUS.dark);
    terminal.write(':theme blue');
    await terminal.waitFor('A theme is one of auto, dark, light, ansi.');
  });

  test('of the settings is there from the first frame, and a bad entry of it costs itself', async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, 'atscope'));
    const theme = { base: 'light', focus: 'bright magenta', lnk: 3 };
    await writeFile(join(home, 'atscope', 'settings.json'), JSON.stringify({ theme }));
    await open({ home });
    await terminal.waitFor(/"lnk" is not a role\. The roles are accent/);
    await focusIs('palette:13');
    expect(terminal.raw).not.toMatch(/38;5;(?:80|30)m/);
    expect(terminal.raw).toContain('\x1b[38;5;246m');
  });

  test('with sixteen colours has no other', async () => {
    await open({ env: { TERM: 'xterm', COLORTERM: '' } });
    await terminal.waitFor(/2 loaded|1–2 of 2/);
    terminal.write(BLACK);
    await focusIs('palette:6');
    expect(terminal.raw).not.toContain('[38;');
  });
});

describe('links', () => {
  test('are drawn where the terminal is known to take them, and lead to the pages of what they name', async () => {
    await open({ env: { TERM_PROGRAM: 'WezTerm' } });
    await terminal.waitFor(/2 loaded|1–2 of 2/);
    await terminal.waitFor(() => terminal.hyperlinks.some((url) => url.includes('/lists/')));
    expect(terminal.hyperlinks).toContain('https://bsky.app/profile/alice.test');
    expect(terminal.hyperlinks).toContain('https://alice.example/');
  });

  test('are not drawn elsewhere', async () => {
    await open();
    await terminal.waitFor(/2 loaded|1–2 of 2/);
    await terminal.waitFor('Gardens, maps');
    expect(terminal.raw).not.toContain('\x1b]8;');
  });
});
