import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, windowOf } from '../../store/cursor/list-cursor.js';
import type { ConflictOverlay } from '../../store/overlays/overlays-state.js';
import { sanitise } from '../../text/sanitise.js';
import type { Size } from '../screen/layout.js';
import type { SheetWriter } from '../screen/sheet.js';
import { paintedCache } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { conflictSheet } from './conflict-lines.js';
import { indented, withinMargins } from './indented.js';
import { documentOf } from './record-view.js';
import { drawText, joined, rangeText } from './text-lines.js';

type ConflictSeen = Omit<ConflictOverlay, 'kind'>;

const NONE: ConflictSeen = { name: '', base: '{}', now: '{}', typed: '{}', cursor: atFirst };
const SPOKEN_CELLS = 80;

/** A record that was changed while it was edited: three versions beside each other. */
export const conflictView: View<'conflict', ConflictSeen> = {
  id: 'conflict',
  stand: 'area',
  see({ overlay }) {
    if (overlay?.kind !== 'conflict') return NONE;
    const { name, base, now, typed, cursor } = overlay;
    return { name, base, now, typed, cursor };
  },
  title: (seen, size) => ({
    name: sanitise(seen.name),
    info: joined('changed meanwhile, nothing was written', rangeText(windowAt(seen, size))),
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture: (seen, size) => ({
    lines: indented(
      drawText(sheetOf(seen, withinMargins(size).width).lines, windowAt(seen, size), withinMargins(size)),
    ),
    hits: () => [],
    spoken: () => ({
      title: `${sanitise(seen.name)} was changed meanwhile, nothing was written`,
      lines: sheetOf(seen, SPOKEN_CELLS).lines.slice(0, size.height),
    }),
  }),
};

// By the document of what was typed, which is made anew for each conflict.
const drawn = paintedCache<
  object,
  { readonly width: number; readonly base: object; readonly now: object; readonly sheet: SheetWriter }
>();

function sheetOf({ base, now, typed }: ConflictSeen, width: number): SheetWriter {
  const versions = { base: documentOf(base), now: documentOf(now), typed: documentOf(typed) };
  const known = drawn.get(versions.typed);
  if (known?.width === width && known.base === versions.base && known.now === versions.now) {
    return known.sheet;
  }
  const sheet = conflictSheet(versions, width);
  drawn.set(versions.typed, { width, base: versions.base, now: versions.now, sheet });
  return sheet;
}

function viewportOf(seen: ConflictSeen, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(sheetOf(seen, width).lines.length), height };
}

const windowAt = (seen: ConflictSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));
