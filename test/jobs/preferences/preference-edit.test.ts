import { describe, expect, test } from 'vitest';
import {
  editedJson,
  type PreferenceEdit,
  preferenceIndex,
  withPreference,
} from '../../../src/jobs/preferences/preference-edit.js';
import {
  allowAdultContent,
  filterLabel,
  mutedWordText,
  muteWord,
  saveFeed,
} from '../../../src/jobs/preferences/preference-edits.js';

const labeler = 'did:plc:labeler';
const feed = 'at://did:plc:bob/app.bsky.feed.generator/news';
const ADULT = '{"enabled":true,"$type":"app.bsky.actor.defs#adultContentPref"}';
const NUDITY = '{"$type":"app.bsky.actor.defs#contentLabelPref","label":"nudity","visibility":"warn"}';
const THEIRS = `{"visibility":"warn","labelerDid":"${labeler}","label":"nudity","$type":"app.bsky.actor.defs#contentLabelPref","new":1.50}`;
const MOON = '{"$type":"app.bsky.actor.defs#moonPref","n":12345678901234567890,"m":1.0, "x" : [1e3]}';
const WORDS =
  '{"$type":"app.bsky.actor.defs#mutedWordsPref","items":[null,{"value":"a","targets":["tag"],"colour":7.0},"odd"]}';

/** All preferences after an edit, as `putPreferences` is sent them. */
function allAfter(all: readonly string[], edit: PreferenceEdit): readonly string[] {
  const index = preferenceIndex(all, edit.name);
  const made = editedJson(index === undefined ? undefined : all[index], edit);
  return made === undefined ? all : withPreference(all, index, made ?? undefined);
}

const all = [MOON, ADULT, NUDITY, THEIRS, WORDS, 'null', '7', '{"no":"type"}'];
const muted = { targets: ['content', 'tag'], actorTarget: 'all', expiresAt: undefined } as const;

describe('one is changed, and all others stay byte for byte', () => {
  test.each<[string, PreferenceEdit, number, string | undefined]>([
    ['a filter of any labeler', filterLabel('nudity', undefined, 'hide'), 2, NUDITY.replace('warn', 'hide')],
    [
      'a filter of one labeler',
      filterLabel('nudity', labeler, 'ignore'),
      3,
      THEIRS.replace('warn', 'ignore'),
    ],
    ['a filter that goes', filterLabel('nudity', undefined, undefined), 2, undefined],
    ['adult content', allowAdultContent(false), 1, ADULT.replace('true', 'false')],
    [
      'a new word among odd ones',
      muteWord('b', muted, '3k'),
      4,
      WORDS.replace(
        '"odd"]',
        '"odd",{"id":"3k","value":"b","targets":["content","tag"],"actorTarget":"all"}]',
      ),
    ],
    [
      'how a word is muted, with what nobody knows of it',
      muteWord('a', { ...muted, expiresAt: '2030-01-01T00:00:00.000Z' }, '3k'),
      4,
      WORDS.replace(
        '["tag"],"colour":7.0',
        '["content","tag"],"colour":7.0,"actorTarget":"all","expiresAt":"2030-01-01T00:00:00.000Z"',
      ),
    ],
    ['a word that goes', muteWord('a', undefined, ''), 4, WORDS.replace(/\{"value":"a".*\},/, '')],
  ])('%s', (_, edit, index, json) => {
    expect(allAfter(all, edit)).toEqual(json === undefined ? all.toSpliced(index, 1) : all.with(index, json));
  });

  test('what is not there yet comes last', () => {
    const edit = saveFeed({ type: 'feed', value: feed }, true, { id: '3k', called: 'News' });
    const [made, ...others] = allAfter(all, edit).toReversed();
    expect(others.toReversed()).toEqual(all);
    expect(JSON.parse(made!)).toEqual({
      $type: 'app.bsky.actor.defs#savedFeedsPrefV2',
      items: [{ id: '3k', type: 'feed', value: feed, pinned: true }],
    });
  });

  test('what is so already is not written', () => {
    expect(editedJson(ADULT, allowAdultContent(true))).toBeUndefined();
    expect(editedJson(undefined, muteWord('a', undefined, ''))).toBeUndefined();
    expect(editedJson(undefined, filterLabel('x', undefined, undefined))).toBeUndefined();
  });

  test('pinned or not, a feed stays where it is in the list', () => {
    const saved = `{"items":[{"id":"1","pinned":true,"value":"following","type":"timeline"},{"id":"2","pinned":true,"value":"${feed}","type":"feed"}],"$type":"app.bsky.actor.defs#savedFeedsPrefV2"}`;
    const called = { id: 'x', called: 'x' };
    const unpin = saveFeed({ type: 'timeline', value: 'following' }, false, called);
    expect(allAfter([saved], unpin)).toEqual([saved.replace('true', 'false')]);
    const remove = saveFeed({ type: 'feed', value: feed }, undefined, called);
    expect(allAfter([saved], remove)).toEqual([saved.replace(/,\{"id":"2".*?\}/, '')]);
  });
});

test.each([
  '{"$type":"app.bsky.actor.defs#mutedWordsPref","items":"all"}',
  '{"$type":"app.bsky.actor.defs#mutedWordsPref","items":{}}',
])('a preference of another shape is not written over: %s', (json) => {
  expect(() => editedJson(json, muteWord('a', muted, '3k'))).toThrow(/stays as it is/);
});

test('a muted word is cleaned as the official app cleans it', () => {
  expect(mutedWordText('  #Spoilers ')).toBe('Spoilers');
  expect(mutedWordText('#️⃣ x')).toBe('#️⃣ x');
  expect(mutedWordText('a\u200bb\nc')).toBe('abc');
});
