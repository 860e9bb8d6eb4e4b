import type { ArgumentRow, OptionRow } from './command-table.js';

/** What a shell offers for a value: words known beforehand, files, folders, accounts or places visited last, or nothing. */
export type Offer = 'files' | 'folders' | 'accounts' | 'places' | readonly string[];

/** What may stand behind an option; undefined where it takes no value. */
export function offerOfOption({ value }: OptionRow): Offer | undefined {
  if (value === undefined) return undefined;
  if (value === '<dir>') return 'folders';
  return value === '<account>' ? 'accounts' : [];
}

/** What may stand for an argument. */
export function offerOfArgument({ name, choices }: ArgumentRow): Offer {
  if (choices.length > 0) return choices;
  if (name === 'account') return 'accounts';
  if (name === 'file') return 'files';
  return name === 'address' ? 'places' : [];
}

/** A word for any of the shells: nothing in it means anything but itself. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A command that writes the addresses of the places visited last, one a line, without their `at://`, from the file in `$folder`
 * where they are kept: no program of ours starts for a key press, and nothing is asked of the network. Only characters of
 * addresses pass, so that no place can hold anything that a shell or a terminal would act on.
 */
export const LIST_RECENTS = `env LC_ALL=C sed -n 's|^.*"address": *"\\(at://\\)\\{0,1\\}\\([A-Za-z0-9.:/_~%-]\\{1,\\}\\)".*$|\\2|p' "$folder/recents.json" 2>/dev/null`;
