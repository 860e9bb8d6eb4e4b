import { atUriParts } from '../../atproto/at-uri.js';
import { type Lexicon, LexiconError, type Lexicons } from '../../atproto/lexicons/lexicon.js';
import type { Column } from '../../lenses/column.js';
import { accountText } from '../../lenses/references.js';
import { cellText } from '../../text/cell-text.js';
import { zonedMinute } from '../../text/date-time.js';
import { field } from '../../text/json-fields.js';
import { SentenceError } from '../../text/sentence.js';
import type { Address } from '../addresses.js';
import type { Listing, LoadOptions } from '../listing.js';
import type { LexiconAddress } from './lexicon-address.js';
import { type LexiconRow, lexiconRows } from './lexicon-rows.js';

const columns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  { title: 'what', width: 24, drop: 0 },
  { title: 'type', width: 22, drop: 1 },
  { title: 'need', width: 16, drop: 3 },
  { title: 'meaning', width: 0, drop: 0 },
];

/** Cells further in of what stands in something, and at most. */
const INDENT_CELLS = 2;
const INDENT_CELLS_MAX = 16;

/** A lexicon as it was had, and why it is not the one that its authority publishes. */
interface Had {
  readonly lexicon: Lexicon;
  readonly why?: LexiconError | undefined;
  /** It is being asked for. */
  readonly isAsked?: true | undefined;
}

/**
 * A lexicon row by row: where it is from, then each definition with its fields, all that is said of them, and the way to those that they
 * refer to. Its authority is asked; until it answers, and where it does not, the one that is known stands there.
 *
 * @param side what else there is to see of the lexicon: places of other kinds
 */
export function lexiconListing({
  address,
  lexicons,
  side,
}: {
  readonly address: LexiconAddress;
  readonly lexicons: Lexicons;
  readonly side?: ((lexicon: Lexicon) => readonly LexiconRow[]) | undefined;
}): Listing<LexiconRow> {
  const { nsid, def } = address;

  async function have({ signal, onPart }: Pick<LoadOptions, 'signal' | 'onPart'>): Promise<Had> {
    const known = await lexicons.known(nsid);
    if (known && onPart) onPart(rowsOf({ lexicon: known, isAsked: true }));
    try {
      return { lexicon: await lexicons.resolve(nsid, { signal }) };
    } catch (error) {
      if (!(error instanceof LexiconError) || !known) throw error;
      return { lexicon: known, why: error };
    }
  }

  function rowsOf(had: Had): readonly LexiconRow[] {
    const { lexicon } = had;
    const document: unknown = JSON.parse(lexicon.json);
    const rows = lexiconRows(nsid, document, def);
    if (def !== undefined && rows.length === 0) throw new SentenceError(noDefinition(lexicon));
    return [...originRows(had), ...(def === undefined ? (side?.(lexicon) ?? []) : []), ...rows];
  }

  function noDefinition({ doc }: Lexicon): string {
    return `${nsid} has no definition of the name “${cellText(def, 60)}”: it has ${Object.keys(doc.defs).slice(0, 20).join(', ')}.`;
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    async load(_cursor, options) {
      return { rows: rowsOf(await have(options)), cursor: undefined };
    },
    row: ({ mark = '', depth, name, type, need = '', meaning, opens, did }, names) => ({
      cells: [
        mark,
        `${' '.repeat(Math.min(INDENT_CELLS_MAX, depth * INDENT_CELLS))}${cellText(name)}`,
        cellText(type),
        need,
        cellText(did === undefined ? meaning : `${accountText(did, names)} ${meaning}`.trimEnd()),
      ],
      opens,
      uri: undefined,
      name: cellText(name),
      cid: undefined,
      did,
    }),
    key: ({ key }) => key,
    dids: ({ did }) => (did === undefined ? [] : [did]),
    json: ({ json }) => JSON.stringify(json),
    async document(options) {
      const { lexicon } = await have(options);
      if (def === undefined) return lexicon.json;
      const found = field(JSON.parse(lexicon.json), 'defs', def);
      if (found === undefined) throw new SentenceError(noDefinition(lexicon));
      return JSON.stringify(found);
    },
  };
}

/** Where a lexicon is from, and who its authority is. */
function originRows({ lexicon, why, isAsked }: Had): readonly LexiconRow[] {
  const { nsid, origin } = lexicon;
  const row = { key: 'from', depth: 0, name: 'from' };
  const asked = isAsked ? 'its authority is being asked' : why?.message;
  if (origin.kind === 'bundled') {
    const meaning = ['comes with atscope', asked].filter(Boolean).join(' · ');
    return [{ ...row, mark: markOf(why), type: 'bundled', meaning, json: { nsid, ...origin, why: asked } }];
  }
  const { did, uri, fetchedAt } = origin;
  const fetched = `as published at ${zonedMinute(fetchedAt)}`;
  const held = why || isAsked ? '' : 'its proof holds';
  return [
    {
      ...row,
      mark: why ? markOf(why) : '✓',
      type: 'published',
      meaning: [fetched, held, asked].filter(Boolean).join(' · '),
      opens: recordOf(uri),
      json: { nsid, ...origin, why: asked },
    },
    {
      key: 'authority',
      depth: 0,
      name: 'authority',
      type: authorityOf(nsid),
      meaning: '',
      opens: { kind: 'repo', repo: did },
      did,
      json: { authority: authorityOf(nsid), did },
    },
  ];
}

/** What was published does not hold, or could not be had. */
function markOf(why: LexiconError | undefined): string {
  if (!why) return '';
  return why.kind === 'unproved' || why.kind === 'malformed' ? '✗' : '?';
}

/** The domain that an NSID stands under: `feed.bsky.app` of `app.bsky.feed.post`. */
const authorityOf = (nsid: string): string => nsid.split('.').slice(0, -1).toReversed().join('.');

/** The record that an at-URI names. */
function recordOf(uri: string): Address | undefined {
  const { repo, collection, rkey } = atUriParts(uri) ?? {};
  if (repo === undefined || collection === undefined || rkey === undefined) return undefined;
  return { kind: 'record', repo, collection, rkey };
}
