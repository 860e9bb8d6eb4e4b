import { afterEach, describe, expect, test } from 'vitest';
import { AUTO_THEME, ROLES, type ThemeSetting } from '../../../src/keep/theme-setting.js';
import type { Background } from '../../../src/store/theme/theme-state.js';
import { paintedCache, paintWith, palette } from '../../../src/tui/screen/style.js';
import { type Depth, depthOf, themeOf } from '../../../src/tui/screen/themes.js';
import { contrast, indexed, type Rgb, rgb } from '../../support/screen/colours.js';

/** A terminal as it comes: its background, and its sixteen colours there, where they are known. */
interface Terminal {
  readonly name: string;
  readonly background: string;
  readonly sixteen?: string;
}

const XTERM =
  '000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff';
const CAMPBELL =
  '0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2';
const GNOME =
  '171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc 5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff';
const SOLARIZED =
  '073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3';
const MACOS =
  '000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5';
const CODE_DARK =
  '000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5';
const CODE_LIGHT =
  '000000 cd3131 00bc00 949800 0451a5 bc05bc 0598bc 555555 666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5';

const dark: readonly Terminal[] = [
  { name: 'xterm', background: '#000000', sixteen: XTERM },
  { name: 'Terminal.app', background: '#1e1e1e' },
  { name: 'Windows Terminal', background: '#0c0c0c', sixteen: CAMPBELL },
  { name: 'GNOME', background: '#171421', sixteen: GNOME },
  { name: 'GNOME, newer', background: '#1d1d20', sixteen: GNOME },
  { name: 'VS Code', background: '#1e1e1e', sixteen: CODE_DARK },
  { name: 'VS Code, newer', background: '#1f1f1f', sixteen: CODE_DARK },
  { name: 'Solarized', background: '#002b36', sixteen: SOLARIZED },
];

const light: readonly Terminal[] = [
  { name: 'xterm', background: '#ffffff', sixteen: XTERM },
  { name: 'Terminal.app', background: '#ffffff', sixteen: MACOS },
  { name: 'GNOME', background: '#ffffff', sixteen: GNOME },
  { name: 'VS Code', background: '#ffffff', sixteen: CODE_LIGHT },
  { name: 'Windows Terminal, One Half Light', background: '#fafafa' },
  { name: 'Solarized', background: '#fdf6e3', sixteen: SOLARIZED },
];

/** Backgrounds that people choose: Nord, One Dark, Ubuntu, Tango, Catppuccin Latte. What is measured on them is a little less. */
const darkOthers = ['#2e3440', '#282c34', '#300a24', '#2e3436'];
const lightOthers = ['#eeeeee', '#eff1f5', '#f3f3f3'];

type LookName = keyof typeof palette;
const looks = Object.keys(palette) as LookName[];
const DIM: readonly LookName[] = ['dim', 'nul', 'bracket'];

const leastOf = (look: LookName): number => (look === 'border' ? 2.5 : DIM.includes(look) ? 4 : 4.5);

function paint(setting: ThemeSetting, background: Background, depth: Depth): void {
  paintWith(themeOf(setting, background, depth), depth);
}

const named = (name: ThemeSetting['name']): ThemeSetting => ({ name, own: {} });

afterEach(() => paint(AUTO_THEME, undefined, 'text'));

