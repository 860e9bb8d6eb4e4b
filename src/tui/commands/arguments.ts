import { readActor } from '../../atproto/actor-syntax.js';
import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import { THEME_NAMES, type ThemeName } from '../../keep/theme-setting.js';
import { type Address, parseAddress } from '../../places/address.js';
import type { ExportFile } from '../../store/lists/export-list.js';
import { readStreamFilter } from '../../store/tail/stream-filter.js';
import { type DateSpan, readDateSpan } from '../../text/date-span.js';

/** What was typed behind a command's name, or one sentence that says what would be accepted. */
export type ArgumentReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** What may stand behind the name of a command. */
export interface Argument<T = unknown> {
  /** What it is, in a word or two: `account`. */
  readonly label: string;
  /** Whether the name means nothing without it. */
  readonly required: boolean;
  /** Whether a space behind the name, and nothing more, is something to be read, too. */
  readonly takesNothing?: true | undefined;
  /** Reads what is typed behind the name, without the space around it. */
  read(text: string): ArgumentReading<T>;
}

/** The name of a theme. */
export const themeArgument = (): Argument<ThemeName> => ({
  label: THEME_NAMES.join(', '),
  required: false,
  read(text) {
    const value = THEME_NAMES.find((name) => name === text.toLowerCase());
    if (value !== undefined) return { ok: true, value };
    return { ok: false, reason: `A theme is one of ${THEME_NAMES.join(', ')}.` };
  },
});

type Need = Pick<Argument, 'required'>;
const OPTIONAL: Need = { required: false };

/** A day, a month or a year; nothing at all is the beginning. */
export const dateArgument = (): Argument<DateSpan> => ({
  label: '2024-02-21, 2024-02, 2024',
  required: false,
  read: readDateSpan,
});

/** A day, a month or a year, of which the beginning counts. */
export const beforeArgument = (): Argument<DateSpan> => ({ ...dateArgument(), required: true });

/** The word that asks for accounts that may come back, too. */
export const awayArgument = (): Argument<'away'> => ({
  label: 'away',
  required: false,
  read: (text) =>
    text.toLowerCase() === 'away'
      ? { ok: true, value: 'away' }
      : { ok: false, reason: 'Only “away” can stand there: it takes accounts that may come back, too.' },
});

/** Any text that is not empty. */
export const textArgument = (label: string, { required }: Need = OPTIONAL): Argument<string> => ({
  label,
  required,
  read: (text) => (text === '' ? { ok: false, reason: `Type the ${label}.` } : { ok: true, value: text }),
});

/** A file for rows, whose ending says how they are written. */
export const exportFileArgument = (): Argument<ExportFile> => ({
  label: 'file.ndjson or file.csv',
  required: true,
  read(path) {
    const ending = /[^/\\]\.(ndjson|jsonl|csv)$/i.exec(path)?.[1]?.toLowerCase();
    if (ending === undefined) {
      return {
        ok: false,
        reason: `“${path}” ends neither in .ndjson nor in .csv, which say how it is written.`,
      };
    }
    return { ok: true, value: { path, format: ending === 'csv' ? 'csv' : 'ndjson' } };
  },
});

/** A handle or a DID. */
export const accountArgument = ({ required }: Need = OPTIONAL): Argument<string> => ({
  label: 'account',
  required,
  read(text) {
    const reading = readActor(text);
    return reading.ok ? { ok: true, value: reading.repo } : reading;
  },
});

/** Anything that `:` goes to. */
export const addressArgument = ({ required }: Need = OPTIONAL): Argument<Address> => ({
  label: 'address',
  required,
  read(text) {
    const reading = parseAddress(text);
    return reading.ok ? { ok: true, value: reading.address } : reading;
  },
});

/** Collections, prefixes of them and DIDs; nothing at all lets everything through. */
export const streamFilterArgument = ({ required }: Need = OPTIONAL): Argument<StreamFilter> => ({
  label: 'collections, prefixes, DIDs',
  required,
  takesNothing: true,
  read(text) {
    const reading = readStreamFilter(text);
    return reading.ok ? { ok: true, value: reading.filter } : reading;
  },
});
