import { basename } from 'node:path';
import { type CarRecordAddress, carText, readCar } from '../car-address.js';
import { carRecordsListing } from '../car-listings.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    carRecord: CarRecordAddress;
  }
}

/** One record of a CAR file. */
export const carRecord: PlaceKind<CarRecordAddress> = {
  kind: 'carRecord',
  source: 'car',
  shows: 'list',
  scheme: 'car',
  parse(segments) {
    const reading = readCar(segments);
    return reading?.kind === 'carRecord' ? { ok: true, address: reading } : undefined;
  },
  format: carText,
  parent: ({ file, collection }) => ({ kind: 'carCollection', file, collection }),
  uri: () => undefined,
  webPage: () => undefined,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ file, collection, rkey }) => [basename(file), collection, rkey],
  title: ({ file, collection }) => `${basename(file)}: ${collection}`,
  listing: carRecordsListing,
};
