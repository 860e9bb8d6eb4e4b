import { emptyPrompt, type Prompt } from '../../store/overlays/prompt.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import { PADDING_CELLS } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { padded } from './padded.js';

interface FindSeen {
  readonly prompt: Prompt;
  /** Why what was typed means nothing. */
  readonly reason: string | undefined;
}

/** What can be typed, and what it finds. */
const SYNTAX: readonly (readonly [typed: string, finds: string])[] = [
  ['harbor night', 'all of these words, in any case'],
  ['"Harbor at night"', 'exactly this'],
  ['~ecole', 'with accents or without'],
  ['text:harbor', 'in members of that name'],
  ['collection:post', 'in what ends so, or app.bsky.*'],
  ['since:2024-02 until:2024-03', 'of that time, both included'],
];
const TYPED_CELLS = Math.max(...SYNTAX.map(([typed]) => cellsOf(typed))) + 2;
const BOX_CELLS = 96;

const BORDER_CELLS = 2;

/** Why it cannot be looked for, in lines of so many cells. */
const reasonLines = ({ reason }: FindSeen, width: number): readonly string[] =>
  reason === undefined ? [] : wrap(sanitise(reason), Math.max(1, width - 2 * PADDING_CELLS));

const syntaxLines = SYNTAX.map(([typed, finds]) => fit(typed, TYPED_CELLS) + finds);

/** The words that all records are searched for. They are typed on the status line; above it stands what can be typed. */
export const findView: View<'find', FindSeen> = {
  id: 'find',
  stand: 'box',
  isPrompt: true,
  see: ({ overlay }) =>
    overlay?.kind === 'find'
      ? { prompt: overlay.prompt, reason: overlay.reason }
      : { prompt: emptyPrompt, reason: undefined },
  title: () => ({ name: 'Search all records' }),
  prompt: ({ prompt }) => ({ label: ' search ', prompt }),
  box(seen, area) {
    const width = Math.min(BOX_CELLS, area.width);
    const lines = reasonLines(seen, width - BORDER_CELLS).length + syntaxLines.length;
    return { at: 'bottom', width, height: lines + BORDER_CELLS };
  },
  picture(seen, { width, height }) {
    const reason = reasonLines(seen, width);
    const lines = [
      ...reason.map((line) => padded(palette.bad, line, width)),
      ...syntaxLines.map((line) => padded(palette.plain, line, width)),
    ];
    return {
      lines: Array.from({ length: height }, (_, at) => lines[at] ?? ' '.repeat(width)),
      hits: () => [],
      spoken: () => ({ title: 'Search all records', lines: [...reason, ...syntaxLines] }),
    };
  },
};
