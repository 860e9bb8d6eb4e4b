import { basename } from 'node:path';
import { type CarCollectionAddress, carText, readCar } from '../car-address.js';
import { carRecordsListing } from '../car-listings.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    carCollection: CarCollectionAddress;
  }
}

/** The records of one collection of a CAR file. */
export const carCollection: PlaceKind<CarCollectionAddress> = {
  kind: 'carCollection',
  source: 'car',
  shows: 'list',
  scheme: 'car',
  parse(segments) {
    const reading = readCar(segments);
    return reading?.kind === 'carCollection' ? { ok: true, address: reading } : undefined;
  },
  format: carText,
  parent: ({ file }) => ({ kind: 'car', file }),
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ file, collection }) => [basename(file), collection],
  title: ({ file, collection }) => `${basename(file)}: ${collection}`,
  listing: carRecordsListing,
};
