import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { fit } from '../../text/fit.js';
import { type CommandWords, type Sentence, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { indented, withinMargins } from './indented.js';
import { drawText, partText } from './text-lines.js';

interface FirstSeen {
  readonly words: CommandWords;
  readonly cursor: ListCursor;
}

const NAME = 'The ten keys that matter';
const KEY_CELLS = 10;

/** The command of each key, and what it is for. */
export const FIRST_KEYS: readonly (readonly [command: string, what: Sentence])[] = [
  ['open.row', 'opens what is selected: one step in'],
  ['place.out', 'goes one step back, to the place one came from, as it was left'],
  ['place.up', 'goes up: from a record to its collection, from there to the account'],
  ['move.down', say`goes down, and {key:move.up} up, in whatever has the keys; the mouse does, too`],
  ['pane.next', 'gives the next pane the keys, and the room'],
  ['place.go-to', 'goes to an address or a person, or runs a command by its name'],
  ['list.filter', 'filters what is listed, as you type'],
  [
    'place.followers',
    say`lists followers; {key:place.follows} whom the account follows; {key:place.likes} the likes of a post`,
  ],
  ['copy.menu', 'copies: a menu with a letter for each thing'],
  ['help.show', say`shows every key that works here; {key:quit} quits`],
];

function firstLines(words: CommandWords, width: number): readonly string[] {
  const room = Math.max(1, width - KEY_CELLS - 1);
  return FIRST_KEYS.flatMap(([command, what]) =>
    wrap(spell(what, words), room).map((line, row) => {
      const key = row === 0 ? words(command) : '';
      return `${palette.accent(fit(key, KEY_CELLS))} ${palette.plain(fit(line, room))}`;
    }),
  );
}

/** What somebody who has just come needs to know. */
export const firstView: View<'first', FirstSeen> = {
  id: 'first',
  stand: 'area',
  see: ({ words, overlay }) => ({ words, cursor: overlay?.kind === 'menu' ? overlay.cursor : atFirst }),
  title: (seen, size) => ({ name: NAME, info: partText(windowAt(seen, size)) }),
  list: ({ words, cursor }, size) => ({ cursor, viewport: viewportOf(words, size) }),
  picture(seen, size) {
    const room = withinMargins(size);
    const lines = firstLines(seen.words, room.width);
    return {
      lines: indented(drawText(lines, windowAt(seen, size), room)),
      hits: () => [],
      spoken: () => ({ title: NAME, lines }),
    };
  },
};

function viewportOf(words: CommandWords, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(firstLines(words, width).length), height };
}

const windowAt = ({ words, cursor }: FirstSeen, size: Size) => windowOf(cursor, viewportOf(words, size));
