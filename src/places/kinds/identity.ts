import { quoted } from '../../atproto/actor-syntax.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { readAsOf } from '../as-of.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    identity: IdentityAddress;
  }
}

export interface IdentityAddress extends AboutAccount<'identity'> {
  /** The time that it is shown as of, as `readAsOf` writes it; undefined: now. */
  readonly at?: string | undefined;
}

const base = aboutAccount({
  kind: 'identity',
  command: { keys: [], title: (account) => `show the identity of ${account}` },
});

/** Who an account is, or was at a time: its document, its handle and what each way from one to the other says, its keys, its server. */
export const identity: PlaceKind<IdentityAddress> = {
  ...base,
  withoutIdentity: true,
  parse([repo, word = '', ...more]) {
    const [, query] = /^identity(?:\?(.*))?$/s.exec(word) ?? [];
    if (repo === undefined || more.length > 0 || !/^identity(?:\?|$)/.test(word)) return undefined;
    if (query === undefined || query === '') return { ok: true, address: { kind: 'identity', repo } };
    const [, given] = /^at=(.*)$/s.exec(query) ?? [];
    if (given === undefined) {
      const reason = `${quoted(`?${query}`)} says nothing of an identity: only ?at= and a time may follow it`;
      return { ok: false, reason };
    }
    const read = readAsOf(decoded(given));
    return read.ok ? { ok: true, address: { kind: 'identity', repo, at: read.asOf.text } } : read;
  },
  format: ({ repo, at }) => `${repo}/identity${at === undefined ? '' : `?at=${at}`}`,
  parent: ({ repo, at }) => (at === undefined ? { kind: 'repo', repo } : { kind: 'identity', repo }),
  steps: ({ at }) => (at === undefined ? ['identity'] : ['identity', at]),
  title: ({ at }, owner) => `identity of ${owner}${at === undefined ? '' : ` as of ${at}`}`,
  async prepare(address, { client, identity: found, unresolved }) {
    const { identityListing, momentListing } = await import('../identity/open-identity.js');
    if (address.at === undefined) return identityListing(address, { client, identity: found, unresolved });
    const read = readAsOf(address.at);
    return read.ok ? momentListing(address, read.asOf, found?.did ?? address.repo, client) : undefined;
  },
};

/** As it was typed, where what is typed is no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
