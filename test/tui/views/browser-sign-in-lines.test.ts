import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { SentenceError } from '../../../src/text/sentence.js';
import { drawLinks } from '../../../src/tui/screen/links.js';
import { hitAt } from '../../../src/tui/screen/picture.js';
import { browserSignInView } from '../../../src/tui/views/browser-sign-in.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { defaultWords, hostile } from '../../support/screen/screen-fixtures.js';
import { browserSignIn, SIGN_IN_URL } from '../../support/screen/sign-in-states.js';

const PASTED = 'http://127.0.0.1:41234/callback?state=a-state&code=a-code';

afterEach(() => drawLinks(false));

type Change = Parameters<typeof browserSignIn>[0];

const draw = (change: Change, size: { width: number; height: number }) =>
  browserSignInView.picture({ overlay: browserSignIn(change), words: defaultWords }, size);

const plain = (lines: readonly string[]): string[] =>
  lines.map((line) => stripVTControlCharacters(line).trimEnd());

/** What is told, its rows joined. */
const told = (change: Change, size = { width: 98, height: 20 }): string =>
  plain(draw(change, size).lines).join('').replaceAll(/ +/g, ' ');

describe('the address', () => {
  test.each([
    { width: 98, height: 20 },
    { width: 58, height: 17 },
    { width: 38, height: 30 },
  ])('is whole in rows that have nothing else, at $width × $height', (size) => {
    const rows = plain(draw({}, size).lines).map((row) => row.slice(1));
    const from = rows.findIndex((row) => row.startsWith('https:'));
    const count = Math.ceil(SIGN_IN_URL.length / (size.width - 2));
    expect(rows.slice(from, from + count).join('')).toBe(SIGN_IN_URL);
  });

  test('is one link, whichever of its rows is clicked', () => {
    drawLinks(true);
    const { lines } = draw({}, { width: 58, height: 17 });
    const targets = lines.flatMap((line) => [...line.matchAll(/\x1b\]8;id=sign-in;([^\x1b]+)\x1b/g)]);
    expect(targets.map(([, url]) => url)).toEqual(Array(5).fill(SIGN_IN_URL));
  });

  test('says where all of it is where it has no room', () => {
    const size = { width: 38, height: 7 };
    expect(told({}, { width: 38, height: 12 })).toContain('y copies all of this address');
    expect(told({ browser: 'away' }, { width: 38, height: 14 })).toContain('This is ssh');
    expect(plain(draw({}, size).lines).some((row) => row.endsWith('…'))).toBe(true);
    expect(told({}, size)).toContain('4:30 left');
  });
});

describe('what is told', () => {
  test.each<[what: string, change: Change, said: string]>([
    ['the level', { level: 'write' }, 'whether atscope may read and write for you'],
    ['the level', {}, 'whether atscope may read for you'],
    ['a browser', {}, 'The browser opens it'],
    ['ssh', { browser: 'away' }, 'This is ssh: open it on the machine before you, in one browser only'],
    ['no desktop', { browser: 'none' }, 'There is no desktop here'],
    ['no browser', { browser: 'failed' }, 'No browser could be started'],
    ['the time', { secondsLeft: 60 }, 'Waiting for the answer of bsky.social … 1:00 left.'],
    ['the asking', { stage: 'asking' }, 'Asking bsky.social for the page'],
    ['the asking of nobody', { stage: 'asking', host: undefined }, 'Asking the server for the page'],
    ['the finishing', { stage: 'finishing' }, 'Signing in at bsky.social'],
    ['the end', { stage: 'ended', error: new SentenceError('It was denied.') }, 'It was denied.'],
    ['the way on from it', { stage: 'ended', error: 'x' }, 'Enter begins again, Esc goes back.'],
    ['a wrong paste', { error: new SentenceError('Of another sign-in.') }, 'Of another sign-in.'],
  ])('%s: %j', (_, change, said) => expect(told(change)).toContain(said));

  test('offers the pasting first where no browser is opened', () => {
    function order(change: Change): boolean {
      const text = told(change);
      return text.indexOf('paste its address here') < text.indexOf('Waiting for');
    }
    expect([order({ browser: 'away' }), order({ browser: 'none' }), order({ browser: 'opened' })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('what was pasted', () => {
  const size = { width: 98, height: 20 };
  const { lines, caret, hits, spoken } = draw({ prompt: promptOf(PASTED) }, size);

  test('is shown and spoken without its secrets', () => {
    expect(plain(lines).join('\n')).toContain('› http://127.0.0.1:41234/callback?••••');
    expect(spoken().lines.join('\n')).toContain('typed: http://127.0.0.1:41234/callback? and 25 characters');
    expect([...lines, ...spoken().lines].join('\n')).not.toMatch(/a-state|a-code/);
  });

  test('has its caret behind it, and a click puts it into it', () => {
    const y = plain(lines).findIndex((row) => row.includes('›'));
    expect(caret).toEqual({ x: 3 + 'http://127.0.0.1:41234/callback?'.length + 16, y });
    expect(hitAt(hits(), 3 + 7, y)).toEqual({ kind: 'caret', caret: 7 });
    expect(hitAt(hits(), 3 + PASTED.indexOf('?') + 2, y)).toEqual({
      kind: 'caret',
      caret: PASTED.indexOf('?') + 2,
    });
  });
});

test('every line is as wide as the box and the caret within it, whatever a server says and a person types', () => {
  const text = hostile.join(' ');
  for (const size of sizes) {
    for (const stage of ['asking', 'waiting', 'finishing', 'ended'] as const) {
      const { lines, caret } = draw(
        { stage, host: text, url: `https://${text}`, identifier: text, prompt: promptOf(text), error: text },
        size,
      );
      expectExact(lines, size);
      if (caret) expect(caret.x < size.width && caret.y < size.height).toBe(true);
    }
  }
});
