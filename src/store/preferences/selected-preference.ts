import type { PreferenceItem } from '../../places/preferences.js';
import { currentList } from '../lists/lists-selectors.js';
import { selectedIndex } from '../lists/selected-row.js';
import type { State } from '../state.js';

/** Whether the place lists preferences. */
export const isPreferences = (state: State): boolean => currentList(state)?.address.kind === 'preferences';

/** The preference under the cursor of their list. */
export function selectedPreference(state: State): PreferenceItem | undefined {
  const list = currentList(state);
  if (list?.address.kind !== 'preferences') return undefined;
  const index = selectedIndex(state, list);
  return index === undefined ? undefined : (list.rows.at(index) as PreferenceItem | undefined);
}

/** Types of preferences that can be changed here. */
const CHANGEABLE: ReadonlySet<string | undefined> = new Set([
  'adultContentPref',
  'contentLabelPref',
  'mutedWordsPref',
  'savedFeedsPrefV2',
]);

/** Whether it can be changed here. */
export const isChangeable = ({ type, part }: PreferenceItem): boolean =>
  CHANGEABLE.has(type) && part !== undefined;
