import { isDid } from '@atcute/lexicons/syntax';
import type { Identity } from '../../atproto/identity/identity.js';
import { isExpired } from '../../atproto/labels/label.js';
import type { Column } from '../../lenses/column.js';
import { whenColumn, whenText } from '../../lenses/created-text.js';
import { labelEffect } from '../../lenses/label-words.js';
import type { Names } from '../../lenses/names.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { Listing, ListRow, Rows } from '../listing.js';
import { type FoundLabels, findLabels, type LabelsClient, type NoLabels } from './find-labels.js';
import { type FoundLabel, labelKey } from './found-label.js';
import {
  byText,
  labelName,
  signatureMark,
  signatureText,
  subjectText,
  untilText,
  versionText,
  wordsOf,
} from './label-texts.js';
import { type LabelsAddress, labelAddress } from './labels-address.js';

/** A row: a label with the version that the record has now, or who gave none. */
type LabelsRow = (FoundLabel & { readonly now: string | undefined }) | NoLabels;

export const labelColumns: readonly Column[] = [
  { title: '', width: 1, drop: 0 },
  { ...whenColumn, title: 'since' },
  { title: 'label', width: 30, drop: 0 },
  { title: 'by', width: 26, drop: 1 },
  { title: 'apps', width: 0, drop: 0 },
  { title: 'of', width: 22, drop: 3 },
  { title: 'version', width: 16, drop: 4 },
  { title: 'until', width: 24, drop: 2 },
  { title: 'signature', width: 24, drop: 2 },
];

/** The labels of an account or of a record, each in words: what it means, who says it, since when, and whether that is signed. */
export function labelsListing(
  address: LabelsAddress,
  identity: Identity,
  client: LabelsClient,
): Listing<LabelsRow> {
  const { did } = identity;
  return {
    address,
    columns: labelColumns,
    orders: [],
    dependsOnViewer: true,
    empty: 'No labels.',
    async load(_cursor, { signal, onPart }) {
      const onFound = onPart && ((found: FoundLabels) => onPart(rowsOf(found)));
      return {
        rows: rowsOf(await findLabels(address, identity, client, { signal, onPart: onFound })),
        cursor: undefined,
      };
    },
    row: (row, names) =>
      'why' in row ? failureRow(row, names) : labelRow(row, { owner: did, names, cid: row.now }),
    key: (row) => ('why' in row ? `${row.name} ${row.why}` : labelKey(row)),
    dids: (row) =>
      'why' in row ? (row.did === undefined ? [] : [row.did]) : [row.label.src].filter((src) => isDid(src)),
    json: (row) => ('why' in row ? JSON.stringify({ failed: row.name, why: row.why }) : row.json),
  };
}

function rowsOf({ labels, failures, cid, asked }: FoundLabels): Rows<LabelsRow> {
  const rows: readonly LabelsRow[] = [...labels.map((one) => ({ ...one, now: cid })), ...failures];
  const labelers = `${countText(asked.length)} ${asked.length === 1 ? 'labeler' : 'labelers'} asked`;
  return {
    length: rows.length,
    at: (index) => rows[index],
    summary: labelers,
    note: asked.length === 0 ? NOBODY_ASKED : undefined,
  };
}

const NOBODY_ASKED: Sentence = say`No labeler was asked: settings.json names those to ask (labelers), and {key:account.sign-in} signs in to ask those that you have subscribed to.`;

/** A label as a row. `owner` is the DID of the account that it is of, `cid` the version that the record has now. */
export function labelRow(
  found: FoundLabel,
  { owner, names, cid }: { readonly owner: string; readonly names: Names; readonly cid: string | undefined },
): ListRow {
  const { label, signature } = found;
  const now = Date.now();
  const isOver = label.neg || isExpired(label, now);
  return {
    cells: [
      signatureMark(signature),
      whenText(label.cts, undefined, now),
      labelName(found),
      byText(found, owner, names),
      label.neg ? 'do nothing any more' : labelEffect(wordsOf(found)),
      subjectText(label.uri),
      versionText(label, cid),
      untilText(label, now),
      signatureText(found),
    ],
    opens: labelAddress(label, names),
    uri: label.uri.startsWith('did:') ? `at://${label.uri}` : label.uri,
    name: 'label',
    cid: label.cid,
    did: isDid(label.src) ? label.src : undefined,
    ...(isOver && { struck: true }),
    ...(signature.state === 'bad' && { wrong: `This label ${signature.why}.` }),
  };
}

/** Who gave none stands among the labels as what it is. */
function failureRow({ did, name, why }: NoLabels, names: Names): ListRow {
  const who = did === undefined ? name : (names(did) ?? did);
  return {
    cells: [
      '?',
      '',
      'not known',
      did === undefined ? cellText(name) : cellText(names(did) ? `@${who}` : who),
      cellText(why),
      '',
      '',
      '',
      '',
    ],
    opens: did === undefined ? undefined : { kind: 'labeler', repo: who },
    uri: undefined,
    name: 'failure',
    cid: undefined,
    did,
  };
}
