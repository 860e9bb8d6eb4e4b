import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { keyLabel } from '../../../src/tui/commands/key-name.js';

/** Keys that are words and signs of sentences, too: an article, and what stands between two words or before one. */
const WORDS = new Set(['a', 'A', '+', '-', '=', '/']);

const labels = [...new Set(defaultCommands.flatMap(({ keys }) => keys.map(keyLabel)))].filter(
  (label) => !WORDS.has(label) && !/^\d$/.test(label),
);

const alternatives = labels.map((label) => label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');

/**
 * A key as nobody has remapped it, where a sentence goes on behind it: `r tries again`, `Esc ends it`, `: goes elsewhere`. A text that
 * begins with a colon goes on behind what is put before it.
 */
const MENTION = new RegExp(`(?<=^|[\\s·(—])(?!^:)(?:${alternatives})(?= \\p{Ll}{2})`, 'gu');

/** The keys that a text names literally. */
export const keyMentions = (text: string): readonly string[] => text.match(MENTION) ?? [];
