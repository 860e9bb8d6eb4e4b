import { quoted } from '../atproto/actor-syntax.js';
import type { AnyAddress } from './addresses.js';
import type { Order } from './listing.js';
import type { PlaceKind } from './place-kind.js';

/** What an address says of how its list is chosen: `?sort=top` behind its last word. */
export interface Choice<Name extends string> {
  readonly name: Name;
  /** By their ids; the first is the usual one, which addresses leave out. */
  readonly of: readonly Order[];
}

/** A kind whose addresses may say which of the orders of its list is the first: `alice.test/posts?filter=media`. */
export function withChoice<Name extends string, A extends AnyAddress & { readonly [N in Name]?: string }>(
  kind: PlaceKind<A>,
  { name, of }: Choice<Name>,
): PlaceKind<A> {
  const usual = of[0]?.id;
  const chosen = (address: A): string | undefined => address[name];
  return {
    ...kind,
    parse(segments, scheme) {
      const last = segments.at(-1) ?? '';
      const mark = last.indexOf('?');
      if (mark < 0) return kind.parse(segments, scheme);
      const reading = kind.parse([...segments.slice(0, -1), last.slice(0, mark)], scheme);
      const query = last.slice(mark + 1);
      if (!reading?.ok || query === '') return reading;
      const id = query.startsWith(`${name}=`) ? query.slice(name.length + 1) : undefined;
      if (!of.some((order) => order.id === id)) {
        const known = of.map((order) => order.id).join(', ');
        return { ok: false, reason: `${quoted(`?${query}`)} is none of ?${name}= with ${known}` };
      }
      return id === usual ? reading : { ok: true, address: { ...reading.address, [name]: id } };
    },
    format(address) {
      const id = chosen(address);
      return id === undefined ? kind.format(address) : `${kind.format(address)}?${name}=${id}`;
    },
    steps(address) {
      const id = chosen(address);
      return id === undefined ? kind.steps(address) : [...kind.steps(address), id];
    },
    parent: (address) =>
      chosen(address) === undefined
        ? kind.parent(address)
        : ({ ...address, [name]: undefined } as unknown as ReturnType<typeof kind.parent>),
  };
}

/** The orders as they follow one another where an address chose the first. */
export function ordersFrom(of: readonly Order[], id: string | undefined): readonly Order[] {
  const at = Math.max(
    0,
    of.findIndex((order) => order.id === id),
  );
  return [...of.slice(at), ...of.slice(0, at)];
}
