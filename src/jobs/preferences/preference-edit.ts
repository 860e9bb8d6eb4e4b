import { isObject, type JsonObject, textField } from '../../text/json-fields.js';
import { keepOrder, memberNames, parseWritten, writeJson } from '../../text/written-json.js';

/** Which of the preferences: its type (`mutedWordsPref`), and where there are many of one type, which of them. */
export interface PreferenceName {
  readonly type: string;
  /** Of a content filter: the label, and the labeler that it is of; undefined: of any. */
  readonly label?: string | undefined;
  readonly labelerDid?: string | undefined;
}

/** One change of one preference. */
export interface PreferenceEdit {
  readonly name: PreferenceName;
  /** What is done, in a few words: `muted the word “x”`. */
  readonly title: string;
  /**
   * What the preference is to be; `null`: gone; undefined: it is so already. `now` is what is there, undefined where there is none.
   * Throws a SentenceError where what is there is of a shape that nothing can be done with.
   */
  make(now: JsonObject | undefined): JsonObject | null | undefined;
}

export const PREFERENCE_DEFS = 'app.bsky.actor.defs#';

/** The preferences with one of them as JSON; `json` undefined: without it. All others are as they were sent, byte for byte. */
export function withPreference(
  all: readonly string[],
  index: number | undefined,
  json: string | undefined,
): readonly string[] {
  if (index === undefined) return json === undefined ? all : [...all, json];
  return json === undefined ? all.toSpliced(index, 1) : all.toSpliced(index, 1, json);
}

/** Where a preference stands among all of them; undefined where it is not there. The last counts where there are several, as in apps. */
export function preferenceIndex(all: readonly string[], name: PreferenceName): number | undefined {
  const index = all.findLastIndex((json) => isNamed(parseWritten(json), name));
  return index < 0 ? undefined : index;
}

function isNamed(value: unknown, { type, label, labelerDid }: PreferenceName): boolean {
  if (textField(value, '$type') !== PREFERENCE_DEFS + type) return false;
  if (label === undefined) return true;
  return textField(value, 'label') === label && textField(value, 'labelerDid') === labelerDid;
}

/** The JSON that a preference is to be; `null` and undefined as in {@link PreferenceEdit}. */
export function editedJson(json: string | undefined, edit: PreferenceEdit): string | null | undefined {
  const now = json === undefined ? undefined : parseWritten(json);
  const made = edit.make(isObject(now) ? now : undefined);
  if (made === undefined || made === null) return made;
  const written = writeJson(made);
  return written === json ? undefined : written;
}

/** The same object with other members, in the order in which they were sent, new ones at its end. Undefined takes a member away. */
export function withMembers(value: JsonObject, members: JsonObject): JsonObject {
  const names = [...new Set([...memberNames(value), ...Object.keys(members)])];
  const kept = names.filter((name) => !(name in members) || members[name] !== undefined);
  const made = Object.fromEntries(kept.map((name) => [name, name in members ? members[name] : value[name]]));
  keepOrder(made, kept);
  return made;
}
