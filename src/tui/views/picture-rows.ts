import type { HeadPart } from '../../lenses/head.js';
import {
  type PictureDrawing,
  type PictureEntry,
  pictureKey,
  type WantedPicture,
} from '../../store/pictures/pictures-state.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import { boxFor } from '../pictures/picture-box.js';

/** The pictures that there are, and how they are drawn; undefined where none is. */
export interface PicturesSeen {
  readonly drawing: PictureDrawing | undefined;
  readonly pictures: ReadonlyMap<string, PictureEntry>;
  readonly words: CommandWords;
}

/** A row of a picture, or of the room that it is going to take, or why there is none. */
export interface PictureRow {
  /** Undefined where nobody is to be asked for it. */
  readonly wanted: WantedPicture | undefined;
  /** Undefined where it is not drawn. */
  readonly painted: string | undefined;
  /** Cells of what is painted. */
  readonly columns: number;
  /** What stands there in words. */
  readonly text: string;
  /** Which of its rows it is, and how many there are: one moves over all of them at once. */
  readonly at: number;
  readonly of: number;
}

const PART_MAX = { columns: 48, rows: 14 };
/** Where a post has several pictures. */
const SEVERAL_MAX = { columns: 36, rows: 9 };
const WHOLE_MAX = { columns: 160, rows: 60 };

/** The rows of the picture of a part, in so many cells; none where it has none, or none is drawn. */
export function pictureRows(
  parts: readonly HeadPart[],
  part: HeadPart,
  cells: number,
  seen: PicturesSeen | undefined,
): readonly PictureRow[] {
  const drawing = seen?.drawing;
  const { picture } = part;
  if (!picture || !drawing || cells <= 0) return [];
  if (picture.coveredBy !== undefined) {
    const text = spell(
      say`a label hides the picture: ${sanitise(picture.coveredBy)}; {key:record.uncover} shows it`,
      seen.words,
    );
    return wrap(text, cells).map((line, at, { length: of }) => ({
      ...{ wanted: undefined, painted: undefined, columns: 0, at, of },
      text: line,
    }));
  }
  const pictures = parts.filter((one) => one.picture).length;
  const isWhole = part === parts[0];
  const max = isWhole ? WHOLE_MAX : pictures > 1 ? SEVERAL_MAX : PART_MAX;
  const wanted: WantedPicture = {
    picture,
    use: isWhole ? 'whole' : 'part',
    maxColumns: Math.min(cells, max.columns),
    maxRows: max.rows,
  };
  const entry = seen.pictures.get(pictureKey(wanted, drawing));
  if (entry?.status === 'drawn') {
    const { lines, columns } = entry.drawn;
    return lines.map((painted, at) => ({ wanted, painted, columns, text: '', at, of: lines.length }));
  }
  if (entry?.status === 'failed') {
    if (picture.poster !== undefined) return [];
    return [{ wanted, painted: undefined, columns: 0, text: sanitise(entry.reason), at: 0, of: 1 }];
  }
  // Room for it from the start, so that nothing moves when it comes.
  const of = picture.ratio === undefined ? 1 : boxFor(picture.ratio, wanted, drawing.cell).rows;
  return Array.from({ length: of }, (_, at) => ({
    ...{ wanted, painted: undefined, columns: 0, at, of },
    text: at === 0 ? 'the picture is on its way …' : '',
  }));
}

/** The pictures of rows, each once. */
export const wantedIn = (
  rows: readonly { readonly picture?: PictureRow | undefined }[],
): readonly WantedPicture[] => [...new Set(rows.flatMap(({ picture }) => picture?.wanted ?? []))];
