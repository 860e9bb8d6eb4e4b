import { setTimeout as wait } from 'node:timers/promises';
import { PICTURE_SETTINGS, type PictureSetting } from '../../keep/picture-setting.js';
import { errorSentence } from '../../text/error-sentence.js';
import { currentArchive } from '../archives/archives-selectors.js';
import type { StoreContext } from '../context.js';
import type { IdentityOf } from './picture-bytes.js';
import {
  type DrawnPicture,
  drawingOf,
  type PictureDrawing,
  type PictureEntry,
  type PictureTerminal,
  pictureKey,
  type WantedPicture,
} from './pictures-state.js';

/** How long a picture is in sight before anybody is asked for it: nobody waits for what one only passes. */
const REST_MS = 150;
/** Pixels of all that are kept, in bytes: those in sight, and the newest of those that were. */
const KEPT_MAX_BYTES = 24 * 1024 * 1024;
/** Entries that are kept, failures among them. */
const ENTRIES_MAX = 300;

export interface PicturesActions {
  /** These pictures of a view are in sight, and none else of it. Those that are not there come, others that were on their way do not. */
  wantPictures(view: string, wanted: readonly WantedPicture[]): void;
  /** Shows the pictures of a record although a label hides them, or hides them again. */
  uncoverPictures(uri: string): void;
  /** Draws pictures so from now on. */
  choosePictures(setting: PictureSetting): void;
  /** The terminal has told what it can show. */
  notePictureTerminal(terminal: PictureTerminal): void;
}

interface Loading {
  readonly wanted: WantedPicture;
  readonly drawing: PictureDrawing;
  readonly stop: AbortController;
}

/** The pictures in sight, and the newest of those that were. */
export function createPictures(
  context: StoreContext,
  identityOf: IdentityOf,
): PicturesActions & { close(): void } {
  const { client, effects, get, set } = context;
  const inSight = new Map<string, readonly WantedPicture[]>();
  const loading = new Map<string, Loading>();

  function put(key: string, entry: PictureEntry): void {
    set(({ pictures }) => {
      const next = new Map(pictures);
      next.delete(key);
      next.set(key, entry);
      return { pictures: next };
    });
  }

  function forget(keys: readonly string[]): void {
    if (keys.length === 0) return;
    const next = new Map(get().pictures);
    for (const key of keys) {
      const entry = next.get(key);
      if (entry?.status === 'drawn') effects.dropPicture(entry.drawn);
      next.delete(key);
    }
    set({ pictures: next });
  }

  /** What is too much, the oldest first, and nothing that is in sight. */
  function makeRoom(): void {
    const { pictures } = get();
    const wanted = new Set(allWanted().map(({ key }) => key));
    const sizeOf = (entry: PictureEntry) => (entry.status === 'drawn' ? bytesOf(entry.drawn) : 0);
    let bytes = [...pictures.values()].reduce((sum, entry) => sum + sizeOf(entry), 0);
    let count = pictures.size;
    const gone: string[] = [];
    for (const [key, entry] of pictures) {
      if (bytes <= KEPT_MAX_BYTES && count <= ENTRIES_MAX) break;
      if (wanted.has(key)) continue;
      bytes -= sizeOf(entry);
      count -= 1;
      gone.push(key);
    }
    forget(gone);
  }

  function allWanted(): readonly { readonly key: string; readonly wanted: WantedPicture }[] {
    const { pictureDrawing } = get();
    if (!pictureDrawing) return [];
    return [...inSight.values()]
      .flat()
      .map((wanted) => ({ key: pictureKey(wanted, pictureDrawing), wanted }));
  }

  async function load(key: string, { wanted, drawing, stop: { signal } }: Loading): Promise<void> {
    try {
      await wait(REST_MS, undefined, { signal });
      const archive = currentArchive(get());
      const { pictureBytes } = await import('./picture-bytes.js');
      const bytes = await pictureBytes(wanted, { client, identityOf, archive: archive?.facts.value }, signal);
      const drawn = await effects.drawPicture(bytes, { ...wanted, drawing }, signal);
      if (signal.aborted) {
        if ('lines' in drawn) effects.dropPicture(drawn);
        return;
      }
      loading.delete(key);
      if ('lines' in drawn) put(key, { status: 'drawn', drawn });
      else put(key, { status: 'failed', reason: drawn.reason });
      makeRoom();
    } catch (error) {
      if (signal.aborted) return;
      loading.delete(key);
      put(key, { status: 'failed', reason: errorSentence(error), mayPass: true });
    }
  }

  /** It could not be had when it was in sight before. */
  function mayCome(key: string): boolean {
    const entry = get().pictures.get(key);
    return entry?.status === 'failed' && entry.mayPass === true;
  }

  function follow(): void {
    const { pictures, pictureDrawing } = get();
    const wanted = new Map(allWanted().map((one) => [one.key, one.wanted]));
    for (const [key, { stop }] of loading) {
      if (wanted.has(key)) continue;
      stop.abort();
      loading.delete(key);
      if (get().pictures.get(key)?.status === 'loading') forget([key]);
    }
    if (!pictureDrawing) return;
    for (const [key, one] of wanted) {
      if (pictures.has(key) || loading.has(key)) continue;
      const begun: Loading = { wanted: one, drawing: pictureDrawing, stop: new AbortController() };
      loading.set(key, begun);
      put(key, { status: 'loading' });
      void load(key, begun);
    }
  }

  /** Another way of drawing: what was drawn is of no use any more. */
  function draw(setting: PictureSetting, terminal: PictureTerminal): void {
    const before = get().pictureDrawing;
    const next = drawingOf(setting, terminal);
    const isSame = JSON.stringify(before) === JSON.stringify(next);
    set({
      pictureSetting: setting,
      pictureTerminal: terminal,
      pictureDrawing: isSame ? before : next,
    });
    if (isSame) return;
    forget([...get().pictures.keys()]);
    follow();
  }

  return {
    wantPictures(view, wanted) {
      const before = new Set(allWanted().map(({ key }) => key));
      if (wanted.length === 0) inSight.delete(view);
      else inSight.set(view, wanted);
      forget(allWanted().flatMap(({ key }) => (!before.has(key) && mayCome(key) ? [key] : [])));
      follow();
    },
    uncoverPictures(uri) {
      const uncovered = new Set(get().uncovered);
      if (!uncovered.delete(uri)) uncovered.add(uri);
      set({ uncovered });
    },
    choosePictures: (setting) => draw(setting, get().pictureTerminal),
    notePictureTerminal: (terminal) => draw(get().pictureSetting, terminal),
    close() {
      for (const { stop } of loading.values()) stop.abort();
      loading.clear();
      forget([...get().pictures.keys()]);
    },
  };
}

const bytesOf = ({ pixels, lines }: DrawnPicture): number =>
  pixels.rgba.length + (pixels.packed?.length ?? 0) + lines.reduce((sum, line) => sum + line.length * 2, 0);

/** The way of drawing after this one. */
export const nextPictureSetting = (setting: PictureSetting): PictureSetting =>
  PICTURE_SETTINGS[(PICTURE_SETTINGS.indexOf(setting) + 1) % PICTURE_SETTINGS.length] ?? 'auto';
