import { expect, test } from 'vitest';
import type { Validity } from '../../../src/atproto/lexicons/validity.js';
import type { HeadPart } from '../../../src/lenses/head.js';
import type { ValidityEntry } from '../../../src/store/validities/validities-state.js';
import { SentenceError } from '../../../src/text/sentence.js';
import { validityNote, validityTitle, withFaults } from '../../../src/tui/views/validity-words.js';

const checked = (validity: Validity): ValidityEntry => ({ json: '{}', status: 'checked', validity });
const invalid = (...messages: string[]): ValidityEntry =>
  checked({ status: 'invalid', issues: messages.map((message) => ({ path: 'a.b', message })) });
const unknown = checked({ status: 'unknown', missing: ['com.example.a\u001b[2J'] });
const failed: ValidityEntry = { json: '{}', status: 'failed', error: new SentenceError('DNS names nobody.') };
const words = (id: string) => `<${id}>`;

test.each<[ValidityEntry | undefined, string, string]>([
  [undefined, '', ''],
  [{ json: '{}', status: 'checking' }, '… validating', 'validating'],
  [checked({ status: 'valid' }), 'valid', 'valid'],
  [invalid('one'), 'not valid: 1 fault', 'not valid'],
  [invalid('one', 'two'), 'not valid: 2 faults', 'not valid'],
  [unknown, 'no lexicon known', ''],
  [checked({ status: 'unknown', missing: [] }), 'not validated', 'not validated'],
  [failed, 'not validated', 'not validated'],
])('the title of %j says it, and in a narrow pane in fewer words', (entry, wide, narrow) => {
  expect(validityTitle(entry, 60)).toBe(wide);
  expect(validityTitle(entry, 30)).toBe(narrow);
  // That stands for a signature.
  expect(wide).not.toContain('✓');
});

test('a record of which nobody can tell says what one can do', () => {
  expect(validityNote(unknown, words)).toBe(
    'no lexicon known of com.example.a␛[2J: <record.validate> asks for it',
  );
  expect(validityNote(failed, words)).toBe('DNS names nobody. <record.validate> tries again');
  expect(validityNote(checked({ status: 'valid' }), words)).toBeUndefined();
});

test('the head of a record lists its faults below who wrote it, and not all of too many', () => {
  const head: HeadPart[] = [
    { role: 'by', text: 'Alice' },
    { role: 'text', text: 'hello' },
  ];
  expect(withFaults(head, checked({ status: 'valid' }))).toBe(head);
  expect(withFaults(head, invalid('too\n long'))).toEqual([
    head[0],
    { role: 'fault', text: 'a.b: too long' },
    head[1],
  ]);
  const many = withFaults(head, invalid(...Array.from({ length: 40 }, (_, at) => `fault ${at}`)));
  expect(many).toHaveLength(13);
  expect(many[11]).toEqual({ role: 'fault', text: '… and 30 more' });
  const [long] = withFaults([], invalid('x'.repeat(5000)));
  expect(long?.text.length).toBe(300);
});
