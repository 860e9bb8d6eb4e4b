import { describe, expect, it } from 'vitest';
import { isWantedCollection, parseQuery, QueryError } from '../../../src/archive/search/query.js';

const terms = (text: string) =>
  parseQuery(text).terms.map(({ text: word, how, field }) => [how, word, field.join('.')]);

describe('parseQuery', () => {
  it('folds words, keeps what is exact, and takes the accents of what asks for it', () => {
    expect(terms('École "École du Soir" ~École')).toEqual([
      ['case', 'école', ''],
      ['exact', 'École du Soir', ''],
      ['accents', 'ecole', ''],
    ]);
  });

  it('reads fields, with their words as elsewhere', () => {
    expect(terms('text:Cats embed.images.alt:"A Cat" name:~Zoë')).toEqual([
      ['case', 'cats', 'text'],
      ['exact', 'A Cat', 'embed.images.alt'],
      ['accents', 'zoe', 'name'],
    ]);
  });

  it('takes addresses for words', () => {
    expect(terms('did:plc:abc https://x.test/a at://b mailto:c@d')).toEqual([
      ['case', 'did:plc:abc', ''],
      ['case', 'https://x.test/a', ''],
      ['case', 'at://b', ''],
      ['case', 'mailto:c@d', ''],
    ]);
  });

  it.each([
    ['since:2024', Date.UTC(2024, 0, 1), undefined],
    ['until:2024', undefined, Date.UTC(2025, 0, 1)],
    ['since:2024-02 until:2024-02', Date.UTC(2024, 1, 1), Date.UTC(2024, 2, 1)],
    ['until:2024-02-29', undefined, Date.UTC(2024, 2, 1)],
    ['since:2024-02-21T15:00', Date.UTC(2024, 1, 21, 15), undefined],
    ['since:2024-02-21T15:00+01:00', Date.UTC(2024, 1, 21, 14), undefined],
  ])('reads %s as a stretch of time in UTC', (text, since, until) => {
    expect(parseQuery(text)).toMatchObject({ terms: [], since, until });
  });

  it.each([
    'since:yesterday',
    'until:2024-13',
    'since:2023-02-29',
    'text:""',
    'collection:""',
  ])('refuses %s', (text) => {
    expect(() => parseQuery(text)).toThrow(QueryError);
  });
});

describe('isWantedCollection', () => {
  it.each([
    ['app.bsky.feed.post', true],
    ['post', true],
    ['feed.post', true],
    ['app.bsky.*', true],
    ['ost', false],
    ['app.bs.*', false],
    ['app.bsky.feed', false],
  ])('takes app.bsky.feed.post for %s: %s', (asked, isWanted) => {
    expect(isWantedCollection('app.bsky.feed.post', [asked])).toBe(isWanted);
  });
});
