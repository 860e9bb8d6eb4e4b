import type { State } from '../../store/state.js';
import type { PicturesSeen } from './picture-rows.js';

let last: PicturesSeen | undefined;

/** The pictures as a view sees them; the same object for as long as they are the same. */
export function picturesSeen({ pictures, pictureDrawing: drawing, words }: State): PicturesSeen {
  if (last?.pictures !== pictures || last.drawing !== drawing || last.words !== words) {
    last = { pictures, drawing, words };
  }
  return last;
}
