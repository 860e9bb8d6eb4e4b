import { type CarRecordAddress, readCar } from '../car-address.js';
import { carRecordsListing } from '../car-listings.js';
import { carPlace } from '../car-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    carRecord: CarRecordAddress;
  }
}

/** One record of a CAR file. */
export const carRecord: PlaceKind<CarRecordAddress> = carPlace<CarRecordAddress>({
  kind: 'carRecord',
  parse(segments) {
    const reading = readCar(segments);
    return reading?.kind === 'carRecord' ? { ok: true, address: reading } : undefined;
  },
  parent: ({ file, collection }) => ({ kind: 'carCollection', file, collection }),
  listing: carRecordsListing,
});
