import { basename } from 'node:path';
import { type CarAddress, carText, readCar } from '../car-address.js';
import { carListing } from '../car-listings.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    car: CarAddress;
  }
}

const EXPECTED = 'Behind car: stands the path of a file: car:alice.car, car:alice.car#app.bsky.feed.post';

/** A CAR file: the collections that it holds. */
export const car: PlaceKind<CarAddress> = {
  kind: 'car',
  source: 'car',
  shows: 'list',
  scheme: 'car',
  parse(segments) {
    const reading = readCar(segments);
    if (reading === undefined) return { ok: false, reason: EXPECTED };
    return reading.kind === 'car' ? { ok: true, address: reading } : undefined;
  },
  format: carText,
  parent: () => undefined,
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ file }) => [basename(file)],
  title: ({ file }) => basename(file),
  listing: carListing,
};
