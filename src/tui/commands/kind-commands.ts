import type { Address } from '../../places/address.js';
import type { PlaceKind } from '../../places/place-kind.js';
import { placeKinds } from '../../places/registry.js';
import { currentRepo } from '../../store/accounts/accounts-selectors.js';
import { selection } from '../../store/selection.js';
import type { State } from '../../store/state.js';
import { fitMiddle } from '../../text/fit.js';
import { accountArgument, textArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

/** What a hint has for a name: a whole DID would leave no room for the other hints. */
const WHOM_CELLS = 24;

/** How to get to the places of each kind that says so. */
export const kindCommands: readonly Command[] = placeKinds.flatMap(commandOf);

function commandOf({ kind, command }: PlaceKind<Address>): readonly Command[] {
  if (command === undefined) return [];
  const { id = `place.${kind}`, name = kind, keys, title, hint, anywhere, takes, titleWith } = command;
  return [
    withArgument<string>({
      id,
      name,
      keys,
      title,
      category: 'Places',
      scopes: paneScopes,
      hint: hint === undefined || takes !== 'account' ? hint : (state) => ofWhom(hint, state),
      anywhere,
      args: takes && (takes === 'account' ? accountArgument() : textArgument(takes)),
      ...(titleWith && { titleWith }),
      refuse(state) {
        const to = command.to(selection(state));
        return 'refusal' in to ? to.refusal : undefined;
      },
      run({ state, actions }, argument) {
        const to = command.to(selection(state), argument);
        if ('address' in to) actions.goTo(to.address);
        else if ('prompt' in to) actions.openGoto(to.prompt);
      },
    }),
  ];
}

/** A hint that says whose, where that is not the account at the left. */
function ofWhom(hint: string, state: State): string {
  const { account } = selection(state);
  return account === undefined || account === currentRepo(state)
    ? hint
    : `${hint} of ${fitMiddle(state.names(account) ?? account, WHOM_CELLS).trimEnd()}`;
}
