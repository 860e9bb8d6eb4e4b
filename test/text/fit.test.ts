import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fit, fitMiddle, fitRaw } from '../../src/text/fit.js';
import { highlight } from '../../src/text/highlight.js';
import { filterTerms } from '../../src/text/match.js';
import { sanitise } from '../../src/text/sanitise.js';
import { width } from '../../src/text/width.js';
import { wrap, wrapOffsets } from '../../src/text/wrap.js';
import { hostileText, randomFrom } from '../support/random.js';

describe('fit', () => {
  test.each([
    ['short', 8, 'short   '],
    ['exactly', 7, 'exactly'],
    ['too long', 5, 'too …'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日… '],
    ['anything', 0, ''],
    ['x', 1, 'x'],
    ['日', 1, '…'],
  ])('%j in %i cells is %j', (text, cells, expected) => {
    expect(fit(text, cells)).toBe(expected);
  });

  test('sets numbers to the right', () => {
    expect(fit('42', 5, { align: 'right' })).toBe('   42');
  });

  test('keeps both ends of what is cut in its middle', () => {
    expect(fitMiddle('did:plc:ragtjsm2j2vknwkz3zp4oxrd', 15)).toBe('did:plc…zp4oxrd');
    expect(fitMiddle('short', 8)).toBe('short   ');
  });

  test('of a megabyte looks at what can be seen', () => {
    expect(fitRaw(`\x1b${'日'.repeat(1_000_000)}`, 10)).toBe('␛日日日日…');
  });

  const random = randomFrom(7);
  test('is always exactly as wide as asked for', () => {
    for (let round = 0; round < 1000; round++) {
      const text = hostileText(random);
      const cells = random.below(50);
      for (const fitted of [
        fit(sanitise(text), cells),
        fitRaw(text, cells),
        fitMiddle(sanitise(text), cells),
      ]) {
        expect(width(fitted), JSON.stringify([text, cells])).toBe(cells);
      }
    }
  });
});

describe('wrap', () => {
  test.each([
    ['two words', 5, ['two ', 'words']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['', 4, ['']],
    ['日本語', 4, ['日本', '語']],
    ['日', 1, ['日']],
    ['Second line of the description', 28, ['Second line of the ', 'description']],
  ])('%j in %i cells', (text, cells, expected) => {
    expect(wrap(text, cells)).toEqual(expected);
  });

  test('leaves nothing out and makes no row too wide', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 1000; round++) {
      const text = sanitise(hostileText(random, 40));
      const cells = 2 + random.below(40);
      const rows = wrap(text, cells);
      expect(rows.join('')).toBe(text);
      for (const row of rows) expect(width(row), JSON.stringify([text, cells])).toBeLessThanOrEqual(cells);
    }
  });

  test('takes a megabyte without a space', () => {
    expect(wrapOffsets('x'.repeat(1_000_000), 40).length).toBe(25_000);
  });
});

describe('highlight', () => {
  const marked = (text: string, filter: string) =>
    highlight(
      text,
      filterTerms(filter),
      (match) => `[${match}]`,
      (rest) => rest,
    );

  test.each([
    ['Tomatoes and tomatoes', 'tomato', '[Tomato]es and [tomato]es'],
    ['Élan vital', 'elan VIT', '[Élan] [vit]al'],
    ['nothing here', 'else', 'nothing here'],
    ['ｆｕｌｌ width', 'full', '[ｆｕｌｌ] width'],
    ['日本語', '本', '日[本]語'],
  ])('in %j of %j', (text, filter, expected) => {
    expect(marked(text, filter)).toBe(expected);
  });

  test('changes nothing but the style', () => {
    const random = randomFrom(13);
    for (let round = 0; round < 500; round++) {
      const text = sanitise(hostileText(random));
      const painted = highlight(
        text,
        filterTerms(random.pick(['a', 'o r', '日', 'é', '👍'])),
        (s) => `\x1b[1m${s}\x1b[22m`,
      );
      expect(stripVTControlCharacters(painted)).toBe(text);
    }
  });
});
