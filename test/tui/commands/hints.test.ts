import { describe, expect, test } from 'vitest';
import { kindOf } from '../../../src/places/kind-of.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { State } from '../../../src/store/state.js';
import type { Pane } from '../../../src/store/visits/visits-state.js';
import { defaultCommands } from '../../../src/tui/commands/commands.js';
import { offersOf } from '../../../src/tui/commands/offers.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import { did, list, stateOf, watchLine, watchOf } from '../../support/screen/screen-fixtures.js';

const offers = offersOf(defaultCommands);
const hints = (state: State): readonly string[] =>
  offers.hints(state).map(({ keys, title }) => `${keys} ${title}`);

/** The followers of alice, bob the first of them. */
function followers(focus: Pane): State {
  const address = { kind: 'followers', repo: 'alice.test' } as const;
  const identity = { did, handle: 'alice.test' } as never;
  const client = { appview: {}, sessions: { current: undefined } } as never;
  const listing = kindOf(address).listing(address, { client, identity });
  const rows = new PagedRows<unknown>();
  rows.append(rawItemsFromValues([{ did: 'did:plc:bob', handle: 'bob.test' }]), undefined);
  return stateOf({ address, visit: { focus }, list: { ...list([]), address, listing, rows } });
}

describe('the hints', () => {
  test.each<Pane>(['collections', 'list', 'record'])('begin in the %s with what Enter does', (focus) => {
    const [first] = hints(stateOf({ visit: { focus } }));
    expect(first).toMatch(/^Enter /);
  });

  test.each<Pane>([
    'profile',
    'collections',
    'list',
    'record',
  ])('end in the %s with help and quit', (focus) => {
    expect(hints(stateOf({ visit: { focus } })).slice(-2)).toEqual(['? help', 'q quit']);
  });

  test('have the keys of the pane before those of places', () => {
    const found = hints(stateOf());
    expect(found.indexOf('/ filter')).toBeLessThan(found.indexOf('f followers'));
  });
});

describe('whose list f is about, and what its hint says', () => {
  test.each<[string, State, string]>([
    ['in a repository: of its account', stateOf(), 'f followers'],
    ['on the row of an account: of that one', followers('list'), 'f followers of bob.test'],
    ['beside it, in what is said of that row, too', followers('record'), 'f followers of bob.test'],
    ['at the left of it: of the account there', followers('profile'), 'f followers'],
    [
      'on a line of a watch: of who came or went',
      stateOf({
        visit: { focus: 'live' },
        state: {
          watches: new Map([[did, watchOf([watchLine({ id: 1, did: 'did:plc:eve', handle: 'eve.test' })])]]),
          live: { kind: 'watch', did },
        },
      }),
      'f followers of eve.test',
    ],
  ])('%s', (_, state, expected) => {
    expect(hints(state).filter((hint) => hint.startsWith('f '))).toEqual([expected]);
  });
});
