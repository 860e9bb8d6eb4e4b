import { describe, expect, test } from 'vitest';
import { marksText, selfMarks, viewMarks, withMarks } from '../../src/lenses/label-marks.js';
import type { LabelDefinition } from '../../src/lenses/label-words.js';
import type { Names } from '../../src/lenses/names.js';

const owner = 'did:plc:owner';
const labeler = 'did:plc:labeler';

const label = (val: string, more: object = {}) => ({
  src: labeler,
  uri: owner,
  val,
  cts: '2025-01-01T00:00:00Z',
  ...more,
});
const view = (...labels: readonly unknown[]) => ({ did: owner, labels });

/** As a labeler defines `spam`, in English, and `rude`. */
const definitions: Readonly<Record<string, LabelDefinition>> = {
  spam: definition('spam', 'alert', 'Spam'),
  rude: definition('rude', 'inform', 'Rude'),
};
const names: Names = Object.assign(() => undefined, {
  labelDefinition: (src: string, value: string) => (src === labeler ? definitions[value] : undefined),
});

function definition(value: string, severity: 'alert' | 'inform', name: string): LabelDefinition {
  const locales = [{ lang: 'en', name, description: '' }];
  return { value, severity, blurs: 'none', setting: 'warn', adultOnly: false, locales };
}

const texts = (of: unknown) => viewMarks(of, owner, names).map(({ text }) => text);

describe('the labels of a view', () => {
  test('are named as their labeler names them, the worst first, under a sign of how bad they are', () => {
    expect(viewMarks(view(label('rude'), label('spam')), owner, names)).toEqual([
      { text: '⚑ Spam', severity: 'alert', by: labeler, coversPictures: false },
      { text: '⚐ Rude', severity: 'inform', by: labeler, coversPictures: false },
    ]);
  });

  test.each([
    ['porn', true],
    ['sexual', true],
    ['nudity', true],
    ['graphic-media', true],
    ['spam', false],
    ['!no-unauthenticated', false],
    ['bot', false],
  ])('%s covers pictures: %s', (val, covers) => {
    expect(viewMarks(view(label(val)), owner, names)[0]?.coversPictures).toBe(covers);
    expect(selfMarks({ labels: { values: [{ val }] } })[0]?.coversPictures).toBe(covers);
  });

  test('have a name that all know, whoever says so, or are the bare value', () => {
    expect(texts(view(label('porn'), label('unexplained')))).toEqual(['⚐ adult content', '⚐ unexplained']);
    expect(texts(view(label('spam', { src: 'did:plc:another' })))).toEqual(['⚐ spam']);
  });

  test('are told apart from what an account says of itself, which comes last', () => {
    const marks = viewMarks(view(label('!hide', { src: owner }), label('rude')), owner, names);
    expect(marks.map(({ text, by }) => [text, by])).toEqual([
      ['⚐ Rude', labeler],
      ['⚑ hidden (self)', undefined],
    ]);
  });

  test('hold no more when they were taken back, or are over', () => {
    const over = label('spam', { exp: '2025-02-01T00:00:00Z' });
    const later = label('rude', { exp: '2095-02-01T00:00:00Z' });
    expect(texts(view(over, label('porn', { neg: true }), later))).toEqual(['⚐ Rude']);
  });

  test('are said once, where they are on the account and on its profile', () => {
    expect(texts(view(label('spam'), label('spam', { uri: `at://${owner}/x/y` })))).toEqual(['⚑ Spam']);
  });

  test('may be anything at all', () => {
    const odd = [null, 7, 'spam', {}, { src: labeler }, { src: labeler, uri: owner, val: 7 }, label('')];
    expect(texts(view(...odd, label('spam')))).toEqual(['⚑ Spam']);
    expect(texts({ labels: 'spam' })).toEqual([]);
    expect(texts(undefined)).toEqual([]);
    expect(texts(view(...Array.from({ length: 1000 }, (_, i) => label(`v${i}`)))).length).toBe(20);
    expect(texts(view(label('x'.repeat(5000))))[0]!.length).toBeLessThan(80);
  });

  test('have a name on one line, whatever their labeler wrote', () => {
    const several = { ...names, labelDefinition: () => definition('a', 'alert', 'one\ntwo\tthree') };
    expect(
      viewMarks(
        view(label('a')),
        owner,
        Object.assign(() => undefined, several),
      )[0]!.text,
    ).toBe('⚑ one ⏎ two three');
  });
});

test('the labels of a record itself are of its author', () => {
  const record = { labels: { values: [{ val: 'porn' }, {}, { val: 7 }, { val: 'own-word' }] } };
  expect(marksText(selfMarks(record))).toBe('⚐ adult content (self) ⚐ own-word (self)');
  expect(selfMarks({ labels: [{ val: 'porn' }] })).toEqual([]);
});

test('a text stands behind its marks', () => {
  const marks = viewMarks(view(label('porn', { src: owner }), label('rude'), label('spam')), owner, names);
  expect(withMarks(marks, 'the text')).toBe('⚑ Spam ⚐ Rude ⚐ adult content (self) · the text');
  expect(withMarks([], 'the text')).toBe('the text');
});
