import { readXrpc, type XrpcAddress, xrpcText } from '../../places/xrpc/xrpc-address.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { Argument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

const methodArgument: Argument<XrpcAddress> = {
  label: 'NSID',
  required: false,
  read(text) {
    const reading = readXrpc(text.replace(/^xrpc:/i, ''));
    return reading.ok ? { ok: true, value: reading.address } : reading;
  },
};

/** The query that the place is about: its own, or that which a lexicon describes. */
function queryHere(state: State): XrpcAddress | undefined {
  const { address } = currentVisit(state);
  if (address?.kind === 'xrpc') return address;
  if (address?.kind !== 'lexicon') return undefined;
  return { kind: 'xrpc', nsid: address.nsid, service: undefined, params: [] };
}

/** Asking any query by hand. */
export const xrpcCommands: readonly Command[] = [
  withArgument<XrpcAddress>({
    id: 'place.xrpc',
    name: 'xrpc',
    keys: ['X'],
    title: 'ask the query of this lexicon, or any other: its parameters are asked for',
    category: 'Places',
    scopes: paneScopes,
    anywhere: true,
    args: methodArgument,
    titleWith: (query) => `ask ${xrpcText(query)}`,
    run({ state, actions }, query) {
      const asked = query ?? queryHere(state);
      if (!asked) actions.openGoto('xrpc ');
      else if (query && query.params.length > 0) actions.goTo(query);
      else actions.openMethodForm(asked);
    },
  }),
  {
    id: 'method-form.ask',
    keys: ['Enter'],
    title: 'ask the query; where a parameter is missing or wrong, go there',
    category: 'Typing',
    scopes: ['method-form'],
    hint: 'ask',
    run: ({ actions }) => actions.submitForm(),
  },
  {
    id: 'method-form.next',
    keys: ['Tab', 'Down'],
    title: 'go to the next parameter',
    category: 'Typing',
    scopes: ['method-form'],
    hint: 'next',
    run: ({ actions }) => actions.moveField(1),
  },
  {
    id: 'method-form.previous',
    keys: ['Shift-Tab', 'Up'],
    title: 'go to the parameter before',
    category: 'Typing',
    scopes: ['method-form'],
    run: ({ actions }) => actions.moveField(-1),
  },
];
