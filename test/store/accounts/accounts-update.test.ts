import { describe, expect, test } from 'vitest';
import { accountKey } from '../../../src/store/accounts/accounts-selectors.js';
import type { Account, AccountsState, ProfileView } from '../../../src/store/accounts/accounts-state.js';
import {
  accountsForOthers,
  isComplete,
  knownByDid,
  newAccount,
  withAccount,
  withPart,
} from '../../../src/store/accounts/accounts-update.js';
import { failed, type Loadable, loading, ready } from '../../../src/store/loadable.js';
import { account, did } from '../../support/screen/screen-fixtures.js';

type Accounts = AccountsState['accounts'];

const none: Accounts = new Map();
const profile: ProfileView = { source: 'repo', record: { displayName: 'Alice' }, reason: undefined };
const known = account();
const alice = withAccount(none, 'alice.test', () => known);
const at = (accounts: Accounts, repo: string): Account | undefined => accounts.get(accountKey(repo));

describe('an account', () => {
  test('is one, however its handle is written', () => {
    const again = withAccount(alice, 'ALICE.test', (before) => ({ ...before, repo: 'changed' }));
    expect(again.size).toBe(1);
    expect(at(again, 'alice.test')?.repo).toBe('changed');
  });

  test('that is not known yet is there once something of it is', () => {
    const accounts = withPart(none, 'alice.test', 'profile', () => ready(profile));
    expect(at(accounts, 'alice.test')).toEqual({ ...newAccount('alice.test'), profile: ready(profile) });
  });

  test('is let go once fifty others were asked for', () => {
    const accounts = Array.from({ length: 50 }, (_, number) => `n${number}.test`).reduce(
      (before, repo) => withAccount(before, repo, (one) => one),
      alice,
    );
    expect(accounts.size).toBe(50);
    expect(at(accounts, 'alice.test')).toBeUndefined();
  });

  test.each<[what: string, account: Account | undefined, complete: boolean]>([
    ['is not complete before anything is asked', undefined, false],
    ['is not complete while a part was not asked for', { ...known, profile: newAccount('x').profile }, false],
    ['is complete where a part is on its way', { ...known, profile: loading(known.profile) }, true],
    [
      'is complete where a part failed: it waits for the user',
      { ...known, profile: failed(undefined, 'x') },
      true,
    ],
    ['is complete with all its parts', { ...known, profile: ready(profile) }, true],
  ])('%s', (_, one, complete) => expect(isComplete(one)).toBe(complete));
});

describe('what is known under a handle', () => {
  test('is known under the DID', () => {
    expect(at(knownByDid(alice, did), did)?.identity).toEqual(known.identity);
  });

  test('is not on its way there: only where it was asked for', () => {
    const reloading = withPart(alice, 'alice.test', 'profile', () => loading(ready(profile)));
    expect(at(knownByDid(reloading, did), did)?.profile).toEqual(ready(profile));
  });

  test.each([
    ['a DID that no account has', 'did:plc:other'],
    ['another handle', 'bob.test'],
  ])('says nothing of %s', (_, repo) => expect(knownByDid(alice, repo)).toBe(alice));

  test('does not take the place of what is known under the DID', () => {
    const both = withAccount(alice, did, (one) => one);
    expect(knownByDid(both, did)).toBe(both);
  });
});

test.each<[Loadable<ProfileView>, Loadable<ProfileView>]>([
  [ready(profile), { status: 'idle', value: profile, error: undefined }],
  [failed(ready(profile), 'x'), { status: 'idle', value: profile, error: undefined }],
  [loading(undefined), { status: 'idle', value: undefined, error: undefined }],
])('once somebody else looks, a profile that was %j is asked for anew', (before, after) => {
  const accounts = accountsForOthers(withPart(alice, 'alice.test', 'profile', () => before));
  expect(at(accounts, 'alice.test')).toEqual({ ...known, profile: after });
});
