import { type Command, categories } from './command.js';
import { keyLabel } from './key-name.js';

/** Keys as Markdown code: a backtick or a bar would end the cell. */
const code = (key: string): string => `\`${keyLabel(key)}\``;

/** The commands as Markdown tables, one for each category: keys, what they do, and the name that settings give keys to. */
export function keyTable(commands: readonly Command[]): string {
  const tables = categories.map((category) => {
    const rows = commands
      .filter((command) => command.category === category)
      .map(({ keys, title, id }) => `| ${keys.map(code).join(' ')} | ${title} | \`${id}\` |`);
    return [`| ${category} | | name |`, '|---|---|---|', ...rows].join('\n');
  });
  return tables.join('\n\n');
}
