import { type CarAddress, readCar } from '../car-address.js';
import { carListing } from '../car-listings.js';
import { carPlace } from '../car-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    car: CarAddress;
  }
}

const EXPECTED = 'Behind car: stands the path of a file: car:alice.car, car:alice.car#app.bsky.feed.post';

/** A CAR file: the collections that it holds. */
export const car: PlaceKind<CarAddress> = carPlace<CarAddress>({
  kind: 'car',
  parse(segments) {
    const reading = readCar(segments);
    if (reading === undefined) return { ok: false, reason: EXPECTED };
    return reading.kind === 'car' ? { ok: true, address: reading } : undefined;
  },
  parent: () => undefined,
  listing: carListing,
});
