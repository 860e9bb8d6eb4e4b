import type { Address } from '../addresses.js';
import type { RecordAddress } from '../repo-addresses.js';
import type { ArchiveName, ArchiveRecordAddress } from './archive-address.js';

/** A place of the network as an archive has it; undefined where no archive has it. */
export function inArchive(address: Address, of: ArchiveName): Address | undefined {
  switch (address.kind) {
    case 'repo':
      return { kind: 'archive', of };
    case 'collection':
      return { kind: 'archiveCollection', of, collection: address.collection };
    case 'record':
      return { kind: 'archiveRecord', of, collection: address.collection, rkey: address.rkey };
    default:
      return undefined;
  }
}

/** A place of an archive as the network has it. */
export function onNetwork(address: Address, repo: string): Address | undefined {
  switch (address.kind) {
    case 'archive':
      return { kind: 'repo', repo };
    case 'archiveCollection':
      return { kind: 'collection', repo, collection: address.collection };
    case 'archiveRecord':
      return recordOnNetwork(address, repo);
    default:
      return undefined;
  }
}

/** A record of an archive as the network has it. */
export const recordOnNetwork = (
  { collection, rkey }: Pick<ArchiveRecordAddress, 'collection' | 'rkey'>,
  repo: string,
): RecordAddress => ({ kind: 'record', repo, collection, rkey });
