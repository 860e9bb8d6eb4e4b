import { accountAddress } from '../../places/account-address.js';
import { formatAddress, parseAddress } from '../../places/address.js';
import type { Person } from '../../store/people/people-state.js';
import { calledBy } from '../../store/start/start-places.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { Recent } from '../../store/visits/visits-state.js';
import { isStrong, type Match, matching, nameMatch } from '../../text/name-match.js';
import { type Sentence, say, spell } from '../../text/sentence.js';
import type { ArgumentReading } from './arguments.js';
import type { Command, CommandContext } from './command.js';
import { isNamedIn } from './commands-here.js';
import { argumentUsage, namedCall } from './named-command.js';
import { commandMatch } from './palette-matching.js';

/** A line below the `:` prompt. */
export type PaletteItem =
  | { readonly kind: 'address'; readonly address: string; readonly title: string }
  | { readonly kind: 'recent'; readonly address: string; readonly title: string }
  /** An account that the AppView found. */
  | { readonly kind: 'person'; readonly address: string; readonly title: string }
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
  if (item.kind !== 'command') return `${item.kind} ${item.address}`;
  return item.argument === undefined ? `command ${item.command.id}` : `call ${item.command.id}`;
}

const RECENTS_SHOWN = 8;
const PEOPLE_SHOWN = 6;

/** What may be meant by words that nothing is called. */
const WORD_SEARCHES = ['place.people', 'place.posts'];

const isWeak = (match: NonNullable<Match>): boolean => match === 'weak';

/**
 * What the text of the `:` prompt can mean. A command that is called with something behind its name is all that it can mean; else, from
 * the likeliest: an address, commands by their names, places visited and people by theirs, and last what has the words somewhere in its
 * description. Where only that is left a sentence stands before it, so that Enter does nothing that nobody asked for. Where nothing is
 * typed yet, the places come first, then all commands.
 */
export function paletteItems({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly PaletteItem[] {
  const typed = state.overlay?.kind === 'goto' ? state.overlay.prompt.text : '';
  const text = typed.trim();
  const { address: here, focus } = currentVisit(state);
  const nameable = commands.filter((command) =>
    here ? isNamedIn(command, focus) : command.name !== undefined && command.anywhere,
  );
  const call = namedCall(typed, nameable);
  if (call?.argument) return [argumentItem(call.command, call.argument)];
  const hereText = here && formatAddress(here);
  const recents = state.recents.filter(({ address }) => address !== hereText);
  if (text === '') return [...recents.slice(0, RECENTS_SHOWN).map(recentItem), ...nameable.map(commandItem)];

  const parsed = parseAddress(text);
  const named = parsed.ok ? formatAddress(parsed.address) : undefined;
  const there: readonly PaletteItem[] =
    named === undefined ? [] : [{ kind: 'address', address: named, title: `go to ${named}` }];
  const visited = matching(recents, (recent) => recentMatch(recent, text), isStrong)
    .slice(0, RECENTS_SHOWN)
    .map(recentItem);
  const strong = onceByAddress([
    ...there,
    ...matching(byLength(nameable), (command) => commandMatch(command, text), isStrong).map(commandItem),
    ...visited,
    ...matching(state.people, ({ handle, name }) => nameMatch([handle ?? '', name ?? ''], text), isStrong)
      .slice(0, PEOPLE_SHOWN)
      .flatMap(personItem),
  ]);
  const weak = [
    ...wordsItems(text, nameable),
    ...matching(nameable, (command) => commandMatch(command, text), isWeak).map(commandItem),
  ];
  if (strong.length > 0 || parsed.ok) return [...strong, ...weak];
  return [
    {
      kind: 'reason',
      title: spell(nothingNamed(text, here !== undefined, parsed.reason, weak), state.words),
    },
    ...weak,
  ];
}

/** Why nothing will be done for what is typed, and what can be. */
function nothingNamed(
  text: string,
  isPlace: boolean,
  reason: string,
  others: readonly PaletteItem[],
): Sentence {
  const nothing = isPlace ? 'Nothing is called' : 'Nothing that works before a place is open is called';
  return others.length > 0
    ? say`${nothing} “${text}”. {key:prompt.down} chooses what comes near it.`
    : say`${nothing} “${text}”, and ${reason}`;
}

/** How a place visited is meant: by its account or what it is called. */
function recentMatch({ address, title }: Recent, text: string): Match {
  return nameMatch([address.replace(/^at:\/\//, ''), title ?? ''], text.replace(/^at:\/\//, ''));
}

/** Accounts by words of what they say of themselves, and posts by theirs: what a search offers that a name does not. */
function wordsItems(text: string, commands: readonly Command[]): readonly PaletteItem[] {
  if (/[:/]/.test(text)) return [];
  return WORD_SEARCHES.flatMap((wanted) => {
    const command = commands.find(({ id }) => id === wanted);
    const reading = command?.args?.read(text);
    return command && reading?.ok ? [argumentItem(command, reading)] : [];
  });
}

function personItem({ did, handle, name }: Person): readonly PaletteItem[] {
  const address = accountAddress({ handle, did });
  if (!address) return [];
  return [{ kind: 'person', address: formatAddress(address), title: calledBy(name, handle, did) }];
}

const recentItem = ({ address, title }: Recent): PaletteItem => ({
  kind: 'recent',
  address,
  title: title ?? address,
});

/** The shortest name is meant, but nothing that others see is done by the beginning of a word that means something else, too. */
const byLength = (commands: readonly Command[]): readonly Command[] =>
  commands.toSorted(
    (a, b) =>
      Number(a.isSeen ?? false) - Number(b.isSeen ?? false) || (a.name ?? '').length - (b.name ?? '').length,
  );

/** The items without those that lead where one before them leads. */
function onceByAddress(items: readonly PaletteItem[]): readonly PaletteItem[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (!('address' in item)) return true;
    if (seen.has(item.address)) return false;
    seen.add(item.address);
    return true;
  });
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
