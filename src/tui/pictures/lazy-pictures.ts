import type { Effects } from '../../store/context.js';
import { type Depth, themeColours } from '../screen/themes.js';
import type { ScreenTerminal } from '../terminal/screen-terminal.js';

/** What draws pictures, as the store is given it. */
export type Drawing = Pick<Effects, 'drawPicture' | 'dropPicture'> & { close(): void };

/** Draws pictures on a terminal; what it takes for that is loaded with the first of them. */
export function lazyPictures(
  { hold, pictures }: Pick<ScreenTerminal, 'hold' | 'pictures'>,
  depth: Depth,
): Drawing {
  let loaded: Promise<Drawing> | undefined;
  let drawing: Drawing | undefined;
  async function load(): Promise<Drawing> {
    const { pictureEffects } = await import('./picture-effects.js');
    drawing = pictureEffects({
      depth: depth === 'all' ? 'all' : '256',
      hold,
      wrapForTmux: pictures.isAroundTmux,
      usedColours: themeColours,
    });
    return drawing;
  }
  return {
    async drawPicture(...args) {
      loaded ??= load();
      return await (await loaded).drawPicture(...args);
    },
    dropPicture: (drawn) => drawing?.dropPicture(drawn),
    close: () => drawing?.close(),
  };
}
