import { Fzf } from 'fzf';
import { formatAddress, parseAddress } from '../../places/address.js';
import { readStreamFilter } from '../../store/tail/stream-filter.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import type { Category, Command, CommandContext } from './command.js';

/** A line below the `:` prompt. */
export type PaletteItem =
  | { readonly kind: 'address'; readonly address: string; readonly title: string }
  | { readonly kind: 'recent'; readonly address: string; readonly title: string }
  /** Why what is typed means nothing yet. */
  | { readonly kind: 'reason'; readonly title: string }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly title: string;
      readonly keys: readonly string[];
    };

const mostRecents = 8;

function best<T>(items: readonly T[], text: string, selector: (item: T) => string): readonly T[] {
  if (text === '') return items;
  const texts = items.map(selector);
  const order = new Fzf<readonly string[]>(texts).find(text);
  return order.map(({ item }: { item: string }) => items[texts.indexOf(item)]!);
}

/** Commands that one presses, and does not look for by name. */
const pressed: readonly Category[] = ['Move', 'Typing'];

/**
 * What the text of the `:` prompt can mean: an address first, then commands by name, then places visited. Where nothing
 * is typed yet, the places come first.
 */
export function paletteItems({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly PaletteItem[] {
  const text = state.overlay?.kind === 'goto' ? state.overlay.prompt.text.trim() : '';
  const { address: here, focus } = currentPlace(state);
  const parsed = text === '' ? undefined : parseAddress(text);
  const named = parsed?.ok ? formatAddress(parsed.address) : undefined;
  const typed = state.overlay?.kind === 'goto' ? state.overlay.prompt.text : '';
  const argued = (here && streamItem(typed, commands)) ?? loginItem(typed, commands);
  if (argued) return [argued];
  const there: PaletteItem[] =
    named === undefined ? [] : [{ kind: 'address', address: named, title: `go to ${named}` }];
  const nameable = commands.filter(
    ({ id, category, scopes, anywhere }) =>
      (here ? scopes.includes(focus) : anywhere) && id !== 'place.go-to' && !pressed.includes(category),
  );
  // A name that is typed in full means that command, whatever else has its letters in it.
  const full = nameable.filter(({ title }) => text !== '' && title.startsWith(`${text.toLowerCase()}: `));
  const found = best(nameable, text, ({ id, title }) => `${title} ${id}`);
  const byName = [...full, ...found.filter((command) => !full.includes(command))].map(
    (command): PaletteItem => ({ kind: 'command', command, title: command.title, keys: command.keys }),
  );
  const hereText = here && formatAddress(here);
  const others = state.recents.filter(({ address }) => address !== named && address !== hereText);
  const visited = best(others, text, ({ address }) => address)
    .slice(0, mostRecents)
    .map(({ address, title }): PaletteItem => ({ kind: 'recent', address, title: title ?? address }));
  const items = text === '' ? [...visited, ...byName] : [...there, ...byName, ...visited];
  if (items.length > 0 || !parsed || parsed.ok) return items;
  const nothing = here
    ? 'No command has this name'
    : 'No command has this name that works before a place is open';
  return [{ kind: 'reason', title: `${nothing}, and ${parsed.reason}` }];
}

/** `stream` with what of it is wanted behind it, even if nothing: the command by name, with a filter. */
function streamItem(text: string, commands: readonly Command[]): PaletteItem | undefined {
  const wanted = /^\s*stream\s+(.*)$/s.exec(text)?.[1]?.trim();
  const command = commands.find(({ id }) => id === 'live.stream');
  if (wanted === undefined || !command) return undefined;
  const reading = readStreamFilter(wanted);
  if (!reading.ok) return { kind: 'reason', title: reading.reason };
  const filtered: Command = {
    ...command,
    title: `stream: the live events of ${wanted || 'the network'}`,
    run: ({ actions }) => actions.setStream(reading.filter),
  };
  return { kind: 'command', command: filtered, title: filtered.title, keys: [] };
}

/** `login` with who signs in behind it. */
function loginItem(text: string, commands: readonly Command[]): PaletteItem | undefined {
  const who = /^\s*login\s+(\S.*)$/s.exec(text)?.[1]?.trim();
  const command = commands.find(({ id }) => id === 'account.sign-in');
  if (who === undefined || !command) return undefined;
  const title = `login: sign in as ${who}`;
  const named: Command = { ...command, title, run: ({ actions }) => actions.openSignIn(who) };
  return { kind: 'command', command: named, title, keys: [] };
}
