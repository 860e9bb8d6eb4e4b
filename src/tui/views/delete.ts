import type { KeptArchive } from '../../keep/archives.js';
import { copyText } from '../../places/archives/archive-label.js';
import { copiesText } from '../../store/archives/deletions.js';
import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import type { State } from '../../store/state.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

interface DeleteSeen {
  readonly copies: readonly KeptArchive[];
  readonly cursor: ListCursor;
}

const NAMED_MAX = 3;
const NO_COPIES: readonly KeptArchive[] = [];

/** What is to be deleted, before it is: the cursor is on keeping it. */
export const deleteView: View<'delete', DeleteSeen> = {
  id: 'delete',
  stand: 'box',
  see: ({ overlay }) =>
    overlay?.kind === 'delete'
      ? { copies: overlay.copies, cursor: overlay.cursor }
      : { copies: NO_COPIES, cursor: atFirst },
  title: ({ copies }) => ({ name: titleOf(copies) }),
  box: ({ copies }, area) => menuBox(choicesOf(copies), area),
  list: ({ copies, cursor }, size) => ({ cursor, viewport: menuViewport(choicesOf(copies), size) }),
  picture: ({ copies, cursor }, size) => menuPicture(titleOf(copies), choicesOf(copies), cursor, size),
};

/** What is answered: true to delete. */
export function isDeletionChosen({ overlay }: State): boolean {
  if (overlay?.kind !== 'delete') return false;
  const choices = choicesOf(overlay.copies);
  return choices[positionOf(overlay.cursor, menuRows(choices))]?.key === 'delete';
}

const titleOf = (copies: readonly KeptArchive[]): string => `Delete ${copiesText(copies)}?`;

function choicesOf(copies: readonly KeptArchive[]): readonly Choice[] {
  const named = copies
    .slice(0, NAMED_MAX)
    .map((copy) => `${copy.note?.handle ?? copy.did}, ${copyText(copy)}`)
    .join('; ');
  const more = copies.length > NAMED_MAX ? ` and ${copies.length - NAMED_MAX} more` : '';
  return [
    { key: 'keep', title: copies.length === 1 ? 'keep it' : 'keep them' },
    { key: 'delete', title: `delete ${named}${more}` },
  ];
}
