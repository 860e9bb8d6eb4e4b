import { atFirst } from '../../../src/store/cursor/list-cursor.js';
import type { State } from '../../../src/store/state.js';
import { say } from '../../../src/text/sentence.js';
import { stateOf } from './screen-fixtures.js';

/** Many changes: before they are made, and while they are. */
export const manyStates: Readonly<Record<string, State>> = {
  'ask-many': stateOf({
    state: {
      overlay: {
        kind: 'ask',
        title: 'Follow 312 accounts?',
        about: [
          'Marked: 320 accounts.',
          'The first: @bob.test. The last: @zoë.example.com.',
          '7 are left out: you follow them already.',
          '1 blocks you, and is left out.',
          'Each of them is told that you follow them, which undoing does not take back.',
          'About 12 minutes. It takes 936 of the 5,000 points an hour (35,000 a day) that a host gives.',
        ],
        choices: [
          { key: 'keep', title: 'do nothing' },
          { key: 'go', title: 'follow 312 accounts: the number is asked for' },
        ],
        cursor: atFirst,
        answer: () => {},
      },
    },
  }),
  'many-running': stateOf({
    state: {
      jobs: [
        {
          id: 'many changes',
          title: 'followed 312 accounts',
          unit: 'changes',
          done: 200,
          total: 312,
          note: say`paused: {key:many.pause} goes on`,
          stop: () => {},
        },
      ],
    },
  }),
};
