import type { Address } from '../../places/address.js';
import type { ArchiveName } from '../../places/archive-address.js';

/** The archive that a place is of; undefined for places of the network. */
export const archiveHere = (address: Address): ArchiveName | undefined =>
  'of' in address ? address.of : undefined;
