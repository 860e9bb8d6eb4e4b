import type { Column } from '../lenses/column.js';
import type { PictureRef } from '../lenses/head.js';
import { cellText } from '../text/cell-text.js';
import type { Sentence } from '../text/sentence.js';
import type { Address } from './addresses.js';
import type { Listing, LoadOptions, Rows } from './listing.js';

/** One thing that a place says of what it is about. */
export interface Fact {
  /** ✓ holds, ✗ does not, ? could not be asked, or nothing. */
  readonly mark?: string | undefined;
  /** What is told: a word or two. Rows below that say more of the same may leave it empty. */
  readonly name: string;
  readonly value: string;
  /** What Enter opens. */
  readonly opens?: Address | undefined;
  /** The account that it speaks of. */
  readonly did?: string | undefined;
  /** The picture that it goes with. */
  readonly picture?: PictureRef | undefined;
  /** What is behind it, as JSON; undefined: its name and value. */
  readonly json?: string | undefined;
}

/** All that is told. */
export interface Facts {
  readonly facts: readonly Fact[];
  /** What all of it was read from, as JSON: what `cat` prints of the place. */
  readonly document: string;
  /** What it comes to, in the words of a title. */
  readonly summary?: string | undefined;
  /** What is odd of it, in words. */
  readonly note?: Sentence | undefined;
}

const NAME_CELLS = 18;

const columns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  { title: 'what', width: NAME_CELLS, drop: 1 },
  { title: 'is', width: 0, drop: 0 },
];

/** What is told so far, as rows. */
export const factRows = ({ facts, summary, note }: Facts): Rows<Fact> => ({
  length: facts.length,
  at: (index) => facts[index],
  summary,
  note,
});

/** A place that is told fact by fact, a row each: what it is, where Enter leads on, and the JSON behind it. */
export function factsListing({
  address,
  empty,
  load,
}: {
  readonly address: Address;
  readonly empty?: Sentence | undefined;
  readonly load: (options: Pick<LoadOptions, 'signal' | 'onPart'>) => Promise<Facts>;
}): Listing<Fact> {
  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty,
    async load(_cursor, { signal, onPart }) {
      return { rows: factRows(await load({ signal, onPart })), cursor: undefined };
    },
    row: ({ mark = '', name, value, opens, did, picture }) => ({
      cells: [mark, cellText(name), cellText(value)],
      opens,
      uri: undefined,
      name,
      cid: undefined,
      did,
      picture,
    }),
    key: ({ name, value }) => `${name} ${value}`,
    dids: () => [],
    json: factJson,
    // On a pipe a row without what it says of itself is a riddle.
    whole: wholeJson,
    document: async (options) => (await load(options)).document,
  };
}

function wholeJson({ mark, name, value, json }: Fact): string {
  const head = JSON.stringify({ mark, name, value });
  return json === undefined ? head : `${head.slice(0, -1)},"json":${json}}`;
}

const factJson = ({ mark, name, value, json }: Fact): string => json ?? JSON.stringify({ mark, name, value });
