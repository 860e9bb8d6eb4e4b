import { isObject, type JsonObject, listField, textField } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import { PREFERENCE_DEFS, type PreferenceEdit, withMembers } from './preference-edit.js';

/** What apps do with what has a label. */
export const VISIBILITIES = ['hide', 'warn', 'ignore'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A filter for one label, of one labeler or of any; undefined takes it away, so that it is as apps have it by themselves. */
export const filterLabel = (
  label: string,
  labelerDid: string | undefined,
  visibility: Visibility | undefined,
): PreferenceEdit => ({
  name: { type: 'contentLabelPref', label, labelerDid },
  title: visibility === undefined ? `took the filter for ${label} away` : `set ${label} to ${visibility}`,
  make(now) {
    if (visibility === undefined) return now === undefined ? undefined : null;
    const $type = `${PREFERENCE_DEFS}contentLabelPref`;
    const fresh = { $type, ...(labelerDid === undefined ? {} : { labelerDid }), label };
    return withMembers(now ?? fresh, { visibility });
  },
});

export const allowAdultContent = (enabled: boolean): PreferenceEdit => ({
  name: { type: 'adultContentPref' },
  title: enabled ? 'allowed posts for adults' : 'no longer allowed posts for adults',
  make: (now) => withMembers(now ?? { $type: `${PREFERENCE_DEFS}adultContentPref` }, { enabled }),
});

/** What is to be muted of a word. */
export interface MutedWord {
  /** `content`, `tag`. */
  readonly targets: readonly string[];
  /** `exclude-following`: not of those that one follows; else `all`. */
  readonly actorTarget: 'all' | 'exclude-following';
  /** ISO 8601; undefined: for good. */
  readonly expiresAt: string | undefined;
}

/** How the official app cleans a muted word: no sign of a tag before it, and on one line. */
export const mutedWordText = (typed: string): string =>
  typed
    .trim()
    .replace(/^#(?!\ufe0f)/, '')
    .replace(/[\r\n\u00AD\u2060\u200C\u200B]|\u200D/g, '');

/** Mutes a word, or changes how it is muted; undefined: it is muted no more. `id` as the app gives one to a new word. */
export const muteWord = (word: string, how: MutedWord | undefined, id: string): PreferenceEdit => ({
  name: { type: 'mutedWordsPref' },
  title: how === undefined ? `no longer muted the word “${word}”` : `muted the word “${word}”`,
  make(now) {
    const isIt = (item: unknown): boolean => textField(item, 'value') === word;
    if (how === undefined) return withoutItem(now, 'mutedWordsPref', isIt);
    const { targets, actorTarget, expiresAt } = how;
    const members = { targets, actorTarget, expiresAt };
    return withItem(now, 'mutedWordsPref', isIt, (item) => withMembers(item ?? { id, value: word }, members));
  },
});

/** A feed, a list or a timeline in the app's menu, by its at-URI or its name. */
export interface SavedFeed {
  readonly type: 'feed' | 'list' | 'timeline';
  readonly value: string;
}

/** Puts a feed among the saved ones, pinned or not; undefined takes it away. `id`: of a new one, a TID as the app gives it. */
export const saveFeed = (
  { type, value }: SavedFeed,
  pinned: boolean | undefined,
  { id, called }: { id: string; called: string },
): PreferenceEdit => ({
  name: { type: 'savedFeedsPrefV2' },
  title: pinned === undefined ? `no longer saved ${called}` : `${pinned ? 'pinned' : 'saved'} ${called}`,
  make(now) {
    const isIt = (item: unknown): boolean => textField(item, 'value') === value;
    if (pinned === undefined) return withoutItem(now, 'savedFeedsPrefV2', isIt);
    return withItem(now, 'savedFeedsPrefV2', isIt, (item) =>
      withMembers(item ?? { id, type, value }, { pinned }),
    );
  },
});

/** A preference with an item made of what is there of it, or put to its end. Items that are odd stay where they are. */
function withItem(
  now: JsonObject | undefined,
  type: string,
  isIt: (item: unknown) => boolean,
  make: (item: JsonObject | undefined) => JsonObject,
): JsonObject {
  const items = itemsOf(now, type);
  const index = items.findIndex(isIt);
  const item = items[index];
  const made = make(isObject(item) ? item : undefined);
  return withMembers(now ?? { $type: PREFERENCE_DEFS + type }, {
    items: index < 0 ? [...items, made] : items.with(index, made),
  });
}

function withoutItem(
  now: JsonObject | undefined,
  type: string,
  isIt: (item: unknown) => boolean,
): JsonObject | undefined {
  const items = itemsOf(now, type);
  const left = items.filter((item) => !isIt(item));
  return now === undefined || left.length === items.length ? undefined : withMembers(now, { items: left });
}

/** What is no list is somebody's, and not written over. */
function itemsOf(now: JsonObject | undefined, type: string): readonly unknown[] {
  if (now?.items !== undefined && !Array.isArray(now.items)) {
    throw new SentenceError(
      `Your ${type} is not as its lexicon says: it stays as it is. Nothing was changed.`,
    );
  }
  return listField(now, 'items');
}
