import { toCurl } from '../../atproto/calls/curl.js';
import { selectedWebAddress } from '../../store/overlays/copy-options.js';
import { callsView, selectedCall } from '../views/calls.js';
import { firstView } from '../views/first.js';
import { helpView } from '../views/help.js';
import { type Command, menuScopes, paneScopes, promptScopes } from './command.js';

/** Looking behind the screen, taking things along, leaving. */
export const toolCommands: readonly Command[] = [
  {
    id: 'browser.open',
    name: 'browser',
    keys: ['o'],
    title: 'open the web page in the browser',
    category: 'Tools',
    scopes: paneScopes,
    refuse: (state) => (selectedWebAddress(state) ? undefined : 'There is no web page for this.'),
    run({ state, actions }) {
      const address = selectedWebAddress(state);
      if (address !== undefined) actions.openInBrowser(address);
    },
  },
  {
    id: 'calls.show',
    name: 'calls',
    keys: ['x'],
    title: 'show the XRPC calls behind the screen',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    hint: 'calls',
    run: ({ actions }) => actions.openMenu(callsView.id),
  },
  {
    id: 'calls.open',
    keys: ['Enter'],
    title: 'show the call and its answer',
    category: 'Tools',
    scopes: ['calls'],
    hint: 'answer',
    run({ state, actions }) {
      const call = selectedCall(state);
      if (call) actions.openCall(call.id);
    },
  },
  {
    id: 'calls.background',
    keys: ['b'],
    title: 'show the calls that nobody asked for, such as for names, or hide them',
    category: 'Tools',
    scopes: ['calls'],
    hint: ({ overlay }) =>
      overlay?.kind === 'menu' && overlay.background ? 'hide background' : 'background',
    run: ({ actions }) => actions.toggleBackgroundCalls(),
  },
  {
    id: 'calls.copy',
    keys: ['y'],
    title: 'copy the call as curl',
    category: 'Tools',
    scopes: ['calls', 'call'],
    hint: 'copy as curl',
    refuse: (state) => (selectedCall(state) ? undefined : 'There is no call to copy.'),
    run({ state, actions }) {
      const call = selectedCall(state);
      if (call) actions.copy({ id: 'curl', label: 'call as curl', text: toCurl(call) });
    },
  },
  {
    id: 'screen.redraw',
    name: 'redraw',
    keys: ['Ctrl-l'],
    title: 'draw the whole screen anew',
    category: 'Tools',
    scopes: [...paneScopes, ...menuScopes, ...promptScopes],
    anywhere: true,
    run: ({ repaint }) => repaint(),
  },
  {
    id: 'help.show',
    name: 'help',
    keys: ['?'],
    title: 'show every key that works here',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    hint: 'help',
    run: ({ actions }) => actions.openMenu(helpView.id),
  },
  {
    id: 'help.first',
    name: 'first',
    otherNames: ['tutorial'],
    keys: ['F1'],
    title: 'show the ten keys that matter',
    category: 'Tools',
    scopes: [...paneScopes, 'start'],
    anywhere: true,
    run: ({ actions }) => actions.openMenu(firstView.id),
  },
  {
    id: 'menu.close',
    keys: ['Esc', 'q', 'Backspace'],
    title: 'close',
    category: 'Tools',
    scopes: menuScopes,
    hint: 'close',
    run: ({ actions }) => actions.closeOverlay(),
  },
  {
    id: 'quit',
    name: 'quit',
    otherNames: ['exit', 'q', 'q!', 'wq'],
    keys: ['q'],
    title: 'quit',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    hint: 'quit',
    run: ({ quit }) => quit(),
  },
];
