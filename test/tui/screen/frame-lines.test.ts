import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type FrameTitle, frameLines, frameTop } from '../../../src/tui/screen/frame-lines.js';
import type { Rect } from '../../../src/tui/screen/layout.js';
import { hostile } from '../../support/screen/screen-fixtures.js';

const rect = (width: number, change: Partial<Rect> = {}): Rect => ({
  x: 0,
  y: 0,
  width,
  height: 4,
  ...change,
});

const top = (width: number, title: FrameTitle, change: Partial<Rect> = {}): string =>
  stripVTControlCharacters(frameTop({ rect: rect(width, change), title, focused: false }));

describe('frameTop', () => {
  const title = { number: 3, name: 'app.bsky.feed.post', info: '1–38 of 200 loaded · more' };

  test('has the number, the name and what there is to say about it', () => {
    expect(top(60, title)).toBe(`╭ 3 app.bsky.feed.post ── 1–38 of 200 loaded · more ${'─'.repeat(7)}╮`);
  });

  test('cuts what is said first, then the name', () => {
    expect(top(40, title)).toBe('╭ 3 app.bsky.feed.post ── 1–38 of 200… ╮');
    expect(top(26, title)).toBe('╭ 3 app.bsky.feed.post ──╮');
    expect(top(16, title)).toBe('╭ 3 app.bsky.… ╮');
    expect(top(4, title)).toBe('╭──╮');
  });

  test('leaves out whole parts of what is said, from the end', () => {
    const parts = { ...title, info: '1–38 of 200 loaded · more · page 1' };
    expect(top(60, parts)).toMatch(/── 1–38 of 200 loaded · more ─+╮$/);
    expect(top(50, parts)).toMatch(/── 1–38 of 200 loaded ─+╮$/);
  });

  test.each([
    [70, '╭ 3 app.bsky.graph.starterpack ── /sea · 2 marked · 1–6 of 9 ────────╮'],
    [60, '╭ 3 app.bsky.graph.starterpack ── /sea · 2 marked ─────────╮'],
    [40, '╭ 3 app.bsk…terpack ── /sea · 2 marked ╮'],
  ])('in %i cells the name gives way to what is kept', (cells, drawn) => {
    const kept = {
      number: 3,
      name: 'app.bsky.graph.starterpack',
      kept: '/sea · 2 marked',
      info: '1–6 of 9',
    };
    expect(top(cells, kept)).toBe(drawn);
  });

  test('shows the spinner at the right, where it moves nothing', () => {
    expect(top(30, { number: 1, name: 'Profile', spinner: '⠋' })).toBe('╭ 1 Profile ───────────── ⠋ ─╮');
  });

  test('joins the border of the pane above', () => {
    expect(top(20, { number: 2, name: 'Collections' }, { joinedAbove: true })).toBe('├ 2 Collections ───┤');
  });

  test('is exactly as wide as the pane, whatever it is called', () => {
    for (let width = 2; width < 90; width++) {
      for (const name of hostile) {
        for (const spinner of [undefined, '⠋']) {
          expect(stringWidth(top(width, { number: 3, name, info: name, spinner }))).toBe(width);
        }
      }
    }
  });
});

describe('frameLines', () => {
  const lines = (change: Partial<Rect> = {}) =>
    frameLines(['one', 'two', 'six'], {
      rect: rect(5, change),
      title: { name: 'x' },
      focused: false,
    }).map(stripVTControlCharacters);

  test('leaves out the lines that do not fit, and fills up with blank ones', () => {
    expect(lines()).toEqual(['╭ x ╮', '│one│', '│two│', '╰───╯']);
    expect(lines({ height: 7 }).slice(3, 6)).toEqual(['│six│', '│   │', '│   │']);
  });

  test('has no bottom where the pane below draws it', () => {
    const joined = lines({ joinedBelow: true });
    expect(joined).toHaveLength(4);
    expect(joined.at(-1)).toBe('│six│');
  });
});
