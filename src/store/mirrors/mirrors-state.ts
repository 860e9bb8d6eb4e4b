export interface MirrorsState {
  /** By the DID of an account whose own PDS is gone: the mirror that it is read from, a host and a port. */
  readonly mirrored: ReadonlyMap<string, string>;
}
