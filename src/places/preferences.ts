import { atUriParts } from '../atproto/at-uri.js';
import type { CallOptions } from '../atproto/calls/call-options.js';
import { type RawItem, type RawItems, rawItemFromText } from '../atproto/calls/raw-items.js';
import type { Sessions } from '../atproto/session/session.js';
import type { Column } from '../lenses/column.js';
import { fallbackLens } from '../lenses/fallback.js';
import type { Names } from '../lenses/names.js';
import { didsIn } from '../lenses/references.js';
import { cellText, joinCells } from '../text/cell-text.js';
import { isObject, textField } from '../text/json-fields.js';
import type { Address } from './addresses.js';
import type { Listing, ListRow } from './listing.js';
import { mustBeOwn } from './own-only.js';
import {
  isReference,
  otherMembers,
  type PreferenceLine,
  type PreferenceReader,
  type Told,
} from './preferences/preference-reader.js';
import { readers } from './preferences/readers.js';
import { type TitleSource, titlesOf } from './preferences/titles.js';

/** Where preferences come from: they are seen by their owner only. */
export interface PreferencesSource {
  readonly appview: TitleSource;
  readonly sessions: Pick<Sessions, 'current' | 'list'>;
  /** The preferences of the account in use. */
  preferences(options?: CallOptions): Promise<{ readonly items: RawItems }>;
}

/** One row: a preference, or one of its parts. Preferences are few, so that what was parsed is kept. */
export interface PreferenceItem extends RawItem {
  readonly key: string;
  /** The name of its type behind the `#`; undefined where nobody has described it. */
  readonly type: string | undefined;
  /** What of it the row tells of: the whole, or one of its parts; undefined where nobody has described that. */
  readonly part: unknown;
  readonly kind: string;
  readonly line: (told: Told) => PreferenceLine;
  /** At-URIs and DIDs that it names. */
  readonly references: readonly string[];
  readonly titles: Told['titles'];
}

const columns: readonly Column[] = [
  { title: 'kind', width: 13, drop: 0 },
  { title: 'what', width: 0, drop: 0 },
  { title: 'value', width: 0, drop: 0 },
];

const DEFS = 'app.bsky.actor.defs#';

/**
 * The preferences of the account that is signed in, a row for each of them or for each of their parts. Types that nobody has
 * described here, and members that are new, are rows, too. `did` is what `address.repo` resolved to. Asking for those of
 * anybody else fails with a sentence that says what to do.
 */
export function preferencesListing({
  address,
  source,
  did,
}: {
  address: Extract<Address, { kind: 'preferences' }>;
  source: PreferencesSource;
  did: string;
}): Listing<PreferenceItem> {
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: true,
    isPrivate: true,
    async load(_cursor, { signal }) {
      await mustBeOwn('preferences', did, source.sessions);
      const { items } = await source.preferences({ signal });
      const preferences = Array.from({ length: items.length }, (_, index) => items.at(index) ?? []).flat();
      const rows = [...preferences.flatMap(rowsOf), ...birthDateNote(preferences)];
      const references = new Set(rows.flatMap((row) => row.references));
      const titles = await titlesOf([...references], source.appview, { signal });
      return { rows: rows.map((row) => ({ ...row, titles })), cursor: undefined };
    },
    row: preferenceRow,
    key: ({ key }) => key,
    dids: ({ references }) => didsIn(...references),
    json: (item) => item.text(),
  };
}

type Part = Omit<PreferenceItem, 'titles'>;

function rowsOf(preference: RawItem, index: number): readonly Part[] {
  const value = preference.written();
  const type = textField(value, '$type');
  const name = type?.startsWith(DEFS) ? type.slice(DEFS.length) : undefined;
  const reader = name === undefined ? undefined : readers.get(name);
  const parts = isObject(value) && reader ? partsOf(value, reader) : [unknownPart(value, type)];
  return parts.map((part, position) => ({
    ...part,
    type: reader && name,
    key: `${type ?? 'preference'} · ${index + 1}${parts.length > 1 ? ` · ${position + 1} of ${parts.length}` : ''}`,
    text: () => preference.text(),
    value: () => value,
    written: () => value,
  }));
}

type Reading = Pick<Part, 'kind' | 'part' | 'line' | 'references'>;

function partsOf(value: Readonly<Record<string, unknown>>, reader: PreferenceReader): readonly Reading[] {
  const { kind, members, partMembers } = reader;
  const parts = reader.parts(value);
  const isWhole = parts[0] === value;
  const rows = parts.map(
    (part): Reading => ({
      kind,
      part,
      references: reader.references(part).filter(isReference),
      line(told) {
        const line = reader.line(part, told);
        // One that says nothing of itself is shown as it is.
        if (line.what === '') return { what: summary(part, told.names), value: '' };
        const others = isWhole ? undefined : otherMembers(part, partMembers);
        return { ...line, value: joinCells([line.value, others && summary(others, told.names)]) };
      },
    }),
  );
  // A member that should hold the parts and does not is as new as one of another name.
  const isTold = (name: string): boolean => parts.length > 0 || isEmptyList(value[name]);
  const others = otherMembers(value, ['$type', ...members.filter(isTold)]);
  if (others !== undefined) rows.push(unknownPart(others, kind));
  return rows.length > 0
    ? rows
    : [{ kind, part: undefined, references: [], line: () => ({ what: 'none', value: '' }) }];
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function unknownPart(value: unknown, type: string | undefined): Reading {
  return {
    kind: type === undefined ? 'unknown' : type.slice(type.indexOf('#') + 1),
    part: undefined,
    references: fallbackLens.dids(value),
    line: ({ names }) => ({ what: summary(value, names), value: '' }),
  };
}

const summary = (value: unknown, names: Names): string => fallbackLens.cells(value, names)[0] ?? '';

/**
 * The birth date is hidden from app passwords, and nothing in the answer says so. The reference PDS adds what it derives from the
 * date (`declaredAgePref`), which is how one can tell that there is one.
 */
function birthDateNote(preferences: readonly RawItem[]): readonly Part[] {
  const ofType = (name: string): RawItem | undefined =>
    preferences.find((preference) => textField(preference.value(), '$type') === DEFS + name);
  if (ofType('personalDetailsPref')) return [];
  const age = ofType('declaredAgePref');
  const line: PreferenceLine = age
    ? { what: 'withheld', value: 'app passwords do not see it' }
    : { what: 'not told', value: 'there is none, or app passwords do not see it' };
  const raw = age ?? rawItemFromText('null');
  return [
    {
      key: `${DEFS}personalDetailsPref · withheld`,
      kind: 'birth date',
      type: undefined,
      part: undefined,
      references: [],
      line: () => line,
      text: () => raw.text(),
      value: () => raw.value(),
      written: () => raw.written(),
    },
  ];
}

function preferenceRow({ key, kind, line, titles }: PreferenceItem, names: Names): ListRow {
  const { what, value, about } = line({ names, titles });
  const parts = atUriParts(about);
  const [did] = didsIn(about);
  return {
    cells: [cellText(kind), cellText(what), cellText(value)],
    opens: aboutAddress(parts, did),
    uri: parts === undefined ? undefined : about,
    name: key,
    cid: undefined,
    did,
  };
}

function aboutAddress(parts: ReturnType<typeof atUriParts>, did: string | undefined): Address | undefined {
  if (parts === undefined) return did === undefined ? undefined : { kind: 'repo', repo: did };
  const { repo, collection, rkey } = parts;
  return collection === undefined || rkey === undefined
    ? { kind: 'repo', repo }
    : { kind: 'record', repo, collection, rkey };
}
