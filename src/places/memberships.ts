import type { AppView, RawPage } from '../atproto/appview.js';
import { isAbortError } from '../atproto/calls/abort-error.js';
import { memberText } from '../atproto/calls/json-scan.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Sessions } from '../atproto/session/session.js';
import type { Column } from '../lenses/column.js';
import { createdColumn, createdText } from '../lenses/created-text.js';
import { viewMarks, withMarks } from '../lenses/label-marks.js';
import { listLens } from '../lenses/lists.js';
import type { Names } from '../lenses/names.js';
import { membershipKey } from '../lenses/own-state.js';
import { didsIn } from '../lenses/references.js';
import { cellText } from '../text/cell-text.js';
import { isFailedCall } from '../text/failed-call.js';
import { field, isObject, textField } from '../text/json-fields.js';
import type { Address } from './addresses.js';
import { joinedRows } from './joined-rows.js';
import type { Listing, LoadOptions } from './listing.js';
import { mustBeSignedIn } from './own-only.js';
import { countCell, viewKey, viewRow } from './views-listing.js';

/** What a listing of memberships is made with. */
export interface Memberships {
  readonly address: Address;
  readonly appview: Pick<AppView, 'page'>;
  readonly sessions: Pick<Sessions, 'current'>;
  /** Who stands on the lists. */
  readonly did: string;
}

const columns: readonly Column[] = [
  { title: 'on it', width: 5, drop: 0 },
  ...listLens.columns,
  { title: 'members', width: 8, drop: 2 },
  createdColumn('indexed'),
];

/** Stands before the cursors of starter packs: those follow the lists. */
const PACKS = 'packs ';

/** Each list and each starter pack of who is signed in, and whether the account stands on it. */
export function membershipsListing({ address, appview, sessions, did }: Memberships): Listing<RawItem> {
  const actor = { actor: did };

  const lists = (cursor: string | undefined, options: LoadOptions): Promise<RawPage> =>
    appview.page('app.bsky.graph.getListsWithMembership', 'listsWithMembership', actor, cursor, options);

  async function packs(cursor: string | undefined, options: LoadOptions): Promise<RawPage> {
    try {
      return await appview.page(
        'app.bsky.graph.getStarterPacksWithMembership',
        'starterPacksWithMembership',
        actor,
        cursor,
        options,
      );
    } catch (error) {
      // An older service tells of lists alone.
      if (isAbortError(error) || !isFailedCall(error) || error.failure !== 'status') throw error;
      const note = `${error.service} does not tell of starter packs`;
      return { items: { length: 0, at: () => undefined, note }, cursor: undefined };
    }
  }

  async function packsPage(cursor: string | undefined, options: LoadOptions): Promise<RawPage> {
    const { items, cursor: next } = await packs(cursor, options);
    return { items, cursor: next === undefined ? undefined : `${PACKS}${next}` };
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: true,
    isPrivate: true,
    empty: 'You have no lists and no starter packs.',
    async load(cursor, options) {
      mustBeSignedIn('who stands on your lists', sessions);
      if (cursor?.startsWith(PACKS)) {
        const { items, cursor: next } = await packsPage(cursor.slice(PACKS.length), options);
        return { rows: items, cursor: next };
      }
      const { items, cursor: next } = await lists(cursor, options);
      if (next !== undefined) return { rows: items, cursor: next };
      const first = await packsPage(undefined, options);
      return { rows: joinedRows(items, first.items), cursor: first.cursor };
    },
    row(item, names) {
      const value = item.value();
      const view = viewOf(value);
      const creator = field(view, 'creator');
      const [name = '', ...rest] = textsOf(value);
      const cells = [
        isListed(value, did, names) ? '✓' : '',
        withMarks(viewMarks(view, textField(creator, 'did'), names), name),
        ...rest,
        countCell(field(view, 'listItemCount')),
        createdText(field(view, 'indexedAt'), undefined),
      ];
      return viewRow(view, creator, cells, names);
    },
    key: (item) => viewKey(viewOf(item.value())),
    dids: (item) => didsIn(textField(viewOf(item.value()), 'creator', 'did')),
    json: (item) => memberText(item.text(), 'list') ?? memberText(item.text(), 'starterPack') ?? item.text(),
    whole: (item) => item.text(),
  };
}

/** What was done since goes before what was told. */
function isListed(value: unknown, did: string, names: Names): boolean {
  const key = membershipKey(viewKey(viewOf(value)), did);
  const listed = names.own?.(key)?.listed;
  return listed === undefined ? isObject(field(value, 'listItem')) : listed !== false;
}

const viewOf = (value: unknown): unknown => field(value, 'list') ?? field(value, 'starterPack');

/** One text for each column of a list. */
function textsOf(value: unknown): readonly string[] {
  if (!isObject(field(value, 'starterPack'))) return listLens.cells(field(value, 'list'), () => undefined);
  const pack = field(value, 'starterPack', 'record');
  return [cellText(textField(pack, 'name')), 'starter pack', cellText(textField(pack, 'description'))];
}
