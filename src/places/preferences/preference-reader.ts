import { isDid } from '@atcute/lexicons/syntax';
import type { Names } from '../../lenses/names.js';
import { accountText, referenceText } from '../../lenses/references.js';
import { dateText, dateTime } from '../../text/date-time.js';
import { field, isObject, type JsonObject, listField } from '../../text/json-fields.js';
import { keepOrder, memberNames } from '../../text/written-json.js';

/** What is known beside a preference itself. */
export interface Told {
  readonly names: Names;
  /** What the feeds, lists and labelers are called that preferences name; null for those that the AppView does not know. */
  readonly titles: ReadonlyMap<string, string | null>;
}

/** One row of a preference. */
export interface PreferenceLine {
  readonly what: string;
  readonly value: string;
  /** The at-URI or the DID that it is about. */
  readonly about?: string | undefined;
}

/** How a preference of a known type is read: as one row, or as one for each of its parts. */
export interface PreferenceReader {
  /** What its rows are called. */
  readonly kind: string;
  /** The members of the preference that its rows tell of: any other gets a row of its own. */
  readonly members: readonly string[];
  /** The members of a part that its row tells of: any other is added to the row. */
  readonly partMembers: readonly string[];
  /** What gets a row each; an empty list says that the preference has none. */
  parts(value: JsonObject): readonly unknown[];
  line(part: unknown, told: Told): PreferenceLine;
  /** At-URIs and DIDs that a name would read better for. */
  references(part: unknown): readonly unknown[];
}

/** A preference that is one row. */
export function whole(
  kind: string,
  members: readonly string[],
  line: PreferenceReader['line'],
  references: PreferenceReader['references'] = () => [],
): PreferenceReader {
  return { kind, members, partMembers: [...members, '$type'], parts: (value) => [value], line, references };
}

/** A preference whose elements of the array `member` are a row each. */
export function each(
  kind: string,
  member: string,
  partMembers: readonly string[],
  line: PreferenceReader['line'],
  references: PreferenceReader['references'] = () => [],
): PreferenceReader {
  return {
    kind,
    members: [member],
    partMembers: [...partMembers, '$type'],
    parts: (value) => listField(value, member),
    line,
    references,
  };
}

/** What a reference is called: by its title, else as at-URIs and DIDs are made readable. */
export function titleText(reference: string, { titles, names }: Told): string {
  const title = titles.get(reference);
  if (typeof title === 'string') return title;
  const readable = isDid(reference) ? accountText(reference, names) : referenceText(reference, names);
  return title === null ? `${readable} (not found)` : readable;
}

/** Whether a reference is one that a title can be asked for. */
export const isReference = (reference: unknown): reference is string =>
  isDid(reference) || (typeof reference === 'string' && reference.startsWith('at://'));

/** A string, or the empty text for anything else. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a member says that is a boolean; undefined where it is none. */
export function flag(value: unknown, name: string, yes: string, no: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'boolean' ? (found ? yes : no) : undefined;
}

/** Until when something holds, by its member `expiresAt`; undefined where it has no end. */
export function expiry(item: unknown): string | undefined {
  const said = field(item, 'expiresAt');
  const text = dateText(said);
  if (text === undefined) return undefined;
  const time = dateTime(said);
  return `${time !== undefined && time < Date.now() ? 'expired' : 'until'} ${text}`;
}

/** The members of an object that are not among those named; undefined where there are none, or where it is no object. */
export function otherMembers(value: unknown, named: readonly string[]): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const names = memberNames(value).filter((name) => !named.includes(name));
  if (names.length === 0) return undefined;
  const others = Object.fromEntries(names.map((name) => [name, value[name]]));
  keepOrder(others, names);
  return others;
}
