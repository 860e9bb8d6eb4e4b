import { archiveCommands } from './archive-commands.js';
import { blobCommands } from './blob-commands.js';
import { calendarCommands } from './calendar-commands.js';
import { changeCommands } from './change-commands.js';
import type { Command } from './command.js';
import { copyCommands } from './copy-commands.js';
import { handOverCommands } from './hand-over-commands.js';
import { listCommands } from './list-commands.js';
import { liveCommands } from './live-commands.js';
import { manyCommands } from './many-commands.js';
import { mouseCommands } from './mouse-commands.js';
import { moveCommands } from './move-commands.js';
import { ownRecordCommands } from './own-record-commands.js';
import { paneCommands } from './pane-commands.js';
import { pictureCommands } from './picture-commands.js';
import { placeCommands } from './place-commands.js';
import { postCommands } from './post-commands.js';
import { preferenceCommands } from './preference-commands.js';
import { promptCommands } from './prompt-commands.js';
import { recordCommands } from './record-commands.js';
import { runManyCommands } from './run-many-commands.js';
import { searchCommands } from './search-commands.js';
import { signInCommands } from './sign-in-commands.js';
import { socialCommands } from './social-commands.js';
import { tailCommands } from './tail-commands.js';
import { themeCommands } from './theme-commands.js';
import { toolCommands } from './tool-commands.js';
import { versionCommands } from './version-commands.js';
import { xrpcCommands } from './xrpc-commands.js';

/** Every command with its own keys. */
export const defaultCommands: readonly Command[] = [
  // Before moving: in the copy menu letters choose.
  ...copyCommands,
  ...moveCommands,
  // Before the panes and lists: Esc ends a search before all else.
  ...searchCommands,
  // And a calendar is moved in before another pane is.
  ...calendarCommands,
  // A preference is changed before anything of it is opened.
  ...preferenceCommands,
  ...paneCommands,
  // Before the places: Esc clears a filter before it leaves the list.
  ...listCommands,
  ...manyCommands,
  ...placeCommands,
  ...xrpcCommands,
  ...archiveCommands,
  ...recordCommands,
  ...blobCommands,
  ...versionCommands,
  ...liveCommands,
  ...tailCommands,
  ...changeCommands,
  ...socialCommands,
  // Before one record: marked rows are deleted together.
  ...runManyCommands,
  ...ownRecordCommands,
  ...postCommands,
  ...signInCommands,
  ...mouseCommands,
  ...themeCommands,
  ...pictureCommands,
  ...handOverCommands,
  ...toolCommands,
  ...promptCommands,
];

/**
 * The commands with the keys that the settings give them, by command id. Tells which ids are not known.
 */
export function remapCommands(keys: Readonly<Record<string, readonly string[]>>): {
  commands: readonly Command[];
  unknown: readonly string[];
} {
  const ids = new Set(defaultCommands.map(({ id }) => id));
  return {
    commands: defaultCommands.map((command) => {
      const own = keys[command.id];
      return own === undefined ? command : { ...command, keys: own, isRemapped: true };
    }),
    unknown: Object.keys(keys).filter((id) => !ids.has(id)),
  };
}
