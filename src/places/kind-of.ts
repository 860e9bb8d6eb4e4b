import type { Address, AnyAddress } from './addresses.js';
import type { PlaceKind } from './place-kind.js';
import { placeKinds } from './registry.js';

const byName: ReadonlyMap<string, PlaceKind<Address>> = new Map(placeKinds.map((kind) => [kind.kind, kind]));

/** The kind of an address, which knows all about it. Throws a TypeError where nobody registered it. */
export function kindOf(address: AnyAddress): PlaceKind<Address> {
  const kind = byName.get(address.kind);
  if (kind === undefined) throw new TypeError(`There is no place of the kind ${address.kind}.`);
  return kind;
}
