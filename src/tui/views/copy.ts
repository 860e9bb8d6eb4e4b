import { atFirst, type ListCursor, positionOf } from '../../store/cursor/list-cursor.js';
import type { CopyOption } from '../../store/overlays/overlays-state.js';
import type { State } from '../../store/state.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Choice } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { menuBox, menuPicture, menuRows, menuViewport } from './menu.js';

interface CopySeen {
  readonly options: readonly CopyOption[];
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

const none: readonly CopyOption[] = [];
/** A line of what would be copied tells it apart; a record's JSON is longer than any line. */
const SHOWN_CHARACTERS_MAX = 100;

/** What can be copied here. */
export const copyView: View<'copy', CopySeen> = {
  id: 'copy',
  stand: 'box',
  see({ overlay, words }) {
    const { options, cursor } = overlay?.kind === 'copy' ? overlay : { options: none, cursor: atFirst };
    return { options, cursor, words };
  },
  title: () => ({ name: 'Copy' }),
  box: ({ options, words }, area) => menuBox(choicesOf(options, words), area),
  list: ({ options, cursor, words }, size) => ({
    cursor,
    viewport: menuViewport(choicesOf(options, words), size),
  }),
  picture: ({ options, cursor, words }, size) => menuPicture('Copy', choicesOf(options, words), cursor, size),
};

/** What the cursor is on; undefined where the menu is not open. */
export function selectedOption({ overlay, words }: State): CopyOption | undefined {
  if (overlay?.kind !== 'copy') return undefined;
  const { options, cursor } = overlay;
  return options[positionOf(cursor, menuRows(choicesOf(options, words)))];
}

/** Each with the key that chooses it. */
const choicesOf = (options: readonly CopyOption[], words: CommandWords): readonly Choice[] =>
  options.map(({ id, label, text }) => ({
    key: id,
    title: `${words(`copy.${id}`)}  ${label}`,
    aside: typeof text === 'string' ? text.slice(0, SHOWN_CHARACTERS_MAX) : '',
  }));