/** The colour that a look is painted with, as a terminal would show it; undefined for that of plain text. */
function colourOf(look: LookName, { sixteen }: Pick<Terminal, 'sixteen'>): Rgb | undefined {
  const codes = [...palette[look]('x').matchAll(/\x1b\[([\d;]+)m/g)].map(([, code]) => code ?? '');
  for (const code of codes) {
    const parts = code.split(';').map(Number);
    const [first = 0, kind, index = 0, green = 0, blue = 0] = parts;
    if (first === 38) return kind === 5 ? indexed(index) : [index, green, blue];
    const own = first >= 90 && first <= 97 ? first - 82 : first >= 30 && first <= 37 ? first - 30 : undefined;
    if (own !== undefined) return sixteen === undefined ? undefined : rgb(`#${sixteen.split(' ')[own]}`);
  }
  return undefined;
}

describe('with 256 colours', () => {
  const grounds = [
    ...dark.map((terminal) => ({ ...terminal, is: 'dark' as const })),
    ...light.map((terminal) => ({ ...terminal, is: 'light' as const })),
  ];

  test.each(grounds)('all can be read on $name, $is ($background)', (terminal) => {
    paint(named('auto'), terminal.is, '256');
    for (const look of looks) {
      const colour = colourOf(look, terminal);
      if (colour) {
        expect(contrast(colour, rgb(terminal.background)), look).toBeGreaterThanOrEqual(leastOf(look));
      }
    }
    expect(looks.filter((look) => colourOf(look, terminal)).length).toBeGreaterThan(15);
  });

  test.each([
    ...darkOthers.map((background) => ({ background, is: 'dark' as const })),
    ...lightOthers.map((background) => ({ background, is: 'light' as const })),
  ])('and on $background, which nobody has as it comes', ({ background, is }) => {
    paint(named('auto'), is, '256');
    for (const look of looks) {
      const colour = colourOf(look, { sixteen: XTERM });
      if (colour) {
        expect(contrast(colour, rgb(background)), look).toBeGreaterThanOrEqual(leastOf(look) * 0.97);
      }
    }
  });

  test.each([
    ...dark,
    ...light,
  ])('nothing is lost on $name ($background), which does not tell what it is', (terminal) => {
    paint(named('auto'), undefined, '256');
    for (const look of looks) {
      const colour = colourOf(look, terminal);
      if (colour) expect(contrast(colour, rgb(terminal.background)), look).toBeGreaterThanOrEqual(3);
    }
  });

  test('no colour is one of the sixteen that users change', () => {
    for (const background of ['dark', 'light', undefined] as const) {
      paint(named('auto'), background, '256');
      for (const look of looks) expect(palette[look]('x')).not.toMatch(/\x1b\[(?:3[0-7]|9[0-7])m/);
    }
  });

  test('dark and light are so whatever the terminal says', () => {
    paint(named('light'), 'dark', '256');
    expect(palette.reference('x')).toContain('\x1b[38;5;25m');
    paint(named('dark'), 'light', '256');
    expect(palette.reference('x')).toContain('\x1b[38;5;111m');
  });
});

describe('with sixteen colours', () => {
  test.each([
    ...dark.map((terminal) => ({ ...terminal, is: 'dark' as const })),
    ...light.map((terminal) => ({ ...terminal, is: 'light' as const })),
  ])('nothing is lost on $name, $is', (terminal) => {
    for (const [setting, depth] of [
      [named('auto'), '16'],
      [named(terminal.is), '16'],
      [named('ansi'), '256'],
    ] as const) {
      paint(setting, terminal.is, depth);
      for (const look of looks) {
        expect(palette[look]('x')).not.toContain('[38;');
        const colour = colourOf(look, terminal);
        if (colour) expect(contrast(colour, rgb(terminal.background)), look).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test.each([...dark, ...light])('nor where nobody tells that it is $background ($name)', (terminal) => {
    paint(named('auto'), undefined, '16');
    for (const look of looks) {
      const colour = colourOf(look, terminal);
      if (colour) expect(contrast(colour, rgb(terminal.background)), look).toBeGreaterThanOrEqual(2.7);
    }
  });
});

test('what lies below a dialog is dim throughout and keeps its styles, and is as ever without colours', () => {
  paint(named('dark'), 'dark', '256');
  expect(palette.below(`a${palette.bold('b')}c`)).toBe('\x1b[2ma\x1b[1mb\x1b[22m\x1b[2mc\x1b[22m');
  paint(named('dark'), 'dark', 'attributes');
  expect(palette.below('a')).toBe('a');
});

describe('NO_COLOR', () => {
  test('keeps bold, dim, underline and reverse, and nothing else', () => {
    paint(named('dark'), 'dark', 'attributes');
    expect(palette.selected('x')).toBe('\x1b[7mx\x1b[27m');
    expect(palette.selectedElsewhere('x')).toBe('\x1b[1mx\x1b[22m');
    expect(palette.reference('x')).toBe('\x1b[4mx\x1b[24m');
    expect(palette.match('x')).toBe('\x1b[1m\x1b[4mx\x1b[24m\x1b[22m');
    expect(palette.dim('x')).toBe('\x1b[2mx\x1b[22m');
    expect(palette.titleFocused('x')).not.toBe(palette.title('x'));
    expect(palette.borderFocused('x')).not.toBe(palette.border('x'));
    for (const look of looks) expect(palette[look]('x')).not.toMatch(/\x1b\[(?:3\d|4\d|9\d|10\d)[;m]/);
  });

  test.each<[Record<string, string>, number, Depth]>([
    [{}, 1, '16'],
    [{}, 2, '256'],
    [{}, 3, 'all'],
    [{ TERM: 'xterm' }, 1, '16'],
    [{ TERM: 'xterm', XTERM_VERSION: 'XTerm(379)' }, 1, '256'],
    [{ TERM: 'xterm', XTERM_VERSION: 'XTerm(379)', FORCE_COLOR: '1' }, 1, '16'],
    [{ TERM: 'screen', XTERM_VERSION: 'XTerm(379)' }, 1, '16'],
    // chalk knows no TERM such as `sun`; what is no colour does no harm there.
    [{}, 0, 'attributes'],
    [{ NO_COLOR: '1' }, 3, 'attributes'],
    [{ NO_COLOR: '' }, 3, 'all'],
    [{ NO_COLOR: '1', FORCE_COLOR: '2' }, 2, '256'],
    [{ FORCE_COLOR: '0' }, 0, 'text'],
    [{ NO_COLOR: '1', FORCE_COLOR: '0' }, 0, 'text'],
    [{ FORCE_COLOR: 'false' }, 0, 'text'],
    [{ TERM: 'dumb' }, 0, 'text'],
  ])('%j, where chalk finds level %i, leaves %s', (env, level, depth) => {
    expect(depthOf(env, level)).toBe(depth);
  });

  test('FORCE_COLOR=0 leaves nothing but text', () => {
    paint(named('dark'), 'dark', 'text');
    for (const look of looks) expect(palette[look]('x')).toBe('x');
  });
});

describe('colours of one’s own', () => {
  test('go before those of the theme, as well as the terminal can show them', () => {
    const own: ThemeSetting = { name: 'auto', own: { link: '#ff8000', good: 3, bad: 'default', key: 200 } };
    paint(own, 'dark', 'all');
    expect(palette.reference('x')).toContain('\x1b[38;2;255;128;0m');
    expect(palette.good('x')).toBe('\x1b[33mx\x1b[39m');
    expect(palette.bad('x')).toBe('x');
    expect(palette.key('x')).toBe('\x1b[38;5;200mx\x1b[39m');
    expect(palette.string('x')).toContain('\x1b[38;5;114m');
    paint(own, 'dark', '256');
    expect(palette.reference('x')).toContain('\x1b[38;5;214m');
    paint(own, 'dark', '16');
    expect(palette.reference('x')).toMatch(/\x1b\[(?:33|93)m/);
    paint(own, 'dark', 'attributes');
    expect(palette.good('x')).toBe('x');
  });

  test('every role is drawn with somewhere', () => {
    for (const role of ROLES) {
      paint(AUTO_THEME, 'dark', '256');
      const before = looks.map((look) => palette[look]('x')).join();
      paint({ name: 'auto', own: { [role]: 201 } }, 'dark', '256');
      expect(looks.map((look) => palette[look]('x')).join(), role).not.toBe(before);
    }
  });
});

test('what was painted in another theme is painted anew', () => {
  const cache = paintedCache<object, string>();
  const key = {};
  cache.set(key, 'as it was');
  expect(cache.get(key)).toBe('as it was');
  paint(AUTO_THEME, 'light', '256');
  expect(cache.get(key)).toBeUndefined();
});
