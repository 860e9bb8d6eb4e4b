import type { SessionAccount } from '../../atproto/session/session.js';
import type { RecentAccount } from '../../keep/recents.js';
import { accountAddress } from '../../places/account-address.js';
import { accountOf, formatAddress, parseAddress, sameAddress } from '../../places/address.js';
import type { Person } from '../people/people-state.js';
import { accountRepo } from '../session/account-name.js';
import type { Recent } from '../visits/visits-state.js';

/** A place that the start screen offers. Texts as they came. */
export interface StartPlace {
  readonly kind: 'account' | 'place' | 'person' | 'example';
  /** Text that `parseAddress` takes. */
  readonly address: string;
  /** What tells it from the others: of an account its DID where that is known. */
  readonly key: string;
  readonly title: string;
  /** When it was visited last, in milliseconds since 1970. */
  readonly at: number | undefined;
  /** What it is called, the first of them by its beginning. */
  readonly names: readonly string[];
}

/** The accounts of the places visited, each once, the latest first; then the places that are more than an account. */
export function visitedLines(recents: readonly Recent[]): readonly StartPlace[] {
  const known = knownAccounts(recents);
  const accounts = new Map<string, StartPlace>();
  const places: StartPlace[] = [];
  for (const recent of recents) {
    const parsed = parseAddress(recent.address);
    const repo = parsed.ok ? accountOf(parsed.address) : undefined;
    if (repo === undefined) {
      places.push(placeLine(recent));
      continue;
    }
    const account = recent.account ?? known.get(repo.toLowerCase());
    const key = account?.did ?? repo.toLowerCase();
    if (!accounts.has(key)) accounts.set(key, accountLine(account, repo, key, recent.at));
    if (parsed.ok && !sameAddress(parsed.address, { kind: 'repo', repo })) places.push(placeLine(recent));
  }
  return [...accounts.values(), ...places];
}

/** What is known of accounts, by their DID and by their handle in small letters. */
function knownAccounts(recents: readonly Recent[]): ReadonlyMap<string, RecentAccount> {
  const known = new Map<string, RecentAccount>();
  // The latest last, so that it is what stays.
  for (const { account } of recents.toReversed()) {
    if (!account) continue;
    known.set(account.did, account);
    if (account.handle !== undefined) known.set(account.handle.toLowerCase(), account);
  }
  return known;
}

function accountLine(
  account: RecentAccount | undefined,
  repo: string,
  key: string,
  at: number | undefined,
): StartPlace {
  const { did = repo, handle, name } = account ?? { handle: repo.startsWith('did:') ? undefined : repo };
  const address = formatAddress(accountAddress({ handle, did }) ?? { kind: 'repo', repo });
  return {
    kind: 'account',
    address,
    key,
    title: calledBy(name, handle, did),
    at,
    names: namesOf(name, handle, did),
  };
}

const placeLine = ({ address, title, at, account }: Recent): StartPlace => ({
  kind: 'place',
  address,
  key: address,
  title: title ?? address,
  at,
  names: [address.replace(/^at:\/\//, ''), title ?? '', account?.name ?? '', account?.handle ?? ''],
});

export function personLine({ did, handle, name }: Person): readonly StartPlace[] {
  const address = accountAddress({ handle, did });
  if (!address) return [];
  const place = { address: formatAddress(address), key: did, at: undefined };
  return [
    { kind: 'person', ...place, title: calledBy(name, handle, did), names: namesOf(name, handle, did) },
  ];
}

export function signedInLine(account: SessionAccount): StartPlace {
  const repo = accountRepo(account);
  const handle = repo === account.did ? undefined : repo;
  const address = formatAddress({ kind: 'repo', repo });
  const title = calledBy(undefined, handle, account.did);
  return { kind: 'account', address, key: account.did, title, at: undefined, names: [repo, account.did] };
}

/** A person or an account in a line: the name, then the handle, or the DID where none is known. Texts as they came. */
export const calledBy = (name: string | undefined, handle: string | undefined, did: string): string =>
  [name, handle === undefined ? did : `@${handle}`].filter(Boolean).join('  ');

const namesOf = (name: string | undefined, handle: string | undefined, did: string): readonly string[] => [
  handle ?? did,
  name ?? '',
  did,
];
