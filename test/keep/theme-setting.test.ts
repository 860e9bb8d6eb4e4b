import { describe, expect, test } from 'vitest';
import { AUTO_THEME, readColour, readTheme } from '../../src/keep/theme-setting.js';

describe('the theme of the settings', () => {
  test.each(['auto', 'dark', 'light', 'ansi'] as const)('is %s', (name) => {
    expect(readTheme(name)).toEqual({ setting: { name, own: {} }, problems: [] });
  });

  test('is a table of one’s own', () => {
    expect(readTheme({ link: 25, good: '#0A0', bad: 'bright red', dim: 'default' })).toEqual({
      setting: { name: 'auto', own: { link: 25, good: '#00aa00', bad: 9, dim: 'default' } },
      problems: [],
    });
  });

  test.each<[unknown]>([
    ['Dark'],
    [7],
    [null],
    [['dark']],
    [true],
    [''],
  ])('%j is told to be none', (given) => {
    const { setting, problems } = readTheme(given);
    expect(setting).toEqual(AUTO_THEME);
    expect(problems).toEqual([
      `theme: ${JSON.stringify(given)} is not auto, dark, light, ansi or a table of roles and colours; auto is used.`,
    ]);
  });

  test('a bad entry of a table costs itself', () => {
    const { setting, problems } = readTheme({
      link: 256,
      lnk: 1,
      good: 22,
      warn: 'orange',
      bad: null,
      __proto__: 3,
      toString: 4,
    });
    expect(setting.own).toEqual({ good: 22 });
    expect(problems).toContain(
      'theme: link: 256 is not a colour such as 25, "#005faf" or "bright blue"; the theme\'s own is used.',
    );
    expect(problems.find((problem) => problem.includes('"lnk"'))).toMatch(
      /^theme: "lnk" is not a role\. The roles are accent, .*boolean\.$/,
    );
    expect(problems).toHaveLength(5);
  });
});

test.each<[unknown, unknown]>([
  [0, 0],
  [255, 255],
  ['208', 208],
  [-1, undefined],
  [1.5, undefined],
  ['256', undefined],
  ['red', 1],
  ['Bright Red', 9],
  ['bright-red', 9],
  ['redBright', 9],
  ['gray', 8],
  ['grey', 8],
  ['bright', undefined],
  ['brightgray', undefined],
  ['#abc', '#aabbcc'],
  ['#AABBCC', '#aabbcc'],
  ['#abcd', undefined],
  ['abc', undefined],
  ['#ggg', undefined],
  ['\x1b[31m', undefined],
  [{}, undefined],
  [[], undefined],
  [undefined, undefined],
])('%j as a colour is %j', (given, colour) => {
  expect(readColour(given)).toBe(colour);
});

test.each([
  ['light', 'light', []],
  ['Light', 'auto', ['theme: base: "Light" is not auto, dark, light, ansi; auto is used.']],
  [7, 'auto', ['theme: base: 7 is not auto, dark, light, ansi; auto is used.']],
])('a table of one’s own on %j is one on %s', (base, name, problems) => {
  expect(readTheme({ base, good: 22 })).toEqual({ setting: { name, own: { good: 22 } }, problems });
});
