import type { StoreApi } from 'zustand/vanilla';
import type { AtClient } from '../atproto/client.js';
import type { Archives } from '../keep/archives.js';
import type { Drafts } from '../keep/drafts.js';
import type { ManyFiles } from '../keep/many-files.js';
import type { SaveAsOptions } from '../keep/save-as.js';
import type { NewFile } from '../keep/save-bytes.js';
import type { UndoJournal } from '../keep/undo-journal.js';
import type { HistorySource } from '../places/history.js';
import type { BrowserPlace } from '../text/browser-place.js';
import type { Notice } from './notice/notice-state.js';
import type { DrawnPicture, PictureDrawing, WantedPicture } from './pictures/pictures-state.js';
import type { State } from './state.js';
import type { Tasks } from './tasks.js';
import type { Recent } from './visits/visits-state.js';

/** Places remembered between runs. */
export interface RecentPlaces {
  list(): readonly Recent[];
  add(recent: Recent): void;
}

/** What became of a text that was to be copied. */
export type CopyOutcome =
  /** A program took it and ended well. */
  | { readonly kind: 'copied' }
  /** It was sent to the terminal, which confirms nothing. */
  | { readonly kind: 'sent' }
  /** Another text took its place before it was copied. */
  | { readonly kind: 'superseded' }
  /** Why not, in a sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What the store makes happen outside itself and the network. */
export interface Effects {
  /** Puts a text on the clipboard of who sits before the terminal. Does not reject. */
  copy(text: string): Promise<CopyOutcome>;
  /** Opens a web address in the browser; rejects where none can be started. */
  openUrl(url: string): Promise<void>;
  /** Where that browser would appear. */
  readonly browser: BrowserPlace;
  /**
   * Writes a text into a new file in the current folder, under that name, or with a number behind it where the name is taken.
   * Gives the path. Rejects with the error of the file system.
   */
  saveNew(name: string, text: string): Promise<string>;
  /**
   * Writes bytes into a new file: of the path that a person typed, else of that name in the current folder. Gives its full path, or
   * undefined where something is there already. Rejects with the error of the file system.
   */
  saveBytes(file: NewFile, bytes: Uint8Array): Promise<string | undefined>;
  /**
   * Writes a text into the file that a person named, whole or not at all. Gives its full path, or undefined where something is there
   * that may not be written over. Rejects with the error of the file system, or where the signal stops it.
   */
  saveAs(name: string, text: Iterable<string>, options: SaveAsOptions): Promise<string | undefined>;
  /**
   * Opens a text under that name in the user's editor, which has the terminal until it ends. Resolves to what is to be said then, or
   * undefined; rejects where it cannot be opened.
   */
  edit(name: string, text: string): Promise<Said | undefined>;
  /**
   * Opens a text under that name in the user's editor, to be changed. Calls `keep` with what was saved as soon as the editor has ended, also
   * where we end with it. Resolves to what is to be said of the editor, or undefined; rejects where it cannot be opened.
   */
  editText(name: string, text: string, keep: (saved: string) => Promise<void>): Promise<Said | undefined>;
  /** Gives a text to a command line that has the terminal until it ends; an empty one is the user's pager. As `edit`. */
  pipe(text: Iterable<string>, command: string): Promise<Said | undefined>;
  /**
   * Reads the file of a picture, and has it ready to be drawn: as large as fits, on another thread. Resolves to why not, as a sentence,
   * where it cannot be read; rejects with the reason of the signal.
   */
  drawPicture(
    file: Uint8Array,
    picture: PictureToDraw,
    signal: AbortSignal,
  ): Promise<DrawnPicture | { readonly reason: string }>;
  /** It is not drawn any more: what the terminal keeps of it goes. */
  dropPicture(drawn: DrawnPicture): void;
}

export interface PictureToDraw extends Pick<WantedPicture, 'maxColumns' | 'maxRows'> {
  readonly drawing: PictureDrawing;
}

export type Said = Pick<Notice, 'text' | 'kind'>;

/** What the parts of the store share. */
export interface StoreContext {
  readonly client: AtClient;
  readonly recents: RecentPlaces;
  readonly effects: Effects;
  readonly history: HistorySource;
  /** The copies of repositories that are kept; undefined: none are, and none can be. */
  readonly archives: Archives | undefined;
  /** What was changed in one's own repositories; undefined: nothing is kept of it, so that nothing can be changed. */
  readonly undo: UndoJournal | undefined;
  /** Many changes that are under way; undefined: none can be made. */
  readonly many: ManyFiles | undefined;
  /** What was typed and is not written yet; undefined: nothing is kept. */
  readonly drafts: Drafts | undefined;
  readonly get: () => State;
  readonly set: StoreApi<State>['setState'];
  readonly tasks: Tasks;
}
