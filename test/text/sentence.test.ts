import { describe, expect, test } from 'vitest';
import { errorSentence } from '../../src/text/error-sentence.js';
import { SentenceError, say, spell } from '../../src/text/sentence.js';

const words = (id: string): string => ({ 'pane.reload': 'R', 'account.sign-in': ':login' })[id] ?? id;

describe('a sentence', () => {
  test('shows the key that is bound to a command, or its name', () => {
    expect(spell(say`{key:pane.reload} tries again, {key:account.sign-in} signs in`, words)).toBe(
      'R tries again, :login signs in',
    );
  });

  test('takes other sentences and numbers in', () => {
    const inner = say`{key:pane.reload} asks for more`;
    expect(spell(say`${3} empty pages: ${inner}.`, words)).toBe('3 empty pages: R asks for more.');
  });

  test('is a plain text where it names no command', () => {
    expect(say`nothing ${'here'}`).toBe('nothing here');
  });

  test('no text that is put into it can name a command', () => {
    const forged = '{key:pane.reload}';
    expect(spell(say`It says ${forged}: {key:pane.reload} tries again`, words)).toBe(
      'It says {key:pane.reload}: R tries again',
    );
    expect(spell(say`${'{key:pane.'}${'reload}'}`, words)).toBe(forged);
    expect(spell(forged, words)).toBe(forged);
  });
});

test('what cannot be is said as the sentence that it was thrown with', () => {
  const error = new SentenceError(say`Only their owner sees preferences: {key:account.sign-in} signs in.`);
  expect(errorSentence(error, words)).toBe('Only their owner sees preferences: :login signs in.');
  expect(errorSentence(error)).toBe('Only their owner sees preferences: :account.sign-in signs in.');
});
