import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OwnState } from '../../../src/lenses/own-state.js';
import type { Address } from '../../../src/places/address.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { ready } from '../../../src/store/loadable.js';
import { actText } from '../../../src/store/social/act-text.js';
import { ACTS, type ActId } from '../../../src/store/social/acts.js';
import { toldOf } from '../../../src/store/social/standing.js';
import type { Target } from '../../../src/store/social/target.js';
import { targetsOf } from '../../../src/store/social/targets.js';
import { whyNotDo, whyNothing } from '../../../src/store/social/why-not.js';
import type { State } from '../../../src/store/state.js';
import { spell } from '../../../src/text/sentence.js';
import { refusalOf } from '../../../src/tui/commands/run-command.js';
import { socialCommands } from '../../../src/tui/commands/social-commands.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import {
  account,
  defaultWords,
  did,
  list,
  stateOf,
  watchLine,
  watchOf,
} from '../../support/screen/screen-fixtures.js';

const ME = {
  did: 'did:plc:me',
  handle: 'me.test',
  pds: '',
  since: 0,
  state: 'active',
  access: 'password',
} as const;
const BOB = 'did:plc:bob';

describe('what one looks at', () => {
  test('is the post under the cursor of a list, and its author', () => {
    const { post, account: author, list: none } = targetsOf(stateOf({ visit: { focus: 'list' } }));
    expect(post?.uri).toMatch(new RegExp(`^at://${did}/app.bsky.feed.post/`));
    expect(post).toMatchObject({ kind: 'post', name: 'the post of @alice.test' });
    expect(post?.cid).toMatch(/^baf/);
    expect(author).toEqual({ kind: 'account', did, name: '@alice.test' });
    expect(none).toBeUndefined();
  });

  test('is the account at the left where that has the keys', () => {
    expect(targetsOf(stateOf({ visit: { focus: 'profile' } }))).toEqual({
      account: { kind: 'account', did, name: '@alice.test' },
      post: undefined,
      list: undefined,
    });
  });

  test('is whom a line of a watch tells of', () => {
    const line = watchLine({ id: 1, did: BOB, handle: 'bob.test', kind: 'followed' });
    const state = stateOf({
      visit: { focus: 'live' },
      state: { watches: new Map([[did, watchOf([line])]]), live: { kind: 'watch', did } },
    });
    expect(targetsOf(state).account).toEqual({ kind: 'account', did: BOB, name: '@bob.test' });
  });

  test('is the list under the cursor by its name, which is read once however often one asks', () => {
    const collection = 'app.bsky.graph.list';
    const address = { kind: 'collection', repo: 'alice.test', collection } as const;
    const uri = `at://${did}/${collection}/3kaaaaaaa2222`;
    const rows = new PagedRows<unknown>();
    rows.append(rawItemsFromValues([{ uri, cid: 'bafy', value: { name: 'Loud' } }]), undefined);
    const state = stateOf({ address, visit: { focus: 'list' }, list: list([], { address, rows }) });
    expect(targetsOf(state).list).toEqual({ kind: 'list', uri, name: '“Loud”' });
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    expect(targetsOf(state).list?.name).toBe('“Loud”');
    expect(parse).not.toHaveBeenCalled();
  });

  test('is nothing in an archive, nor where no place is open', () => {
    const archive: Address = { kind: 'archive', of: { repo: 'alice.test', copy: 0 } };
    expect(targetsOf(stateOf({ address: archive })).account).toBeUndefined();
    expect(spell(whyNothing(stateOf({ address: archive }), 'account') ?? '', defaultWords)).toBe(
      'This is an archive, which stays as it is: a goes to the network.',
    );
    expect(targetsOf(stateOf({ address: undefined })).account).toBeUndefined();
  });
});

describe('why something is not done', () => {
  const bob = { kind: 'account', did: BOB, name: '@bob.test' } as const;
  const uri = `at://${ME.did}/app.bsky.graph.follow/3k`;
  test.each<
    [
      what: string,
      session: State['session'],
      id: ActId,
      target: Target,
      own: OwnState,
      why: RegExp | undefined,
    ]
  >([
    ['nobody is signed in', undefined, 'follow', bob, {}, /^Nobody is signed in: :login/],
    ['a sign-in that may only read', { ...ME, access: 'read' }, 'follow', bob, {}, /only read/],
    ['oneself', ME, 'mute', { ...bob, did: ME.did }, {}, /^This is you/],
    ['it is so already', ME, 'follow', bob, { following: uri }, /^You follow @bob\.test already\.$/],
    ['it was not so', ME, 'unblock', bob, { blocking: false }, /^You do not block @bob\.test\.$/],
    ['nothing is known', ME, 'unfollow', bob, {}, undefined],
    ['nothing is in the way', ME, 'unfollow', bob, { following: uri }, undefined],
  ])('%s', (_, session, id, target, own, why) => {
    const refused = whyNotDo({ session }, ACTS[id], target, own);
    if (why === undefined) expect(refused).toBeUndefined();
    else expect(spell(refused ?? '', defaultWords)).toMatch(why);
  });
});

test('what a service told of a row or of the account at the left is known before one looks', () => {
  const bob = { kind: 'account', did, name: '@alice.test' } as const;
  const profile = { did, viewer: { following: 'at://did:plc:me/app.bsky.graph.follow/3k' } };
  const known = (viewer: string | undefined) =>
    stateOf({
      account: account({ profile: ready({ source: 'appview', profile, viewer }) }),
      visit: { focus: 'profile' },
      state: { session: ME },
    });
  expect(toldOf(known(ME.did), bob).following).toMatch(/follow\/3k$/);
  // Told to somebody else.
  expect(toldOf(known('did:plc:other'), bob)).toEqual({});
});

test('each act names its opposite, and has words for both', () => {
  const target = {
    kind: 'membership',
    did: BOB,
    list: 'at://x',
    name: '@bob.test',
    listName: '“Loud”',
  } as const;
  for (const act of Object.values(ACTS)) {
    const opposite = ACTS[act.opposite];
    expect(opposite.opposite).toBe(act.id);
    expect([opposite.member, opposite.of, opposite.way]).toEqual([act.member, act.of, act.way]);
    expect(opposite.makes).toBe(!act.makes);
    for (const words of [act.title, act.past, act.done, act.already, act.failed]) {
      expect(actText(words, target)).toContain('@bob.test');
      expect(actText(words, target)).not.toMatch(/[{}]/);
    }
  }
  expect(actText(ACTS.like.failed, { ...target, name: 'the post of @bob.test' })).toBe(
    'The post of @bob.test is not liked.',
  );
});

test('every command says why, where nobody is signed in or nothing is there', () => {
  const named = socialCommands.filter(({ name }) => name !== undefined && name !== 'report');
  const nobody = stateOf({ visit: { focus: 'list' } });
  for (const command of named) {
    expect(spell(refusalOf(command, nobody) ?? '', defaultWords), command.id).toMatch(/^Nobody is signed in/);
  }
  const hosts = stateOf({
    address: { kind: 'hosts', host: 'relay.test' },
    list: list([]),
    state: { session: ME },
  });
  for (const command of named) {
    expect(spell(refusalOf(command, hosts) ?? '', defaultWords), command.id).toMatch(
      /^There is no (account|post|list) here/,
    );
  }
});
