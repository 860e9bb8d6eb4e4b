import { Fzf } from 'fzf';
import { formatAddress, parseAddress } from '../../places/address.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { ArgumentReading } from './arguments.js';
import type { Command, CommandContext } from './command.js';
import { argumentUsage, namedCall } from './named-command.js';

/** A line below the `:` prompt. */
export type PaletteItem =
  | { readonly kind: 'address'; readonly address: string; readonly title: string }
  | { readonly kind: 'recent'; readonly address: string; readonly title: string }
  /** Why what is typed means nothing yet. */
  | { readonly kind: 'reason'; readonly title: string }
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** What stands behind its name, read. */
      readonly argument?: unknown;
      /** Its name needs more behind it than is typed. */
      readonly isIncomplete: boolean;
      readonly title: string;
      readonly keys: readonly string[];
    };

/** What tells an item from the others. */
export function paletteKey(item: PaletteItem): string {
  if (item.kind === 'reason') return item.kind;
  return `${item.kind} ${item.kind === 'command' ? item.command.id : item.address}`;
}

const RECENTS_SHOWN = 8;

function best<T>(items: readonly T[], text: string, selector: (item: T) => string): readonly T[] {
  if (text === '') return items;
  const texts = items.map(selector);
  const order = new Fzf<readonly string[]>(texts).find(text);
  return order.flatMap(({ item }: { item: string }) => items.slice(texts.indexOf(item)).slice(0, 1));
}

/**
 * What the text of the `:` prompt can mean. A command that is called with something behind its name is all that it can mean; else an
 * address first, then commands by name, then places visited. Where nothing is typed yet, the places come first.
 */
export function paletteItems({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly PaletteItem[] {
  const typed = state.overlay?.kind === 'goto' ? state.overlay.prompt.text : '';
  const text = typed.trim();
  const { address: here, focus } = currentVisit(state);
  const nameable = commands.filter(
    ({ name, scopes, anywhere }) => name !== undefined && (here ? scopes.includes(focus) : anywhere),
  );
  const call = namedCall(typed, nameable);
  if (call?.argument) return [argumentItem(call.command, call.argument)];
  const parsed = text === '' ? undefined : parseAddress(text);
  const named = parsed?.ok ? formatAddress(parsed.address) : undefined;
  const there: PaletteItem[] =
    named === undefined ? [] : [{ kind: 'address', address: named, title: `go to ${named}` }];
  const byName = commandsNamed(nameable, text).map(commandItem);
  const hereText = here && formatAddress(here);
  const others = state.recents.filter(({ address }) => address !== named && address !== hereText);
  const visited = best(others, text, ({ address }) => address)
    .slice(0, RECENTS_SHOWN)
    .map(({ address, title }): PaletteItem => ({ kind: 'recent', address, title: title ?? address }));
  const items = text === '' ? [...visited, ...byName] : [...there, ...byName, ...visited];
  if (items.length > 0 || !parsed || parsed.ok) return items;
  const nothing = here
    ? 'No command has this name'
    : 'No command has this name that works before a place is open';
  return [{ kind: 'reason', title: `${nothing}, and ${parsed.reason}` }];
}

/** The commands that a text may mean: first those whose name begins with it, the shortest first, then those that have its letters. */
function commandsNamed(commands: readonly Command[], text: string): readonly Command[] {
  if (text === '') return commands;
  const start = text.toLowerCase();
  const begin = commands
    .filter(({ name }) => name?.startsWith(start))
    .toSorted((a, b) => (a.name ?? '').length - (b.name ?? '').length);
  const found = best(commands, text, ({ id, name, title }) => `${name} ${title} ${id}`);
  return [...begin, ...found.filter((command) => !begin.includes(command))];
}

const commandItem = (command: Command): PaletteItem => ({
  kind: 'command',
  command,
  isIncomplete: command.args?.required ?? false,
  title: [`${command.name}: ${command.title}`, argumentUsage(command)].filter(Boolean).join(' '),
  keys: command.keys,
});

/** A command with what is typed behind its name; where that cannot be read, the sentence that says why. */
function argumentItem(command: Command, argument: ArgumentReading<unknown>): PaletteItem {
  if (!argument.ok) return { kind: 'reason', title: argument.reason };
  const title = command.titleWith?.(argument.value) ?? command.title;
  return {
    kind: 'command',
    command,
    argument: argument.value,
    isIncomplete: false,
    title: `${command.name}: ${title}`,
    keys: [],
  };
}
