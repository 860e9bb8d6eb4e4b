import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { wayQuestion } from '../../../src/store/session/sign-in-ways.js';
import { signInWayView } from '../../../src/tui/views/sign-in-way.js';
import { writeLevelView } from '../../../src/tui/views/write-level.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import { defaultWords, hostile } from '../../support/screen/screen-fixtures.js';

const told = (lines: readonly string[]): string =>
  lines
    .map((line) => stripVTControlCharacters(line).trim())
    .join(' ')
    .replaceAll(/ +/g, ' ');

type Question = Parameters<typeof wayQuestion>;

const ways = (...question: Question) => signInWayView.picture({ overlay: wayQuestion(...question) }, WIDE);

const WIDE = { width: 74, height: 10 };

describe('the ways to sign in', () => {
  test.each<[what: string, question: Question, said: RegExp]>([
    ['who', ['alice.test', undefined], /^How does alice\.test sign in\?/],
    ['nobody', ['', undefined], /^How do you sign in\?/],
    [
      'the level',
      ['a.test', 'pds.test'],
      /▌ in the browser, to read .* for your leave to read what only you/,
    ],
    ['the level', ['a.test', 'pds.test', 'write'], /▌ in the browser, to write .* to read and to write/],
    [
      'the host',
      ['a.test', 'pds.test'],
      /pds\.test, or the server that it names, asks for your password there/,
    ],
    ['no host', ['a.test', undefined], /The host of the account asks for your password/],
    [
      'the password',
      ['a.test', 'pds.test', 'password'],
      /▌ with an app password The password is sent to pds\.test only/,
    ],
  ])('say %s: %j', (_, question, said) => {
    expect(told(ways(...question).lines)).toMatch(said);
  });

  test('say the way under the cursor first to who listens', () => {
    const { lines } = ways('a.test', 'pds.test', 'password').spoken();
    expect(lines[1]).toBe('selected, 3 of 3: with an app password');
  });
});

describe('the offer to write', () => {
  const seen = (sentence: string, name = '@alice.test') => ({
    overlay: { kind: 'write-level', sentence, below: undefined } as const,
    name,
    words: defaultWords,
  });

  test('says why, that nothing is lost, and what signs in', () => {
    const { lines } = writeLevelView.picture(seen('This sign-in may not write that.'), WIDE);
    expect(told(lines)).toMatch(
      /^This sign-in may not write that\. Nothing was written, and nothing is lost\. Enter signs @alice\.test in anew/,
    );
  });

  test('keeps the way out of it where there is little room', () => {
    const { lines } = writeLevelView.picture(seen('Long. '.repeat(50)), { width: 38, height: 4 });
    expect(told(lines)).toMatch(/Enter signs/);
  });
});

test('every line is as wide as the box, whatever anything is called', () => {
  const text = hostile.join(' ');
  for (const size of sizes) {
    for (const way of ['read', 'write', 'password'] as const) {
      expectExact(signInWayView.picture({ overlay: wayQuestion(text, text, way) }, size).lines, size);
    }
    const overlay = { kind: 'write-level', sentence: text, below: undefined } as const;
    expectExact(writeLevelView.picture({ overlay, name: text, words: defaultWords }, size).lines, size);
  }
});
