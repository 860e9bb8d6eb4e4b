import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import type { CopyOption } from '../../store/overlays/overlays-state.js';
import type { State } from '../../store/state.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

interface CopySeen {
  readonly options: readonly CopyOption[];
  readonly cursor: ListCursor;
}

const none: readonly CopyOption[] = [];
/** A line of what would be copied tells it apart; a record's JSON is longer than any line. */
const SHOWN_CHARACTERS_MAX = 100;

/** What can be copied here. */
export const copyView: View<'copy', CopySeen> = {
  id: 'copy',
  stand: 'box',
  see({ overlay }) {
    const { options, cursor } = overlay?.kind === 'copy' ? overlay : { options: none, cursor: atFirst };
    return { options, cursor };
  },
  title: () => ({ name: 'Copy' }),
  box: ({ options }) => menuBox(choicesOf(options)),
  list: ({ options, cursor }, size) => ({ cursor, viewport: menuViewport(choicesOf(options), size) }),
  picture: ({ options, cursor }, size) => menuPicture('Copy', choicesOf(options), cursor, size),
};

/** What the cursor is on; undefined where the menu is not open. */
export function selectedOption({ overlay }: State): CopyOption | undefined {
  if (overlay?.kind !== 'copy') return undefined;
  const { options, cursor } = overlay;
  return options[positionOf(cursor, menuRows(choicesOf(options)))];
}

const choicesOf = (options: readonly CopyOption[]): readonly Choice[] =>
  options.map(({ label, text }) => ({
    key: label,
    title: label,
    aside: text.slice(0, SHOWN_CHARACTERS_MAX),
  }));
