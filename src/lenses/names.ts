/** Turns a DID into the handle learnt for it so far. */
export type Names = (did: string) => string | undefined;
