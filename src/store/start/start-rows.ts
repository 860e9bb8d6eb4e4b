import { parseAddress } from '../../places/address.js';
import { isStrong, matching, nameMatch } from '../../text/name-match.js';
import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { PeopleState } from '../people/people-state.js';
import type { SessionState } from '../session/session-state.js';
import type { VisitsState } from '../visits/visits-state.js';
import { personLine, type StartPlace, signedInLine, visitedLines } from './start-places.js';
import type { StartState } from './start-state.js';

/** What a line of the start screen stands for. */
export type StartLine =
  | { readonly kind: 'prompt' }
  | StartPlace
  /** The way to the accounts, or to signing in. */
  | { readonly kind: 'accounts' };

/** What the lines are made of. */
export type StartSource = Pick<
  StartState & VisitsState & PeopleState & SessionState,
  'start' | 'recents' | 'people' | 'signedIn'
>;

const PEOPLE_SHOWN = 6;

/**
 * The places below the prompt. With nothing typed: the accounts visited, the latest first, and then their other places; on a first run
 * who is signed in, and examples. Else what of that is named by what is typed, and who the AppView finds for it.
 */
export function startPlaces({ start, recents, people, signedIn }: StartSource): readonly StartPlace[] {
  const text = start.prompt.text.trim();
  const own = signedIn.map(signedInLine);
  const known = recents.length > 0 ? visitedLines(recents) : [...own, ...start.examples.map(exampleLine)];
  if (text === '') return known;
  const named = text.replace(/^at:\/\//, '');
  const found = people.flatMap(personLine);
  return onceByAddress([
    ...matching([...known, ...own], (place) => nameMatch(place.names, named), isStrong),
    ...matching(found, (place) => nameMatch(place.names, named), isStrong).slice(0, PEOPLE_SHOWN),
  ]);
}

const exampleLine = (address: string): StartPlace => ({
  kind: 'example',
  address,
  key: address,
  title: address,
  at: undefined,
  names: [address],
});

/** The lines that one can choose from before a place is open, from the top. */
export const startLines = (source: StartSource): readonly StartLine[] => [
  { kind: 'prompt' },
  ...startPlaces(source),
  { kind: 'accounts' },
];

export const startRows = (lines: readonly StartLine[]): CursorRows =>
  keyedRows(lines.map((line) => ('address' in line ? line.address : line.kind)));

/** The line that the cursor is on. */
export function selectedStart(source: StartSource): StartLine {
  const lines = startLines(source);
  return lines[positionOf(source.start.cursor, startRows(lines))] ?? { kind: 'prompt' };
}

/** What Enter goes to while the prompt has the cursor and holds no whole address: the first place that what is typed names. */
export function meantPlace(source: StartSource): StartPlace | undefined {
  const { text } = source.start.prompt;
  return text.trim() === '' || parseAddress(text).ok ? undefined : startPlaces(source)[0];
}

/** The places without those of an account, or at an address, that stands before them. */
function onceByAddress(places: readonly StartPlace[]): readonly StartPlace[] {
  const seen = new Set<string>();
  return places.filter(({ key, address }) => {
    if (seen.has(key) || seen.has(address)) return false;
    seen.add(key).add(address);
    return true;
  });
}
