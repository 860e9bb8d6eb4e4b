import { describe, expect, test } from 'vitest';
import { editText, readEdit } from '../../../src/jobs/edits/edit-text.js';

const plain = { about: ['at://alice.test/a.b.c/d'], fields: [], problems: [] };

describe('what an editor is given', () => {
  test('is read back as it was, numbers and order and all', () => {
    const json = '{"zz":1.0,"a":9007199254740993,"url":"http://x // y","deep":{"9":[],"1":{}}}';
    const reading = readEdit(editText({ ...plain, json }));
    expect(reading.ok && reading.json.replace(/\s(?!\/|y)/g, '')).toBe(json.replace(/ (?!\/|y)/g, ''));
  });

  test('tells what was wrong first, then what it is, its fields, and its key', () => {
    const text = editText({
      ...plain,
      json: '{}',
      problems: ['text: too long'],
      fields: ['Fields'],
      key: '3kabc',
    });
    expect(text.split('\n')).toEqual([
      '// The last try was not written:',
      '//   text: too long',
      '//',
      '// at://alice.test/a.b.c/d',
      '//',
      '// Fields',
      '// key: 3kabc',
      '{}',
      '',
    ]);
    expect(readEdit(text)).toEqual({ ok: true, json: '{}', key: '3kabc' });
  });

  test('holds nothing that a terminal obeys', () => {
    const text = editText({ ...plain, about: ['a\u001b[31m\nb'], json: '{"t":"\\u009b31m\u202e"}' });
    expect(text).not.toMatch(/[\u001b\u009b\u202e]/u);
    expect(text.split('\n')[0]).toMatch(/^\/\/ a/);
  });
});

describe('what was typed', () => {
  test.each([
    ['', 'There is no JSON in it.'],
    ['// only words\n', 'There is no JSON in it.'],
    ['// a comment\n{\n  "a": 1,\n}', /^It is not JSON: .*\(line 4 column 1\)\.$/],
    ['{"a": "b\nc"}', /^It is not JSON: .*\(line 1 column 9\)\.$/],
    ['{"a": 1', /^It is not JSON: .*\(line 1 column 8\)\.$/],
  ])('%j is no record, and why is told by line and column', (text, problem) => {
    expect(readEdit(text)).toEqual({
      ok: false,
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    });
  });

  test('may have comments between, line ends of Windows, and a mark at its beginning', () => {
    const text = '\uFEFF// key:  rose \r\n{\r\n  // why\r\n  "a": "// no comment"\r\n}\r\n';
    const reading = readEdit(text);
    expect(reading).toMatchObject({ ok: true, key: 'rose' });
    expect(reading.ok && JSON.parse(reading.json)).toEqual({ a: '// no comment' });
  });
});
