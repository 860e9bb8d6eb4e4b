/**
 * The addresses of every kind of place, by the name of the kind. Each file in `kinds/` declares its own here, so that nothing but this
 * has to be known to speak of an address, and `registry.ts` has to have a line for each of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the kinds.
export interface Addresses {}

/** Where one can be: an address of any kind. Accounts in it are written as the user or a record wrote them. */
export type Address = Addresses[keyof Addresses];

/** What every address is: of some kind, with members of its own beside. */
export interface AnyAddress {
  readonly kind: string;
}
