import { keyedRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import type { AskOverlay } from '../../store/overlays/overlays-state.js';
import type { State } from '../../store/state.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, type Sentence, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { rowHits } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { drawChoices } from './choice-lines.js';

interface AskSeen {
  readonly title: string;
  readonly about: readonly Sentence[];
  readonly choices: AskOverlay['choices'];
  readonly cursor: ListCursor;
  readonly words: CommandWords;
}

const BOX_CELLS_MAX = 100;
const NONE = { title: '', about: [], choices: [], cursor: atFirst };

/** A question before something is done: what it is about, and the answers. The cursor is on the one that does nothing. */
export const askView: View<'ask', AskSeen> = {
  id: 'ask',
  stand: 'box',
  see({ overlay, words }) {
    if (overlay?.kind !== 'ask') return { ...NONE, words };
    const { title, about, choices, cursor } = overlay;
    return { title, about, choices, cursor, words };
  },
  title: ({ title }) => ({ name: sanitise(title) }),
  box: (seen, area) => ({
    at: 'bottom',
    width: BOX_CELLS_MAX,
    height: aboutRows(seen, Math.min(BOX_CELLS_MAX, area.width) - 2).length + seen.choices.length + 2,
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    const { choices, cursor } = seen;
    const window = windowOf(cursor, viewportOf(seen, size));
    const about = shownAbout(seen, size);
    return {
      lines: [
        ...about.map((row) => fit(` ${row}`, size.width)),
        ...drawChoices(choices, window, { ...size, height: size.height - about.length }),
      ],
      hits: () => rowHits(window, { y: about.length, width: size.width }),
      spoken() {
        const chosen = choices[window.position];
        const said = chosen
          ? [`selected, ${window.position + 1} of ${choices.length}: ${sanitise(chosen.title)}`]
          : [];
        const all = [...aboutRows(seen, BOX_CELLS_MAX), ...choices.map(({ title }) => sanitise(title))];
        return { role: 'menu', title: sanitise(seen.title), lines: [...said, ...all] };
      },
    };
  },
};

/** The key of the answer under the cursor. */
export function chosenAnswer({ overlay }: State): string | undefined {
  if (overlay?.kind !== 'ask') return undefined;
  const { choices, cursor } = overlay;
  return choices[positionOf(cursor, rowsOf(choices))]?.key;
}

const rowsOf = (choices: AskOverlay['choices']) => keyedRows(choices.map(({ key }) => key));

const aboutRows = ({ about, words }: AskSeen, width: number): readonly string[] =>
  about.flatMap((line) => wrap(sanitise(spell(line, words)), Math.max(1, width - 2)));

/** Answers are never what gives way. */
function shownAbout(seen: AskSeen, { width, height }: Size): readonly string[] {
  const rows = aboutRows(seen, width);
  const room = Math.max(0, height - seen.choices.length);
  return rows.length <= room || room === 0 ? rows.slice(0, room) : [...rows.slice(0, room - 1), '…'];
}

const viewportOf = (seen: AskSeen, size: Size) => ({
  rows: rowsOf(seen.choices),
  height: Math.max(1, size.height - shownAbout(seen, size).length),
});
