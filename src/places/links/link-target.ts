import type { NamedLink } from './link-words.js';

/** What is linked to, as Constellation has it and as its links are named. */
export interface LinkTarget {
  /** A DID, an at-URI by a DID, or any other URI. */
  readonly target: string;
  /** The links that have a name. */
  readonly named: readonly NamedLink[];
}

/** Links that have no name are never called by the one that a stranger chose where it would be lit (microcosm-rs#5). */
const NAMELESS = 'one kind of link';

/** What links of a source are called in titles. */
export const wordsOfSource = (named: readonly NamedLink[], source: string | undefined): string =>
  named.find((link) => link.source === source)?.words ?? NAMELESS;
