import { type Command, type CommandContext, scopeOf } from './command.js';
import { listCommands } from './list-commands.js';
import { liveCommands } from './live-commands.js';
import { moveCommands } from './move-commands.js';
import { paneCommands } from './pane-commands.js';
import { placeCommands } from './place-commands.js';
import { promptCommands } from './prompt-commands.js';
import { recordCommands } from './record-commands.js';
import { signInCommands } from './sign-in-commands.js';
import { tailCommands } from './tail-commands.js';
import { toolCommands } from './tool-commands.js';

/** Every command with its own keys. */
export const defaultCommands: readonly Command[] = [
  ...moveCommands,
  ...paneCommands,
  // Before the places: Esc clears a filter before it leaves the list.
  ...listCommands,
  ...placeCommands,
  ...recordCommands,
  ...liveCommands,
  ...tailCommands,
  ...signInCommands,
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

/** The command that a key means here; undefined where it means nothing. A key that the user gave goes before a default one. */
export function commandFor(
  key: string,
  context: Pick<CommandContext, 'state' | 'commands'>,
): Command | undefined {
  const scope = scopeOf(context.state);
  const meant = context.commands.filter(
    ({ keys, scopes, applies }) =>
      scopes.includes(scope) && keys.includes(key) && (applies?.(context.state) ?? true),
  );
  return meant.find(({ isRemapped }) => isRemapped) ?? meant[0];
}

/** The commands that work where the keys go now. */
export function commandsHere({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly Command[] {
  const scope = scopeOf(state);
  return commands.filter(({ scopes }) => scopes.includes(scope));
}
