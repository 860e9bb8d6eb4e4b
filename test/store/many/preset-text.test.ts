import { expect, test } from 'vitest';
import { goneText, olderText } from '../../../src/store/many/preset-text.js';
import { spell } from '../../../src/text/sentence.js';

const looked = { name: 'posts', all: 1_234, isFiltered: false, note: undefined };
const older = { before: '2024-02', marked: 0, byKey: 0, writtenLater: 0, undated: 0 };
const gone = { marked: 0, threads: 0, away: new Map<string, number>(), areAwayMarked: false, unknown: 0 };
const words = (id: string) => `:${id.split('.').at(-1)}`;

test('says how many are older, and by what that is known', () => {
  expect(olderText(looked, older)).toBe('None of 1,234 posts is from before 2024-02.');
  expect(spell(olderText(looked, { ...older, marked: 1_000 }), words)).toBe(
    'Marked 1,000 of 1,234 posts: they say that they are from before 2024-02. :delete deletes them.',
  );
  expect(spell(olderText({ ...looked, isFiltered: true }, { ...older, marked: 2, undated: 3 }), words)).toBe(
    'Marked 2 of the 1,234 posts that pass the filter: they say that they are from before 2024-02. Of 3 nothing says when. :delete deletes them.',
  );
});

test('says it of one as of one', () => {
  const one = { ...older, marked: 1, byKey: 1, writtenLater: 1 };
  expect(spell(olderText(looked, one), words)).toBe(
    'Marked 1 of 1,234 posts: it says that it is from before 2024-02. Of 1 only the key says so. By their keys 1 was written later than that. :delete deletes it.',
  );
  const away = new Map([['suspended', 1]]);
  expect(spell(goneText(looked, { ...gone, marked: 1, away }), words)).toBe(
    'Marked 1 of 1,234 posts: what it points to is gone. :delete deletes it. 1 points to accounts that may come back: suspended (1). :dangling and “away” marks those, too.',
  );
});

test('says what is gone, and keeps apart what may come back', () => {
  expect(goneText(looked, gone)).toBe('None of 1,234 posts points to something that is gone.');
  const away = new Map([
    ['deactivated', 3],
    ['takendown', 2],
  ]);
  expect(spell(goneText(looked, { ...gone, marked: 7, threads: 5, unknown: 1, away }), words)).toBe(
    'Marked 7 of 1,234 posts: what they point to is gone, of 5 the whole thread. Of 1 nobody could tell. :delete deletes them. 5 point to accounts that may come back: deactivated (3), taken down (2). :dangling and “away” marks those, too.',
  );
  expect(spell(goneText(looked, { ...gone, marked: 12, away, areAwayMarked: true }), words)).toBe(
    'Marked 12 of 1,234 posts: what they point to is gone, or away. :delete deletes them.',
  );
});

test('says where not all of the list could be loaded', () => {
  const note = 'its cursor repeats';
  expect(spell(olderText({ ...looked, note }, older), words)).toBe(
    'None of 1,234 posts is from before 2024-02. Not all is loaded: its cursor repeats.',
  );
});
