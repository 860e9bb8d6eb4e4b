import type { ManyItem } from '../../keep/many-files.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { sanitise } from '../../text/sanitise.js';
import { type Sentence, say } from '../../text/sentence.js';
import { isOwn, NOTHING_TAKEN, whyNoWrites } from '../changes/own.js';
import type { StoreContext } from '../context.js';
import { currentList } from '../lists/lists-selectors.js';
import { takenItems } from '../lists/marked-rows.js';
import { currentMarks } from '../lists/marks.js';
import { notify } from '../notice/notify.js';
import type { State } from '../state.js';
import type { RunMany } from './run-many.js';

export interface DeleteManyActions {
  /** Asks whether the records of one's own that are marked, or that pass the filter, are to be deleted. */
  deleteMany(): void;
}

/** Why no rows can be deleted here; undefined where they can. Cheap. */
export function whyNotDeletable(state: State): Sentence | undefined {
  const list = currentList(state);
  const why = whyNoWrites(state);
  if (why !== undefined) return why;
  if (!list?.listing?.record) return 'Only records can be deleted: open a collection of yours.';
  if (!list.address || !('repo' in list.address) || !isOwn(state, list.address.repo)) {
    return say`These are not your records: {key:account.me} goes to yours.`;
  }
  return currentMarks(state) || list.filter ? undefined : NOTHING_TAKEN;
}

/** Deleting many records of one's own. */
export function createDeleteMany(
  context: StoreContext,
  { askMany }: Pick<RunMany, 'askMany'>,
): DeleteManyActions {
  const { get } = context;
  return {
    deleteMany() {
      const state = get();
      const list = currentList(state);
      const did = state.session?.did;
      if (!list?.listing?.record || did === undefined) return;
      const { listing } = list;
      const marks = currentMarks(state);
      const items: ManyItem[] = [];
      const texts: string[] = [];
      let unread = 0;
      for (const item of takenItems(list, marks)) {
        const record = listing.record?.(item);
        const { cid, cells } = listing.row(item, state.names);
        if (!record || cid === undefined) {
          unread += 1;
          continue;
        }
        items.push({ kind: 'delete', collection: record.collection, rkey: record.rkey, cid });
        texts.push(cellText(cells.join('  '), 80));
      }
      if (items.length === 0) {
        return notify(context, 'No record of these could be read: nothing can be deleted.', 'error');
      }
      const collections = [...new Set(items.map((item) => ('collection' in item ? item.collection : '')))];
      const what = items.length === 1 ? '1 record' : `${countText(items.length)} records`;
      const ends =
        items.length === 1 ? [`It is: ${texts[0]}`] : [`The first: ${texts[0]}`, `The last: ${texts.at(-1)}`];
      askMany({
        did,
        verb: `delete ${what}`,
        title: `deleted ${what} of ${sanitise(collections.join(', '))}`,
        items,
        about: [
          `${marks ? 'Marked' : list.ended ? 'All that pass the filter' : 'All that are loaded and pass the filter'}: ${what} of ${sanitise(collections.join(', '))}.`,
          ...ends,
          ...(unread === 0 ? [] : [`${countText(unread)} cannot be read, and are left.`]),
        ],
      });
    },
  };
}
