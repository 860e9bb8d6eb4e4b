import { currentRepo } from '../../store/accounts/accounts-selectors.js';
import { currentArchiveName } from '../../store/archives/archives-selectors.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { PANES, type Pane } from '../../store/visits/visits-state.js';
import { type Sentence, say } from '../../text/sentence.js';
import { type Command, type CommandContext, paneScopes } from './command.js';

const titles: Record<Pane, string> = {
  profile: 'focus the profile',
  collections: 'focus the contents',
  list: 'focus the list',
  record: 'focus the record',
  live: 'focus the live pane',
};

/** The panes that there are now. */
const panesOf = (state: State): readonly Pane[] =>
  PANES.filter((pane) => whyNoPane(state, pane) === undefined);

const PANES_OF_ACCOUNTS: readonly Pane[] = ['profile', 'collections'];

/** Why there is no such pane, in a sentence; undefined where there is. */
function whyNoPane(state: State, pane: Pane): Sentence | undefined {
  if (pane === 'live' && state.live === undefined) {
    return say`Nothing is live: {key:live.watch} watches the followers, {key:live.tail} tails the events.`;
  }
  const isOfNone = currentRepo(state) === undefined && currentArchiveName(state) === undefined;
  return PANES_OF_ACCOUNTS.includes(pane) && isOfNone
    ? 'This place is about no account: open one of the list.'
    : undefined;
}

function focusBy({ state, actions }: CommandContext, by: number): void {
  const here = panesOf(state);
  const index = here.indexOf(currentVisit(state).focus);
  const next = here.at((index + by) % here.length);
  if (next) actions.focus(next);
}

/** To the pane at the right (1) or at the left (-1), where there is one. */
export function focusTowards({ state, actions }: CommandContext, by: 1 | -1): void {
  const here = panesOf(state);
  const next = here[here.indexOf(currentVisit(state).focus) + by];
  if (next) actions.focus(next);
}

/** Moving between panes. */
export const paneCommands: readonly Command[] = [
  {
    id: 'job.stop',
    name: 'stop',
    keys: ['Esc', 'Backspace'],
    title: 'stop what goes on in the background',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    applies: ({ jobs }) => jobs.length > 0,
    refuse: ({ jobs }) => (jobs.length > 0 ? undefined : 'Nothing goes on in the background.'),
    run: ({ actions }) => actions.stopJob(),
  },
  {
    id: 'pane.next',
    name: 'next-pane',
    keys: ['Tab'],
    title: 'focus the next pane',
    category: 'Panes',
    scopes: paneScopes,
    run: (context) => focusBy(context, 1),
  },
  {
    id: 'pane.previous',
    name: 'previous-pane',
    keys: ['Shift-Tab'],
    title: 'focus the previous pane',
    category: 'Panes',
    scopes: paneScopes,
    run: (context) => focusBy(context, -1),
  },
  ...PANES.map(
    (pane, index): Command => ({
      id: `pane.${pane}`,
      name: pane,
      keys: [String(index + 1)],
      title: titles[pane],
      category: 'Panes',
      scopes: paneScopes,
      refuse: (state) => whyNoPane(state, pane),
      run: ({ actions }) => actions.focus(pane),
    }),
  ),
  {
    id: 'pane.right',
    name: 'right-pane',
    keys: ['l', 'Right'],
    title: 'focus the pane to the right',
    category: 'Panes',
    scopes: paneScopes,
    run: (context) => focusTowards(context, 1),
  },
  {
    id: 'pane.left',
    name: 'left-pane',
    keys: ['h', 'Left'],
    title: 'focus the pane to the left',
    category: 'Panes',
    scopes: paneScopes,
    run: (context) => focusTowards(context, -1),
  },
  {
    id: 'pane.zoom',
    name: 'zoom',
    keys: ['z'],
    title: 'zoom the pane to the whole screen and back',
    category: 'Panes',
    scopes: paneScopes,
    run: ({ actions }) => actions.zoom(),
  },
  {
    id: 'pane.reload',
    name: 'reload',
    keys: ['r'],
    title: 'load again what the pane shows',
    category: 'Panes',
    scopes: [...paneScopes, 'diff'],
    run: ({ state, actions }) =>
      state.overlay?.kind === 'diff' ? actions.reloadVersions() : actions.reload(),
  },
];
