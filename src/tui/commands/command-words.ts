import type { CommandWords } from '../../text/sentence.js';
import type { Command } from './command.js';
import { keyLabel } from './key-name.js';

/** What sentences call the commands of a table: the first key that is bound, else the name behind `:`. */
export function commandWords(commands: readonly Command[]): CommandWords {
  const words = new Map(commands.map((command) => [command.id, wordOf(command)]));
  return (id) => words.get(id) ?? id;
}

function wordOf({ id, keys, name }: Command): string {
  const [key] = keys;
  if (key !== undefined) return keyLabel(key);
  // What works in a prompt or a menu only has no name: its id tells what the settings may bind a key to.
  return name === undefined ? `${id} (no key)` : `:${name}`;
}
