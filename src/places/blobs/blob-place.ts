import type { Address } from '../addresses.js';

/** A place that is one blob. */
export type BlobPlace = Extract<Address, { kind: 'blob' | 'archiveBlob' }>;

export const isBlobPlace = (address: Address | undefined): address is BlobPlace =>
  address?.kind === 'blob' || address?.kind === 'archiveBlob';
