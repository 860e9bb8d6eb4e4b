import { describe, expect, test } from 'vitest';
import { labelEffect, labelWords, readLabelDefinition } from '../../src/lenses/label-words.js';

const spider = {
  identifier: 'spider',
  severity: 'alert',
  blurs: 'media',
  defaultSetting: 'warn',
  locales: [
    { lang: 'de', name: 'Spinne', description: 'Spinnen kommen vor.' },
    { lang: 'en', name: 'Spider', description: 'Spiders are seen.' },
    { lang: 'pt-BR', name: 'Aranha', description: 'Aranha.' },
  ],
};

describe('a value that a labeler defines', () => {
  const definition = readLabelDefinition(spider);

  test.each([
    ['de-ch', 'Spinne'],
    ['pt-br', 'Aranha'],
    ['pt-pt', 'Aranha'],
    ['fr', 'Spider'],
    [undefined, 'Spider'],
  ])('is read in %s as %s', (language, name) => {
    expect(labelWords('spider', definition, language).name).toBe(name);
  });

  test('says what apps do', () => {
    expect(labelEffect(labelWords('spider', definition))).toBe(
      'cover its pictures and videos until one asks for it, with a warning',
    );
  });

  test('costs no more than its odd members', () => {
    const odd = readLabelDefinition({
      identifier: 'x',
      severity: 7,
      blurs: 'all',
      locales: [{ lang: 'en' }, 3],
    });
    expect(labelWords('x', odd)).toMatchObject({
      name: 'x',
      severity: 'none',
      blurs: 'none',
      setting: 'warn',
    });
    expect(readLabelDefinition({ severity: 'alert' })).toBeUndefined();
  });
});

test('no labeler can say what a value of all means', () => {
  const definition = readLabelDefinition({ ...spider, identifier: '!hide', defaultSetting: 'ignore' });
  expect(labelWords('!hide', definition)).toMatchObject({ defined: 'globally', setting: 'hide' });
  expect(labelWords('!own', readLabelDefinition({ ...spider, identifier: '!own' })).defined).toBe('nowhere');
});

test.each([
  ['!hide', 'hide it'],
  ['!warn', 'cover it until one asks for it'],
  [
    'porn',
    'cover its pictures and videos, and leave it out of lists; hide it where adult content is switched off',
  ],
  ['nudity', 'show it as if it were not labelled'],
  ['bot', 'show it with a remark'],
  ['nobody-knows', 'nothing: nobody says what it means'],
])('%s has apps %s', (value, effect) => {
  expect(labelEffect(labelWords(value))).toBe(effect);
});
