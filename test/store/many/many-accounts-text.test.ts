import { expect, test } from 'vitest';
import type { AccountsPlan, PassedOver } from '../../../src/jobs/many/account-plan.js';
import { accountsRequest, passedOverText } from '../../../src/store/many/many-accounts-text.js';
import { ACTS } from '../../../src/store/social/acts.js';

const accounts = new Map(
  ['ann', 'ben', 'cleo'].map((name) => [
    `did:web:${name}.test`,
    { kind: 'account' as const, did: `did:web:${name}.test`, name: `@${name}.test` },
  ]),
);

const planOf = (
  names: readonly string[],
  passedOver: readonly [PassedOver, number][] = [],
): AccountsPlan => ({
  items: [],
  dids: names.map((name) => `did:web:${name}.test`),
  passedOver: new Map(passedOver),
});

test('says how many, the first and the last, who is left out, and what is not taken back', () => {
  const planned = planOf(
    ['ann', 'cleo'],
    [
      ['yourself', 1],
      ['so-already', 1_200],
      ['blocks-you', 1],
      ['not-shown', 2],
    ],
  );
  expect(accountsRequest(ACTS.follow, planned, { accounts, which: 'Marked' })).toEqual({
    verb: 'follow 2 accounts',
    title: 'followed 2 accounts',
    items: [],
    about: [
      'Marked: 3 accounts.',
      'The first: @ann.test. The last: @cleo.test.',
      'You are among them, and left out.',
      '1,200 are left out: you follow them already.',
      '1 blocks you, and is left out.',
      '2 are left out: the AppView does not show them.',
      'Each of them is told that you follow them, which undoing does not take back.',
    ],
  });
});

test('names the list that accounts are put on, whatever it is called', () => {
  const list = { uri: 'at://did:web:me.test/app.bsky.graph.list/1', name: '“{} $& friends”' };
  const request = accountsRequest(ACTS['add-to-list'], planOf(['ben']), { accounts, which: 'Marked', list });
  expect(request.verb).toBe('put 1 account on “{} $& friends”');
  expect(request.title).toBe('put 1 account on “{} $& friends”');
  expect(request.about).toContain('It is @ben.test.');
});

test.each([
  ['unfollow', 'Undoing follows them anew: apps may tell them so.'],
  ['block', 'That means: neither sees the other in apps; everybody can see the block.'],
  ['mute', 'That means: apps show you nothing of it; nobody is told.'],
  ['add-to-list', 'Everybody can see who stands on a list.'],
] as const)('%s says what it means', (id, means) => {
  expect(accountsRequest(ACTS[id], planOf(['ann', 'ben']), { accounts, which: 'Marked' }).about.at(-1)).toBe(
    means,
  );
});

test.each([
  ['follow', 'you follow them already'],
  ['unfollow', 'you do not follow them'],
  ['block', 'you block them already'],
  ['unblock', 'you do not block them'],
  ['mute', 'you mute them already'],
  ['unmute', 'you do not mute them'],
  ['add-to-list', 'they stand on it already'],
] as const)('%s says that it is so already', (id, why) => {
  expect(passedOverText(ACTS[id], planOf([], [['so-already', 5]]))).toEqual([`5 are left out: ${why}.`]);
});
