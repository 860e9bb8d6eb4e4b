import { describe, expect, test } from 'vitest';
import {
  editPrompt,
  emptyPrompt,
  isTooMuch,
  PROMPT_MAX_CHARACTERS,
  type PromptEdit,
  promptOf,
} from '../../../src/store/overlays/prompt.js';

const edited = (text: string, ...kinds: Exclude<PromptEdit['kind'], 'insert' | 'caret'>[]) =>
  kinds.reduce((prompt, kind) => editPrompt(prompt, { kind }), promptOf(text));

describe('a prompt', () => {
  test('takes text at the caret', () => {
    const prompt = editPrompt(edited('alce', 'left', 'left'), { kind: 'insert', text: 'i' });
    expect(prompt).toEqual({ text: 'alice', caret: 3 });
  });

  test.each([
    ['a megabyte', 'q'.repeat(1_000_000), PROMPT_MAX_CHARACTERS],
    ['one character too much', 'q'.repeat(PROMPT_MAX_CHARACTERS + 1), PROMPT_MAX_CHARACTERS],
    ['emoji, in whole ones', '👍'.repeat(5000), PROMPT_MAX_CHARACTERS],
    ['emoji behind a letter', `a${'👍'.repeat(5000)}`, PROMPT_MAX_CHARACTERS - 1],
    ['families', '👩‍👩‍👧'.repeat(2000), PROMPT_MAX_CHARACTERS - (PROMPT_MAX_CHARACTERS % '👩‍👩‍👧'.length)],
  ])('holds so much of %s and no more', (_, text, length) => {
    const full = promptOf(text);
    expect(isTooMuch(emptyPrompt, { kind: 'insert', text })).toBe(true);
    expect(full.text).toHaveLength(length);
    expect(text.startsWith(full.text)).toBe(true);
    expect(full.caret).toBe(length);
    expect(editPrompt(promptOf('q'.repeat(PROMPT_MAX_CHARACTERS)), { kind: 'insert', text })).toEqual(
      promptOf('q'.repeat(PROMPT_MAX_CHARACTERS)),
    );
  });

  test('has room for the longest address', () => {
    const text = 'q'.repeat(PROMPT_MAX_CHARACTERS);
    expect(isTooMuch(emptyPrompt, { kind: 'insert', text })).toBe(false);
    expect(promptOf(text).text).toBe(text);
  });

  test('makes one line of what is pasted', () => {
    expect(editPrompt(emptyPrompt, { kind: 'insert', text: 'at://a\r\n\tb\x1b[31m' }).text).toBe(
      'at://a b[31m',
    );
  });

  test.each([
    ['a👩‍👩‍👧b', ['left', 'backspace'], 'ab', 1],
    ['e\u0301x', ['left', 'backspace'], 'x', 0],
    ['日本', ['home', 'delete'], '本', 0],
    ['', ['backspace'], '', 0],
    ['', ['delete', 'left', 'right'], '', 0],
    ['abc', ['home', 'right', 'delete-to-end'], 'a', 1],
    ['abc', ['left', 'delete-to-start'], 'c', 0],
    ['at://alice.test/app', ['delete-word'], 'at://alice.test/', 16],
    ['two words  ', ['delete-word'], 'two ', 4],
    ['word', ['delete-word', 'delete-word'], '', 0],
  ] as const)('%j after %j is %j', (text, kinds, expected, caret) => {
    expect(edited(text, ...kinds)).toEqual({ text: expected, caret });
  });
});

test.each([
  ['abc', 0, 0],
  ['abc', 2, 2],
  ['abc', 9, 3],
  ['abc', -1, 0],
  ['a👍b', 2, 1],
  ['a👍b', 3, 3],
  ['👩‍👩‍👧x', 4, 0],
  ['e\u0301x', 1, 0],
  ['', 3, 0],
] as const)('the caret of %j put at %i stands at %i, between two characters', (text, at, caret) => {
  expect(editPrompt(promptOf(text), { kind: 'caret', at })).toEqual({ text, caret });
});
