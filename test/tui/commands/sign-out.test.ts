import { expect, test } from 'vitest';
import type { CommandContext } from '../../../src/tui/commands/command.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { commandFor } from '../../../src/tui/commands/commands-here.js';
import { did, stateOf, storeOf } from '../../support/screen/screen-fixtures.js';

const ANN = {
  did,
  handle: 'ann.test',
  pds: 'https://pds.example.com',
  since: 0,
  state: 'active',
  access: 'password' as const,
};
const BOB = { ...ANN, did: 'did:plc:bob', handle: 'bob.test' };

/** What a key asks of the store in the accounts, on the line of Ann or Bob, where one of them may be asked about. */
function pressed(key: string, { line = 0, asks }: { line?: number; asks?: string }) {
  const cursor = { key: [ANN, BOB][line]?.did, index: line, top: 0 };
  const state = stateOf({
    state: { signedIn: [ANN, BOB], overlay: { kind: 'menu', view: 'accounts', cursor, asks } },
  });
  const { actions, called } = storeOf(state);
  commandFor(key, { state, commands: defaultCommands })?.run({ state, actions } as CommandContext);
  return called;
}

test.each([
  ['d', {}, [['askSignOut', ANN.did]]],
  [
    'd',
    { asks: ANN.did },
    [
      ['askSignOut', undefined],
      ['signOut', ANN.did],
    ],
  ],
  [
    'Enter',
    { asks: ANN.did },
    [
      ['askSignOut', undefined],
      ['signOut', ANN.did],
    ],
  ],
  ['Enter', {}, [['switchAccount', ANN.did]]],
  ['Esc', { asks: ANN.did }, [['askSignOut', undefined]]],
  ['Backspace', { asks: ANN.did }, [['askSignOut', undefined]]],
  ['Esc', {}, [['closeOverlay']]],
  // Who is asked about is who is under the cursor, and nobody else.
  ['Enter', { line: 1, asks: ANN.did }, [['switchAccount', BOB.did]]],
  ['d', { line: 1, asks: ANN.did }, [['askSignOut', BOB.did]]],
  ['Esc', { line: 1, asks: ANN.did }, [['closeOverlay']]],
] as const)('%s in the accounts with %j', (key, at, expected) => {
  expect(pressed(key, at)).toEqual(expected);
});
