import { PICTURE_SETTINGS, type PictureSetting } from '../../keep/picture-setting.js';
import { nextPictureSetting } from '../../store/pictures/pictures.js';
import type { State } from '../../store/state.js';
import { shownValidity } from '../../store/validities/shown-validity.js';
import { steadyHead } from '../views/record-head.js';
import { steadyRecord } from '../views/record-view.js';
import type { Argument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

/** The name of a way to draw pictures. */
const pictureArgument: Argument<PictureSetting> = {
  label: PICTURE_SETTINGS.join(', '),
  required: false,
  read(text) {
    const value = PICTURE_SETTINGS.find((name) => name === text.toLowerCase());
    if (value !== undefined) return { ok: true, value };
    return { ok: false, reason: `Pictures are drawn by one of ${PICTURE_SETTINGS.join(', ')}.` };
  },
};

/** The record whose pictures a label hides, or has been asked to hide no more; undefined where none does. */
function coveredUri(state: State): string | undefined {
  const shown = steadyRecord(state);
  const { head } = steadyHead(state, shown, shownValidity(state, shown));
  const uri = shown?.record.value?.uri;
  if (uri === undefined || state.uncovered.has(uri)) return uri;
  return head.some(({ picture }) => picture?.coveredBy !== undefined) ? uri : undefined;
}

/** How pictures are drawn, and whether those that labels hide are. */
export const pictureCommands: readonly Command[] = [
  withArgument<PictureSetting>({
    id: 'screen.pictures',
    name: 'pictures',
    keys: [],
    title: 'choose how pictures are drawn',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    args: pictureArgument,
    titleWith: (name) => (name === 'off' ? 'draw no pictures' : `draw pictures: ${name}`),
    run({ state, actions }, name) {
      const setting = name ?? nextPictureSetting(state.pictureSetting);
      actions.choosePictures(setting);
      actions.notify(
        `${saidOf(setting, state)} To keep it, put "pictures": "${setting}" into settings.json.`,
      );
    },
  }),
  {
    id: 'record.uncover',
    name: 'uncover',
    keys: [],
    title: 'show the pictures that a label hides, or hide them again',
    category: 'Record',
    scopes: ['record', 'list'],
    refuse: (state) => (coveredUri(state) === undefined ? 'No label hides a picture here.' : undefined),
    run({ state, actions }) {
      const uri = coveredUri(state);
      if (uri !== undefined) actions.uncoverPictures(uri);
    },
  },
];

function saidOf(setting: PictureSetting, { pictureTerminal: { hasColours, kitty } }: State): string {
  if (setting === 'off') return 'Pictures are not drawn.';
  if (!hasColours) return 'Pictures are not drawn: this terminal has too few colours for them.';
  switch (setting) {
    case 'auto':
      return kitty === undefined ? 'Pictures are drawn as blocks.' : 'Pictures are drawn as they are.';
    case 'kitty':
      return 'Pictures are drawn by the protocol of kitty, whatever the terminal says.';
    case 'blocks':
      return 'Pictures are drawn as blocks.';
  }
}
