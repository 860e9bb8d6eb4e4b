import type { Names } from '../../lenses/names.js';
import { currentArchive, currentSource } from '../../store/archives/archives-selectors.js';
import type { ShownArchive } from '../../store/archives/archives-state.js';
import { textRows, type Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import type { Size } from '../screen/layout.js';
import { archiveLines } from './archive-lines.js';
import type { Part } from './one-of.js';
import { drawText, partText } from './text-lines.js';

interface ArchiveSeen {
  /** Which archive it is. */
  readonly source: string;
  readonly archive: ShownArchive | undefined;
  readonly cursor: ListCursor;
  readonly names: Names;
  readonly namesVersion: number;
  readonly words: CommandWords;
}

const SPOKEN_CELLS = 100;
const SPOKEN_LINES_MAX = 30;

/** What the archive is that one looks at, and whose. */
export const archiveProfilePart: Part<ArchiveSeen> = {
  see: (state) => ({
    source: sanitise(currentSource(state) ?? ''),
    archive: currentArchive(state),
    cursor: currentVisit(state).cursors.profile,
    names: state.names,
    namesVersion: state.namesVersion,
    words: state.words,
  }),
  title: (seen, size) => ({
    name: seen.source.replace(/^archive of/, 'Archive of'),
    info: partText(windowAt(seen, size)),
    loading: seen.archive?.facts.status === 'loading',
  }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    return {
      lines: drawText(linesOf(seen, size.width), windowAt(seen, size), size),
      hits: () => [],
      spoken: () => ({
        title: `Profile: ${seen.source}`,
        lines: linesOf(seen, SPOKEN_CELLS).slice(0, SPOKEN_LINES_MAX),
      }),
    };
  },
  wantedNames: ({ archive }) => (archive?.facts.value ? [archive.facts.value.did] : []),
};

const viewportOf = (seen: ArchiveSeen, { width, height }: Size): Viewport => ({
  rows: textRows(linesOf(seen, width).length),
  height,
});

const windowAt = (seen: ArchiveSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));

const noLines: readonly string[] = [];

const linesOf = ({ archive, names, words }: ArchiveSeen, width: number): readonly string[] =>
  archive ? archiveLines(archive, width, names, words) : noLines;
