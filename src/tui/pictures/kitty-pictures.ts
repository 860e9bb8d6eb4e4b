import type { DrawnPicture } from '../../store/pictures/pictures-state.js';
import type { PictureDepth } from '../screen/themes.js';
import type { TerminalHold } from '../terminal/terminal-hold.js';
import { kittyDelete, kittyTransmit, pictureIds, placeholderLines } from './kitty.js';

/** The pictures that the terminal has been sent. */
export interface KittyPictures {
  /** Sends a picture, so that the lines that come back draw it wherever they stand. */
  place(picture: Omit<DrawnPicture, 'lines'>): DrawnPicture;
  /** Has the terminal forget it. */
  drop(drawn: DrawnPicture): void;
  /** Has it forget all. */
  close(): void;
}

interface Options {
  readonly depth: PictureDepth;
  readonly hold: Pick<TerminalHold, 'stdout' | 'onChange'>;
  readonly wrapForTmux: boolean;
  readonly usedColours: ReadonlySet<number>;
}

/**
 * Keeps the pictures in the terminal as they are here. Whoever has the terminal meanwhile may clear them away: they are sent again when
 * it is ours again. Whatever ends the program, none stays behind.
 */
export function createKittyPictures({ depth, hold, wrapForTmux, usedColours }: Options): KittyPictures {
  const ids = pictureIds(depth, usedColours);
  const sent = new Map<DrawnPicture, number>();
  const write = (text: string) => void hold.stdout.write(text);
  function send({ pixels, columns, rows }: DrawnPicture, id: number): void {
    write(kittyTransmit({ id, pixels, columns, rows, wrapForTmux }));
  }
  function forgetAll(): void {
    for (const id of sent.values()) write(kittyDelete(id, wrapForTmux));
  }
  const stopFollowing = hold.onChange((holder) => {
    if (holder === 'us') for (const [drawn, id] of sent) send(drawn, id);
  });
  process.once('exit', forgetAll);

  return {
    place(picture) {
      const id = ids.take();
      const lines = placeholderLines({ id, columns: picture.columns, rows: picture.rows, depth });
      const drawn: DrawnPicture = { ...picture, lines };
      sent.set(drawn, id);
      send(drawn, id);
      return drawn;
    },
    drop(drawn) {
      const id = sent.get(drawn);
      if (id === undefined) return;
      sent.delete(drawn);
      ids.free(id);
      write(kittyDelete(id, wrapForTmux));
    },
    close() {
      stopFollowing();
      forgetAll();
      sent.clear();
      process.off('exit', forgetAll);
    },
  };
}
