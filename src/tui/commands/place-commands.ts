import { type Address, formatAddress, parentAddress } from '../../places/address.js';
import { hostAddress } from '../../places/host-address.js';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { selectedRow } from '../../store/lists/selected-row.js';
import { shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { addressArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';
import { kindCommands } from './kind-commands.js';
import { openReference } from './open-reference.js';

const pdsAddress = (state: State) => hostAddress(currentAccount(state)?.identity.value?.pds);

/** Going from one place to another. */
export const placeCommands: readonly Command[] = [
  {
    id: 'open.collection',
    name: 'open-collection',
    keys: ['Enter'],
    title: 'open what the cursor is on',
    category: 'Places',
    scopes: ['collections'],
    hint: 'open',
    run: ({ actions }) => actions.openContent(),
  },
  {
    id: 'open.row',
    name: 'open-row',
    keys: ['Enter'],
    title: 'open the record or account',
    category: 'Places',
    scopes: ['list'],
    hint: 'open',
    refuse: (state) => (selectedRow(state) ? undefined : 'There is no row to open.'),
    run: ({ actions }) => actions.openRow(),
  },
  {
    id: 'open.reference',
    name: 'open-reference',
    keys: ['Enter'],
    title: 'go where the line points, or fold it',
    category: 'Record',
    scopes: ['record'],
    hint: 'follow / fold',
    refuse: (state) => (shownRecord(state) ? undefined : 'There is no record here.'),
    run: openReference,
  },
  {
    id: 'place.pds',
    name: 'pds',
    keys: ['Enter'],
    title: 'go to the PDS of the account',
    category: 'Places',
    scopes: ['profile'],
    hint: 'PDS',
    refuse: (state) => (pdsAddress(state) ? undefined : 'It is not known which PDS this account has.'),
    run({ state, actions }) {
      const address = pdsAddress(state);
      if (address) actions.goTo(address);
    },
  },
  {
    id: 'pane.unzoom',
    name: 'unzoom',
    keys: ['Esc', 'Backspace'],
    title: 'end the zoom',
    category: 'Panes',
    scopes: paneScopes,
    applies: ({ zoomed }) => zoomed,
    refuse: ({ zoomed }) => (zoomed ? undefined : 'No pane is zoomed.'),
    run: ({ actions }) => actions.zoom(),
  },
  {
    id: 'place.out',
    name: 'out',
    keys: ['Esc', 'Backspace'],
    title: 'go one step back',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.backOut(),
  },
  {
    id: 'place.up',
    name: 'up',
    keys: ['u'],
    title: 'go up: from a record to its collection, from there to the account',
    category: 'Places',
    scopes: paneScopes,
    refuse(state) {
      const { address } = currentVisit(state);
      return address && parentAddress(address) ? undefined : 'There is nothing above this place.';
    },
    run: ({ actions }) => actions.up(),
  },
  {
    id: 'place.back',
    name: 'back',
    keys: ['['],
    title: 'go back to the place visited before',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.back(),
  },
  {
    id: 'place.forward',
    name: 'forward',
    keys: [']'],
    title: 'go forward to the place visited after',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.forward(),
  },
  ...kindCommands,
  withArgument<Address>({
    id: 'place.go-to',
    name: 'go',
    keys: [':'],
    title: 'go to an address, or run a command by name',
    category: 'Places',
    scopes: paneScopes,
    hint: 'go to',
    args: addressArgument({ required: true }),
    titleWith: (address) => `go to ${formatAddress(address)}`,
    run({ actions }, address) {
      if (address) actions.goTo(address);
      else actions.openGoto();
    },
  }),
];
