import { type CarCollectionAddress, readCar } from '../car-address.js';
import { carRecordsListing } from '../car-listings.js';
import { carPlace } from '../car-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    carCollection: CarCollectionAddress;
  }
}

/** The records of one collection of a CAR file. */
export const carCollection: PlaceKind<CarCollectionAddress> = carPlace<CarCollectionAddress>({
  kind: 'carCollection',
  parse(segments) {
    const reading = readCar(segments);
    return reading?.kind === 'carCollection' ? { ok: true, address: reading } : undefined;
  },
  parent: ({ file }) => ({ kind: 'car', file }),
  listing: carRecordsListing,
});
