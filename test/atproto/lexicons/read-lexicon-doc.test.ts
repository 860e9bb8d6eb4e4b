import { describe, expect, test } from 'vitest';
import { defOf } from '../../../src/atproto/lexicons/def-of.js';
import { readLexiconDoc } from '../../../src/atproto/lexicons/read-lexicon-doc.js';

const doc = (defs: unknown, more: object = {}): string =>
  JSON.stringify({ lexicon: 1, id: 'com.example.thing', defs, ...more });

const nested = (levels: number): unknown =>
  levels === 0 ? { type: 'string' } : { type: 'array', items: nested(levels - 1) };

describe('a document of a stranger', () => {
  const none: readonly (readonly [string, string])[] = [
    ['{', 'it is not JSON'],
    ['[]', 'it is no object'],
    ['{}', 'it does not say that it is one'],
    ['{"lexicon":2}', 'it is written in version 2 of the language, and only version 1 is known'],
    ['{"lexicon":1,"id":"thing"}', 'its id is no NSID'],
    ['{"lexicon":1,"id":"com.example.thing"}', 'it has no definitions'],
    [doc({ main: nested(100) }), 'it goes deeper than 64 levels'],
  ];
  for (const [json, why] of none) {
    test(`is no lexicon where ${why}`, () => {
      expect(() => readLexiconDoc(json)).toThrow(
        expect.objectContaining({ kind: 'malformed', message: `This is no lexicon: ${why}.` }),
      );
    });
  }

  test('is read as far as it can be', () => {
    const read = readLexiconDoc(
      doc({
        main: {
          type: 'record',
          key: 5,
          record: {
            required: ['a', 1],
            properties: {
              a: { type: 'string', maxLength: '5', enum: ['x', 2] },
              b: { type: 'sparkle', description: 'New.' },
              c: 'text',
              d: { type: 'array' },
            },
          },
        },
        none: null,
        other: 7,
        query: { type: 'query', errors: [{ name: 'X' }, {}, 'y'], output: { schema: { type: 'string' } } },
      }),
    );
    expect(Object.keys(read.defs)).toEqual(['main', 'query']);
    expect(defOf(read)).toEqual({
      type: 'record',
      key: 'any',
      record: {
        type: 'object',
        required: ['a'],
        properties: {
          a: { type: 'string', enum: ['x'] },
          b: { type: 'unknown', description: 'New.' },
          d: { type: 'array', items: { type: 'unknown' } },
        },
      },
    });
    expect(defOf(read, 'query')).toEqual({
      type: 'query',
      errors: [{ name: 'X' }],
      output: { encoding: '' },
    });
    expect(defOf(read, 'toString')).toBeUndefined();
  });

  test('may have a definition of any name', () => {
    const read = readLexiconDoc(
      '{"lexicon":1,"id":"com.example.thing","defs":{"__proto__":{"type":"token"},"constructor":{"type":"token"}}}',
    );
    expect(defOf(read, '__proto__')).toEqual({ type: 'token' });
    expect(defOf(read, 'constructor')).toEqual({ type: 'token' });
  });
});
