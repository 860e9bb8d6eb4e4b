import type { RecordAddress } from '../../places/repo-addresses.js';
import { whyNoWrites } from '../../store/changes/own.js';
import { selectedRow } from '../../store/lists/selected-row.js';
import {
  isChangeable,
  isPreferences,
  selectedPreference,
} from '../../store/preferences/selected-preference.js';
import { selection } from '../../store/selection.js';
import type { State } from '../../store/state.js';
import type { Sentence } from '../../text/sentence.js';
import { textArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

const SAVED = ['app.bsky.feed.generator', 'app.bsky.graph.list'];

/** A feed or a list that can be saved. */
function selectedFeed(state: State): RecordAddress | undefined {
  const { record } = selection(state);
  return record?.kind === 'record' && SAVED.includes(record.collection) ? record : undefined;
}

function whyUnchanged(state: State): Sentence | undefined {
  const item = selectedPreference(state);
  if (item === undefined) return whyNoWrites(state) ?? 'There is no preference on this line.';
  return (
    whyNoWrites(state) ??
    (isChangeable(item) ? undefined : 'This preference is shown only: apps that know it change it.')
  );
}

function whyNotRemoved(state: State): Sentence | undefined {
  const why = whyUnchanged(state);
  if (why !== undefined || selectedPreference(state)?.type !== 'adultContentPref') return why;
  return 'This preference is changed, and not taken away.';
}

/** Changing one's own preferences. */
export const preferenceCommands: readonly Command[] = [
  {
    id: 'preferences.change',
    name: 'change-preference',
    keys: ['e'],
    title: 'change the preference: asks what it is to be',
    category: 'Account',
    scopes: ['list', 'record'],
    hint: (state) => (isPreferences(state) ? 'change' : ''),
    applies: isPreferences,
    refuse: whyUnchanged,
    run: ({ actions }) => actions.changePreference(),
  },
  {
    id: 'preferences.open',
    name: 'set-preference',
    keys: ['Enter'],
    title: 'change the preference, where the line leads nowhere',
    category: 'Account',
    scopes: ['list'],
    hint: 'change',
    applies: (state) => {
      const item = selectedPreference(state);
      return item !== undefined && isChangeable(item) && selectedRow(state)?.opens === undefined;
    },
    refuse: whyNoWrites,
    run: ({ actions }) => actions.changePreference(),
  },
  {
    id: 'preferences.remove',
    name: 'remove-preference',
    keys: ['d'],
    title: 'take the preference away: asks first',
    category: 'Account',
    scopes: ['list', 'record'],
    applies: isPreferences,
    refuse: whyNotRemoved,
    run: ({ actions }) => actions.removePreference(),
  },
  withArgument<string>({
    id: 'preferences.mute-word',
    name: 'mute-word',
    keys: [],
    title: 'mute a word: asks where and for how long',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    args: textArgument('word', { required: true }),
    titleWith: (word) => `mute the word “${word}”`,
    refuse: whyNoWrites,
    run({ actions }, word) {
      if (word !== undefined) actions.muteWord(word);
    },
  }),
  withArgument<string>({
    id: 'preferences.filter-label',
    name: 'filter-label',
    keys: [],
    title: 'hide, warn of or show what has a label: asks which',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    args: textArgument('label', { required: true }),
    titleWith: (label) => `hide, warn of or show what has the label ${label}`,
    refuse: whyNoWrites,
    run({ actions }, label) {
      if (label !== undefined) actions.filterLabel(label);
    },
  }),
  {
    id: 'preferences.adult-content',
    name: 'adult-content',
    keys: [],
    title: 'allow posts for adults, or do not: asks which',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    refuse: whyNoWrites,
    run: ({ actions }) => actions.askAdultContent(),
  },
  {
    id: 'preferences.save-feed',
    name: 'save-feed',
    keys: [],
    title: 'save the feed or list among yours: asks whether it is pinned',
    category: 'Account',
    scopes: paneScopes,
    refuse: (state) =>
      whyNoWrites(state) ??
      (selectedFeed(state) ? undefined : 'Only a feed or a list is saved: select one first.'),
    run({ state, actions }) {
      const feed = selectedFeed(state);
      if (feed) actions.saveFeed(feed);
    },
  },
];
