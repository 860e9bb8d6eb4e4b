import type { PreferenceEdit } from '../../jobs/preferences/preference-edit.js';
import {
  allowAdultContent,
  filterLabel,
  type MutedWord,
  muteWord,
  saveFeed,
  VISIBILITIES,
} from '../../jobs/preferences/preference-edits.js';
import { field, textField } from '../../text/json-fields.js';

/** One thing that a preference can be changed to. */
export interface PreferenceChoice {
  readonly key: string;
  readonly title: string;
  readonly edit: PreferenceEdit;
}

/** What can be done with a preference, and what takes it away; undefined where it cannot be changed here. */
export interface PreferenceChoices {
  /** What it is, in a few words: `the muted word “x”`. */
  readonly what: string;
  readonly choices: readonly PreferenceChoice[];
  readonly remove: PreferenceEdit | undefined;
}

/** `part` is what a row of the preference tells of. `id`: of an item that is new. */
export function choicesFor(
  type: string | undefined,
  part: unknown,
  id: string,
): PreferenceChoices | undefined {
  const value = textField(part, 'value');
  switch (type) {
    case 'adultContentPref':
      return adultChoices();
    case 'contentLabelPref': {
      const label = textField(part, 'label');
      return label === undefined ? undefined : filterChoices(label, textField(part, 'labelerDid'));
    }
    case 'mutedWordsPref':
      return value === undefined ? undefined : wordChoices(value, id, field(part, 'id') !== undefined);
    case 'savedFeedsPrefV2':
      return value === undefined ? undefined : savedChoices(textField(part, 'type') ?? 'feed', value, id);
    default:
      return undefined;
  }
}

export const adultChoices = (): PreferenceChoices => ({
  what: 'posts for adults',
  choices: [
    { key: 'allow', title: 'allow posts for adults', edit: allowAdultContent(true) },
    { key: 'refuse', title: 'do not allow them', edit: allowAdultContent(false) },
  ],
  remove: undefined,
});

const DOES: Readonly<Record<(typeof VISIBILITIES)[number], string>> = {
  hide: 'hide what has it',
  warn: 'warn of what has it',
  ignore: 'show what has it',
};

export const filterChoices = (label: string, labelerDid: string | undefined): PreferenceChoices => ({
  what: `the filter for the label ${label}`,
  choices: VISIBILITIES.map((visibility) => ({
    key: visibility,
    title: `${visibility}: ${DOES[visibility]}`,
    edit: filterLabel(label, labelerDid, visibility),
  })),
  remove: filterLabel(label, labelerDid, undefined),
});

const DAY_MS = 24 * 3_600_000;
const EVERYWHERE = { targets: ['content', 'tag'], actorTarget: 'all', expiresAt: undefined } as const;

/** The ways of the official app. Times are counted from now. */
const mutings = (): readonly (readonly [key: string, title: string, how: MutedWord])[] => [
  ['all', 'in text and tags, for good', EVERYWHERE],
  ['tags', 'in tags only, for good', { ...EVERYWHERE, targets: ['tag'] }],
  [
    'others',
    'in text and tags, but not of those whom you follow',
    { ...EVERYWHERE, actorTarget: 'exclude-following' },
  ],
  ...([1, 7, 30] as const).map(
    (days) =>
      [
        `days-${days}`,
        `in text and tags, for ${days === 1 ? 'a day' : `${days} days`}`,
        { ...EVERYWHERE, expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() },
      ] as const,
  ),
];

/** `isMuted`: it is muted already, so that it is said to be changed. */
export const wordChoices = (word: string, id: string, isMuted: boolean): PreferenceChoices => ({
  what: isMuted ? `the muted word “${word}”` : `mute the word “${word}”`,
  choices: mutings().map(([key, title, how]) => ({ key, title, edit: muteWord(word, how, id) })),
  remove: muteWord(word, undefined, id),
});

const KINDS = ['feed', 'list', 'timeline'] as const;

export function savedChoices(said: string, value: string, id: string): PreferenceChoices {
  const type = KINDS.find((kind) => kind === said) ?? 'feed';
  const called = `the ${type} ${value.split('/').at(-1) ?? value}`;
  return {
    what: called,
    choices: [
      { key: 'pin', title: 'pin it', edit: saveFeed({ type, value }, true, { id, called }) },
      {
        key: 'unpin',
        title: 'save it without pinning it',
        edit: saveFeed({ type, value }, false, { id, called }),
      },
    ],
    remove: saveFeed({ type, value }, undefined, { id, called }),
  };
}
