import { say } from '../../text/sentence.js';
import { type Command, menuScopes, paneScopes } from './command.js';

const SAID = {
  taken: say`The mouse is for atscope: Shift and drag selects. {key:mouse.toggle} leaves it to the terminal.`,
  'let-go': say`The mouse is for the terminal: drag selects. {key:mouse.toggle} takes it again.`,
} as const;

/** Whose the mouse is. */
export const mouseCommands: readonly Command[] = [
  {
    id: 'mouse.toggle',
    name: 'mouse',
    keys: ['M'],
    title: 'leave the mouse to the terminal, or take it again',
    category: 'Tools',
    scopes: [...paneScopes, ...menuScopes],
    anywhere: true,
    run({ mouse, actions }) {
      const now = mouse.toggle();
      actions.notify(typeof now === 'string' ? SAID[now] : now.missing);
    },
  },
];
