import { isDid } from '@atcute/lexicons/syntax';
import type { Column } from '../lenses/column.js';
import { createdColumn, createdText } from '../lenses/created-text.js';
import { marksText, viewMarks } from '../lenses/label-marks.js';
import type { Names } from '../lenses/names.js';
import { withOwnProfile } from '../lenses/own-state.js';
import { relationText } from '../lenses/relation.js';
import { cellText } from '../text/cell-text.js';
import { field, textField } from '../text/json-fields.js';
import { accountAddress } from './account-address.js';
import type { ListRow } from './listing.js';

const columns: readonly Column[] = [
  { title: 'name', width: 20, drop: 1 },
  { title: 'handle', width: 26, drop: 0 },
  { title: 'description', width: 0, drop: 2 },
  { title: 'marks', width: 22, drop: 3 },
  createdColumn('indexed'),
  { title: 'did', width: 32, drop: 7, spare: true },
];

/** Wide enough for `muted by list`, and what matters most stands first. It stays where names have to go. */
const relationColumn: Column = { title: 'relation', width: 13, drop: 0 };

/**
 * The columns of an account, in the order of `profileCells`. `viewer` is the DID of the account that is signed in: with it there is
 * one for how the two stand to each other.
 */
export const profileColumns = (viewer: string | undefined): readonly Column[] =>
  viewer === undefined ? columns : columns.toSpliced(2, 0, relationColumn);

/** What an AppView says of an account (`app.bsky.actor.defs#profileView`), and what was done since, one text for each of `profileColumns`. */
export function profileCells(told: unknown, viewer: string | undefined, names?: Names): readonly string[] {
  const profile = withOwnProfile(told, names?.own?.(textField(told, 'did') ?? ''));
  const handle = textField(profile, 'handle');
  return [
    cellText(textField(profile, 'displayName')),
    handle === undefined ? '' : cellText(`@${handle}`),
    ...(viewer === undefined ? [] : [relationText(profile, viewer)]),
    cellText(textField(profile, 'description')),
    marks(profile, names),
    createdText(field(profile, 'indexedAt'), undefined),
    cellText(textField(profile, 'did')),
  ];
}

/** A row that opens the account, by its handle where that is a good one, else by its DID. */
export function profileRow(profile: unknown, cells: readonly string[], names?: Names): ListRow {
  const did = textField(profile, 'did');
  const known = isDid(did) ? did : undefined;
  return {
    cells,
    opens: accountAddress({ handle: textField(profile, 'handle'), did: known }),
    uri: known === undefined ? undefined : `at://${known}`,
    cid: undefined,
    did: known,
    labels: viewMarks(profile, did, names),
  };
}

/** What an account in a list is told apart by: its DID, else its handle. */
export const profileKey = (profile: unknown): string =>
  textField(profile, 'did') ?? textField(profile, 'handle') ?? '';

/** What others say of it by labels first, since that is what one has to know. */
function marks(profile: unknown, names: Names | undefined): string {
  const labels = viewMarks(profile, textField(profile, 'did'), names);
  const words = [
    marksText(labels.filter(({ by }) => by !== undefined)),
    textField(profile, 'verification', 'verifiedStatus') === 'valid' ? 'verified' : '',
    textField(profile, 'verification', 'trustedVerifierStatus') === 'valid' ? 'verifier' : '',
    field(profile, 'associated', 'labeler') === true ? 'labeler' : '',
    field(profile, 'status', 'isActive') === true ? 'live' : '',
    marksText(labels.filter(({ by }) => by === undefined)),
  ];
  return words.filter((word) => word !== '').join(' ');
}
