import type { KeptArchive } from '../../keep/archives.js';
import type { KeptCopy } from '../../places/archives/kept-listing.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { Lists } from '../lists/lists.js';
import { currentList } from '../lists/lists-selectors.js';
import { takenItems } from '../lists/marked-rows.js';
import { currentMarks } from '../lists/marks.js';
import { selectedIndex } from '../lists/selected-row.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { State } from '../state.js';
import type { Kept } from './kept.js';

export interface DeletionActions {
  /** Asks whether the copies that are selected are to go. */
  askDeletion(): void;
  /** Deletes those that it was asked for. */
  deleteAsked(): void;
}

/** The copies that a command is about, where the list is of copies: those that are marked, else the one under the cursor. */
export function selectedCopies(state: State): readonly KeptArchive[] {
  const list = currentList(state);
  if (list?.address.kind !== 'archives') return [];
  const marks = currentMarks(state);
  const index = selectedIndex(state, list);
  const items = marks ? [...takenItems(list, marks)] : index === undefined ? [] : [list.rows.at(index)];
  return (items as readonly (KeptCopy | undefined)[]).flatMap((item) => item?.kept ?? []);
}

/** Deleting copies that are kept. */
export function createDeletions(context: StoreContext, kept: Kept, lists: Lists): DeletionActions {
  const { archives, get, set } = context;
  return {
    askDeletion() {
      const copies = selectedCopies(get());
      if (copies.length > 0) set({ overlay: { kind: 'delete', copies, cursor: atFirst } });
    },
    async deleteAsked() {
      const { overlay } = get();
      if (overlay?.kind !== 'delete' || archives === undefined) return;
      // The question goes at once, so that no further key answers it again.
      set({ overlay: undefined });
      const { copies } = overlay;
      try {
        for (const copy of copies) await archives.remove(copy);
        notify(context, `Deleted ${copiesText(copies)}.`);
      } catch (error) {
        notifyFailure(context, 'Not all of it could be deleted.', error);
      }
      for (const did of new Set(copies.map((copy) => copy.did))) await kept.showNew(did);
      const list = currentList(get());
      if (list?.address.kind === 'archives') lists.reload(list.key);
    },
  };
}

/** How many copies, and how large they are. */
export function copiesText(copies: readonly KeptArchive[]): string {
  const bytes = byteSize(copies.reduce((sum, copy) => sum + copy.bytes, 0));
  return copies.length === 1 ? `1 copy, ${bytes}` : `${countText(copies.length)} copies, ${bytes}`;
}
