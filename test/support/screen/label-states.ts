import type { Address } from '../../../src/places/address.js';
import { feedListing } from '../../../src/places/feed-view.js';
import { newList } from '../../../src/store/lists/lists-update.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { State } from '../../../src/store/state.js';
import { say } from '../../../src/text/sentence.js';
import { rawItemsFromValues } from '../rows/raw-items-from-values.js';
import { account, did, ready, stateOf } from './screen-fixtures.js';

const address: Address = { kind: 'authorFeed', repo: 'alice.test' };
const labeler = 'did:plc:labelerlabelerlabelerlab';
const shy = 'did:plc:shyshyshyshyshyshyshyshy';

const SEVERITIES = { spam: 'alert', rude: 'inform' } as const;

/** Knows the labeler, and what two of its values mean. */
const names: State['names'] = Object.assign((of: string) => (of === labeler ? 'labeler.test' : undefined), {
  labelDefinition(_labeler: string, value: string) {
    if (value !== 'spam' && value !== 'rude') return undefined;
    const name = value === 'spam' ? 'Spam' : 'Rude';
    return {
      value,
      severity: SEVERITIES[value],
      blurs: 'none' as const,
      setting: 'warn' as const,
      adultOnly: false,
      locales: [{ lang: 'en', name, description: '' }],
    };
  },
});

const label = (val: string, src = labeler) => ({ src, uri: did, val, cts: '2024-01-01T00:00:00Z' });

const view = (number: number, text: string, labels: readonly object[] = []) => ({
  post: {
    uri: `at://${did}/app.bsky.feed.post/3kaaaaaaa222${number}`,
    cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
    author: { did, handle: 'alice.test' },
    record: { $type: 'app.bsky.feed.post', text, createdAt: '2024-02-21T03:11:00.000Z' },
    labels,
  },
});

const withheld = {
  post: {
    uri: `at://${shy}/app.bsky.feed.post/3kaaaaaaa2227`,
    cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
    author: { did: shy, handle: 'shy.test' },
    notShown: 'its author asks apps to show this only to who is signed in',
  },
};

function labelled(index: number): State {
  const rows = new PagedRows<unknown>();
  rows.append(
    rawItemsFromValues([
      view(2, 'Buy a watch, only today', [label('rude'), label('spam')]),
      view(3, 'Nothing is said of this one'),
      withheld,
      view(4, 'A picture', [label('unexplained'), label('porn', did)]),
    ]),
    undefined,
  );
  const page = () => Promise.reject(new Error('Nothing more is loaded in this test.'));
  const list = {
    ...newList(address, undefined),
    listing: feedListing({ address, page }) as never,
    rows,
    status: 'ready' as const,
    ended: true,
    note: say`Some accounts ask apps to show them only to who is signed in: {key:account.sign-in} signs in.`,
  };
  const profile = account().profile.value;
  const of =
    profile?.source === 'appview'
      ? ready({ ...profile, profile: { ...profile.profile, labels: [label('rude'), label('spam')] } })
      : account().profile;
  const cursor = { key: undefined, index, top: 0 };
  const state = stateOf({ address, list, account: account({ profile: of }), state: { names } });
  return { ...state, visit: { ...state.visit, cursors: { ...state.visit.cursors, list: cursor } } };
}

/** What labels say, in the profile, in rows and in a head; and a post that is only for who is signed in. */
export const labelStates: Readonly<Record<string, State>> = {
  labelled: labelled(0),
  'only-signed-in': labelled(2),
};
