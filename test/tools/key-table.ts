import { CATEGORIES, type Command } from '../../src/tui/commands/command.js';
import { keyLabel } from '../../src/tui/commands/key-name.js';
import { argumentUsage } from '../../src/tui/commands/named-command.js';

/** Keys as Markdown code: a backtick or a bar would end the cell. */
const code = (key: string): string => `\`${keyLabel(key)}\``;

const nameCell = (command: Command): string =>
  command.name === undefined ? '' : code(`:${command.name} ${argumentUsage(command)}`.trim());

/**
 * The commands as Markdown tables, one for each category: keys, what they do, the name that `:` takes, and the id that settings give
 * keys to.
 */
export function keyTable(commands: readonly Command[]): string {
  const tables = CATEGORIES.map((category) => {
    const rows = commands
      .filter((command) => command.category === category)
      .map(
        (command) =>
          `| ${command.keys.map(code).join(' ')} | ${command.title} | ${nameCell(command)} | \`${command.id}\` |`,
      );
    return [`| ${category} | | by name | id |`, '|---|---|---|---|', ...rows].join('\n');
  });
  return tables.join('\n\n');
}
