import { whyNoWrites } from '../../store/changes/own.js';
import { say } from '../../text/sentence.js';
import { chosenAnswer } from '../views/ask.js';
import { type Command, paneScopes } from './command.js';

/** Undoing what was changed, and answering what is asked before something is. */
export const changeCommands: readonly Command[] = [
  {
    id: 'change.undo',
    name: 'undo',
    keys: ['U'],
    title: 'undo what you changed last',
    category: 'Record',
    scopes: paneScopes,
    anywhere: true,
    refuse: whyNoWrites,
    run: ({ actions }) => actions.undoLast(),
  },
  {
    id: 'change.redo',
    name: 'redo',
    keys: [],
    title: 'do again what you undid last',
    category: 'Record',
    scopes: paneScopes,
    anywhere: true,
    refuse: whyNoWrites,
    run: ({ actions }) => actions.redoLast(),
  },
  {
    id: 'draft.list',
    name: 'drafts',
    keys: [],
    title: 'list what you typed and is not written',
    category: 'Record',
    scopes: paneScopes,
    anywhere: true,
    refuse: ({ session }) =>
      session ? undefined : say`Drafts are for who is signed in: {key:account.sign-in} signs in.`,
    run: ({ actions }) => actions.openDrafts(),
  },
  {
    id: 'ask.answer',
    keys: ['Enter'],
    title: 'do what is chosen',
    category: 'Tools',
    scopes: ['ask'],
    hint: 'do it',
    run({ state, actions }) {
      const key = chosenAnswer(state);
      if (key !== undefined) actions.answerAsked(key);
    },
  },
];
