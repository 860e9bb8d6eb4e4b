import { basename } from 'node:path';
import type { KeptArchive } from '../keep/archives.js';
import { localDay } from '../text/date-time.js';
import type { AnyAddress } from './addresses.js';
import {
  type AnyArchiveAddress,
  ARCHIVE_SCHEMES,
  type ArchiveName,
  archiveNameText,
  archiveText,
  readArchive,
} from './archive-address.js';
import type { PlaceKind } from './place-kind.js';

/** What is told of a place in an archive of its own. */
type Own<A extends AnyArchiveAddress> = Pick<PlaceKind<A>, 'kind' | 'parent' | 'listing'>;

/** A kind of place in an archive: its repository, a collection, a record. Nobody is asked for what it shows. */
export function archivePlace<A extends AnyArchiveAddress>({ kind, parent, listing }: Own<A>): PlaceKind<A> {
  return placeOfArchive<A>({
    kind,
    parse(segments, scheme) {
      const reading = readArchive(segments, scheme ?? '');
      if (!reading?.ok) return reading;
      const { address } = reading;
      return isOfKind(address) ? { ok: true, address } : undefined;
    },
    format: archiveText,
    parent,
    names: namesIn,
    listing,
  });

  function isOfKind(address: AnyArchiveAddress): address is A {
    return address.kind === kind;
  }
}

/** What is told of a place of an archive of its own, with what it is called: names that lead there, of which the first is in its title. */
interface OfArchive<A extends AddressOfArchive>
  extends Pick<PlaceKind<A>, 'kind' | 'parse' | 'format' | 'parent' | 'listing'> {
  names(address: A): readonly string[];
}

interface AddressOfArchive extends AnyAddress {
  readonly of: ArchiveName;
}

/** A kind of place that is made of an archive. */
export function placeOfArchive<A extends AddressOfArchive>({ names, ...own }: OfArchive<A>): PlaceKind<A> {
  return {
    ...own,
    source: 'archive',
    shows: 'list',
    schemes: ARCHIVE_SCHEMES,
    uri: () => undefined,
    webPage: () => undefined,
    account: () => undefined,
    withAccount: (address) => address,
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: (address) => [archiveLabel(address.of), ...names(address)],
    title: (address) => [archiveLabel(address.of), ...names(address).slice(0, 1)].join(': '),
  };
}

/** What an archive is called: a CAR file by its name, a copy by its address. */
export const archiveLabel = (of: ArchiveName): string =>
  'file' in of ? basename(of.file) : archiveNameText(of);

/** What a title says of a copy that is kept: `archive of 11-27`. */
export function copyText({ time }: Pick<KeptArchive, 'time'>, now: number = Date.now()): string {
  const day = localDay(time);
  return `archive of ${day.slice(0, 5) === localDay(now).slice(0, 5) ? day.slice(5) : day}`;
}

/** The collection, and the record key, as far as they are named. */
function namesIn(address: AnyArchiveAddress): readonly string[] {
  if (address.kind === 'archive') return [];
  return address.kind === 'archiveCollection' ? [address.collection] : [address.collection, address.rkey];
}
