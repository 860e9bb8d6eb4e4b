import { basename } from 'node:path';
import { type AnyCarAddress, carText } from './car-address.js';
import type { PlaceKind } from './place-kind.js';

/** What is told of a place in a CAR file of its own. */
type Own<A extends AnyCarAddress> = Pick<PlaceKind<A>, 'kind' | 'parse' | 'parent' | 'listing'>;

/** A kind of place in a CAR file. It is about no account: what its repository says of itself was written by whoever made the file. */
export function carPlace<A extends AnyCarAddress>({ kind, parse, parent, listing }: Own<A>): PlaceKind<A> {
  return {
    kind,
    source: 'car',
    shows: 'list',
    scheme: 'car',
    parse,
    format: carText,
    parent,
    uri: () => undefined,
    webPage: () => undefined,
    account: () => undefined,
    withAccount: (address) => address,
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: (address) => [basename(address.file), ...namesIn(address)],
    title: (address) => [basename(address.file), ...namesIn(address).slice(0, 1)].join(': '),
    listing,
  };
}

/** The collection, and the record key, as far as they are named. */
function namesIn(address: AnyCarAddress): readonly string[] {
  if (address.kind === 'car') return [];
  return address.kind === 'carCollection' ? [address.collection] : [address.collection, address.rkey];
}
