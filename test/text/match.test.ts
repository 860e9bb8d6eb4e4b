import { describe, expect, test } from 'vitest';
import { filterTerms, fold, matchesTerms } from '../../src/text/match.js';

describe('the filter', () => {
  test.each([
    [['Tomatoes in the garden'], 'garden tom', true],
    [['Tomatoes', '@bob.test'], 'bob toma', true],
    [['Tomatoes', '@bob.test'], 'bob alice', false],
    [['CAFÉ'], 'cafe', true],
    [['cafe'], 'CAFÉ', true],
    [['Straße Σίσυφος'], 'σισυφοσ', true],
    [['ﬁne 𝓔'], 'fine e', true],
    [['zero\u200Bwidth'], 'zerowidth', true],
    [['が'], 'か', false],
    [['anything'], '   ', true],
    [[], 'x', false],
  ])('%j for %j: %s', (cells, text, expected) => {
    expect(matchesTerms(cells, filterTerms(text))).toBe(expected);
  });

  test('folds ASCII to lower case and nothing else', () => {
    expect(fold('At://DID:plc:ABC?')).toBe('at://did:plc:abc?');
  });
});
