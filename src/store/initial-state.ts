import type { PictureSetting } from '../keep/picture-setting.js';
import type { ThemeSetting } from '../keep/theme-setting.js';
import type { Names } from '../lenses/names.js';
import type { CommandWords } from '../text/sentence.js';
import { atFirst } from './cursor/list-cursor.js';
import { emptyPrompt } from './overlays/prompt.js';
import { NO_PICTURES } from './pictures/pictures-state.js';
import type { State } from './state.js';
import type { Recent } from './visits/visits-state.js';
import { firstVisit } from './visits/visits-update.js';

/** What is known before anything is asked for: the start screen, with the places of earlier runs. */
export const initialState = ({
  names,
  words,
  recents,
  examples,
  session,
  theme,
  pictures = 'off',
}: {
  names: Names;
  words: CommandWords;
  recents: readonly Recent[];
  /** What a first run offers to go to. */
  examples: readonly string[];
  session: State['session'];
  theme: ThemeSetting;
  /** Default: none is drawn. */
  pictures?: PictureSetting | undefined;
}): State => ({
  ...firstVisit(recents),
  accounts: new Map(),
  archives: new Map(),
  kept: new Map(),
  jobs: [],
  lexiconLenses: new Map(),
  lists: new Map(),
  records: new Map(),
  proofs: new Map(),
  validities: new Map(),
  recordParts: 'both',
  posts: new Map(),
  pictures: new Map(),
  uncovered: new Set(),
  pictureSetting: pictures,
  pictureTerminal: NO_PICTURES,
  pictureDrawing: undefined,
  names,
  namesVersion: 0,
  people: [],
  own: new Map(),
  watches: new Map(),
  tail: undefined,
  live: undefined,
  liveCursor: atFirst,
  liveFilter: undefined,
  overlay: undefined,
  searching: undefined,
  words,
  session,
  theme: { setting: theme, background: undefined },
  signedIn: [],
  start: { prompt: emptyPrompt, cursor: atFirst, now: Date.now(), examples },
  zoomed: false,
  notice: undefined,
  calls: [],
  mirrored: new Map(),
  waits: [],
});
