import { Fzf } from 'fzf';
import { formatAddress, parseAddress } from '../atproto/address.js';
import { currentPlace } from '../store/selectors.js';
import type { Command, CommandContext } from './keys/command.js';

/** A line below the `:` prompt. */
export type PaletteItem =
  | { readonly kind: 'address'; readonly address: string; readonly title: string }
  | { readonly kind: 'recent'; readonly address: string; readonly title: string }
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

/** What the text of the `:` prompt can mean: an address first, then commands by name, then places visited. */
export function paletteItems({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly PaletteItem[] {
  const text = state.overlay?.kind === 'goto' ? state.overlay.prompt.text.trim() : '';
  const items: PaletteItem[] = [];
  const parsed = text === '' ? undefined : parseAddress(text);
  const named = parsed?.ok ? formatAddress(parsed.address) : undefined;
  if (named !== undefined) items.push({ kind: 'address', address: named, title: `go to ${named}` });
  const { focus } = currentPlace(state);
  const nameable = commands.filter(({ id, scopes }) => scopes.includes(focus) && id !== 'place.go-to');
  for (const command of best(nameable, text, ({ id, title }) => `${title} ${id}`)) {
    items.push({ kind: 'command', command, title: command.title, keys: command.keys });
  }
  const recents = state.recents.filter(({ address }) => address !== named);
  for (const { address, title } of best(recents, text, (recent) => recent.address).slice(0, mostRecents)) {
    items.push({ kind: 'recent', address, title: title ?? address });
  }
  return items;
}
