import { isDid } from '@atcute/lexicons/syntax';
import type { Identity } from '../../atproto/identity/identity.js';
import { accountOfLabel, isExpired } from '../../atproto/labels/label.js';
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

/** What can be told of a label, by the titles of their columns. `account`: whose it is; `of`: which thing of that account. */
const COLUMNS = {
  sign: { title: '', width: 1, drop: 0 },
  since: { ...whenColumn, title: 'since', drop: 4 },
  label: { title: 'label', width: 28, drop: 0 },
  account: { title: 'account', width: 26, drop: 0 },
  by: { title: 'by', width: 24, drop: 1 },
  of: { title: 'of', width: 22, drop: 2 },
  apps: { title: 'apps', width: 0, drop: 0 },
  until: { title: 'until', width: 26, drop: 3 },
  version: { title: 'version', width: 16, drop: 5 },
  signature: { title: 'signature', width: 60, drop: 6 },
} as const satisfies Readonly<Record<string, Column>>;

export type LabelColumn = keyof typeof COLUMNS;

export const labelColumns = (names: readonly LabelColumn[]): readonly Column[] =>
  names.map((name) => COLUMNS[name]);

const OF_ACCOUNT: readonly LabelColumn[] = [
  'sign',
  'since',
  'label',
  'by',
  'of',
  'apps',
  'until',
  'version',
  'signature',
];
const OF_RECORD: readonly LabelColumn[] = OF_ACCOUNT.filter((name) => name !== 'of');

/** The labels of an account or of a record, each in words: what it means, who says it, since when, and whether that is signed. */
export function labelsListing(
  address: LabelsAddress,
  identity: Identity,
  client: LabelsClient,
): Listing<LabelsRow> {
  const { did } = identity;
  const names = address.about === undefined ? OF_ACCOUNT : OF_RECORD;
  return {
    address,
    columns: labelColumns(names),
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
    row: (row, known) =>
      'why' in row
        ? failureRow(row, known, names)
        : labelRow(row, { columns: names, owner: did, names: known, cid: row.now }),
    key: (row) => ('why' in row ? `${row.name} ${row.why}` : labelKey(row)),
    dids: (row) =>
      'why' in row ? (row.did === undefined ? [] : [row.did]) : [row.label.src].filter((src) => isDid(src)),
    json: (row) => ('why' in row ? JSON.stringify({ failed: row.name, why: row.why }) : row.json),
  };
}

function rowsOf({ labels, failures, now, asked }: FoundLabels): Rows<LabelsRow> {
  const rows: readonly LabelsRow[] = [
    ...labels.map((one) => ({ ...one, now: one.label.uri === now.uri ? now.cid : undefined })),
    ...failures,
  ];
  const labelers = `${countText(asked.length)} ${asked.length === 1 ? 'labeler' : 'labelers'} asked`;
  return {
    length: rows.length,
    at: (index) => rows[index],
    summary: labelers,
    note: asked.length === 0 ? NOBODY_ASKED : undefined,
  };
}

const NOBODY_ASKED: Sentence = say`No labeler was asked: settings.json names those to ask (labelers), and {key:account.sign-in} signs in to ask those that you have subscribed to.`;

interface RowSettings {
  readonly columns: readonly LabelColumn[];
  /** DID of the account that all labels are of; undefined: they are of any. */
  readonly owner: string | undefined;
  readonly names: Names;
  /** CID of the version that the record has now. */
  readonly cid: string | undefined;
}

const cellsOf = (
  columns: readonly LabelColumn[],
  cells: Readonly<Partial<Record<LabelColumn, string>>>,
): readonly string[] => columns.map((name) => cells[name] ?? '');

/** A label as a row. */
export function labelRow(found: FoundLabel, { columns, owner, names, cid }: RowSettings): ListRow {
  const { label, signature } = found;
  const now = Date.now();
  const isOver = label.neg || isExpired(label, now);
  const account = accountOfLabel(label);
  return {
    cells: cellsOf(columns, {
      // A bad one marks the row.
      sign: signature.state === 'bad' ? '' : signatureMark(signature),
      since: whenText(label.cts, undefined, now),
      label: labelName(found),
      account: accountText(account, names),
      by: byText(found, owner ?? account, names),
      apps: isOver ? 'do nothing about it any more' : labelEffect(wordsOf(found)),
      of: subjectText(label.uri),
      version: versionText(label, cid),
      until: untilText(label, now),
      signature: signatureText(found),
    }),
    opens: labelAddress(label, names),
    uri: label.uri.startsWith('did:') ? `at://${label.uri}` : label.uri,
    name: 'label',
    cid: label.cid,
    did: [owner === undefined ? account : label.src].find((did) => isDid(did)),
    ...(isOver && { struck: true }),
    ...(signature.state === 'bad' && { wrong: `This label ${signature.why}.` }),
  };
}

function accountText(did: string, names: Names): string {
  const handle = names(did);
  return cellText(handle === undefined ? did : `@${handle}`, 300);
}

/** Who gave none stands among the labels as what it is. */
function failureRow({ did, name, why }: NoLabels, names: Names, columns: readonly LabelColumn[]): ListRow {
  return {
    cells: cellsOf(columns, {
      sign: '?',
      label: 'not known',
      by: did === undefined ? cellText(name) : accountText(did, names),
      apps: cellText(why),
    }),
    opens: did === undefined ? undefined : { kind: 'labeler', repo: names(did) ?? did },
    uri: undefined,
    name: 'failure',
    cid: undefined,
    did,
  };
}
