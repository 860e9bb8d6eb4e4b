import { afterAll, expect, test, vi } from 'vitest';
import {
  type Address,
  addressKey,
  addressUri,
  parentAddress,
  parseAddress,
} from '../../src/places/address.js';
import type { PlaceKind } from '../../src/places/place-kind.js';
import { currentAccount } from '../../src/store/accounts/accounts-selectors.js';
import { copyOptions } from '../../src/store/overlays/copy-options.js';
import { selection } from '../../src/store/selection.js';
import { tailTarget } from '../../src/store/tail/tail-selectors.js';
import { defaultCommands } from '../../src/tui/commands/commands.js';
import { breadcrumb } from '../../src/tui/screen/breadcrumb.js';
import { listName } from '../../src/tui/views/list-title.js';
import { did, stateOf } from '../support/screen/screen-fixtures.js';

// The modules of the lane are shared by its files: this one loads its own, with two kinds more, and leaves none of them behind.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('../../src/places/registry.js');
  vi.resetModules();
});

interface ShelfAddress {
  readonly kind: 'shelf';
  readonly name: string;
}

/** A place that is about no account. */
const shelf = vi.hoisted(
  (): PlaceKind<ShelfAddress> => ({
    kind: 'shelf',
    source: 'network',
    shows: 'list',
    schemes: ['shelf'],
    parse: ([name, ...more]) =>
      name === undefined || more.length > 0 ? undefined : { ok: true, address: { kind: 'shelf', name } },
    format: ({ name }) => `shelf:${name}`,
    parent: () => undefined,
    uri: () => undefined,
    webPage: () => undefined,
    account: () => undefined,
    withAccount: (address) => address,
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: ({ name }) => ['shelf', name],
    title: ({ name }) => `books of ${name}`,
    listing: () => undefined,
  }),
);

/** An archive of an account has the account's address behind a word of its own, and keys of its own. */
const backup = vi.hoisted(
  (): PlaceKind<{ readonly kind: 'backup'; readonly repo: string }> => ({
    kind: 'backup',
    source: 'archive',
    shows: 'list',
    schemes: ['backup'],
    parse: ([repo, ...more]) =>
      repo === undefined || more.length > 0 ? undefined : { ok: true, address: { kind: 'backup', repo } },
    format: ({ repo }) => `backup:${repo}`,
    parent: () => undefined,
    uri: ({ repo }) => `at://${repo}`,
    webPage: () => undefined,
    account: ({ repo }) => repo,
    withAccount: (address, repo) => ({ ...address, repo }),
    collection: () => undefined,
    record: () => undefined,
    listed: () => undefined,
    steps: () => ['backup'],
    title: () => 'Backup',
    listing: () => undefined,
  }),
);

vi.mock('../../src/places/registry.js', async (original) => {
  const { placeKinds } = await original<typeof import('../../src/places/registry.js')>();
  return { placeKinds: [...placeKinds, shelf, backup] };
});

const nobody = () => undefined;
const at = { kind: 'shelf', name: 'pds.test' } as unknown as Address;

test('a kind that is a file and a line can be gone to, named and left, though it is about no account', () => {
  expect(parseAddress('shelf:pds.test')).toEqual({ ok: true, address: at });
  expect(breadcrumb(at, nobody)).toEqual(['shelf', 'pds.test']);
  expect(listName(at, nobody)).toBe('books of pds.test');
  expect(parentAddress(at)).toBeUndefined();
  expect(addressUri(at)).toBeUndefined();
});

test('a state at such a place has no account, and offers what there is', () => {
  const state = stateOf({ address: at });
  expect(currentAccount(state)).toBeUndefined();
  expect(selection(state)).toMatchObject({ account: 'alice.test', viewer: undefined });
  expect(tailTarget(state)?.repo).toBe(did);
  expect(copyOptions(state).map(({ label }) => label)).toContain('address here');
});

test('an archive of an account and its live repository never meet', () => {
  const live: Address = { kind: 'repo', repo: 'alice.test' };
  const kept = { kind: 'backup', repo: 'alice.test' } as unknown as Address;
  expect(addressKey(kept)).not.toBe(addressKey(live));
  const state = stateOf({ address: live });
  expect(currentAccount(state)).toBeDefined();
  expect(currentAccount({ ...state, visit: { ...state.visit, address: kept } })).toBeUndefined();
});

test('commands about an account say that there is none, and those of kinds take the one of the selected row', () => {
  const state = stateOf({ address: at });
  const refused = (id: string) => defaultCommands.find((command) => command.id === id)?.refuse?.(state);
  for (const id of ['live.watch', 'live.history', 'pane.profile', 'pane.collections'])
    expect(refused(id)).toBe('This place is about no account: open one of the list.');
  expect(refused('place.followers')).toBeUndefined();
});
