import type { AnyAddress } from '../addresses.js';
import type { PlaceKind } from '../place-kind.js';
import {
  type AnyArchiveAddress,
  ARCHIVE_SCHEMES,
  type ArchiveName,
  archiveText,
  readArchive,
} from './archive-address.js';
import { archiveLabel } from './archive-label.js';

/** What is told of a place in an archive of its own. */
type Own<A extends AnyArchiveAddress> = Pick<
  PlaceKind<A>,
  'kind' | 'shows' | 'parent' | 'listed' | 'listing' | 'prepare'
>;

/** A kind of place in an archive: its repository, a collection, a record. Nobody is asked for what it shows. */
export function archivePlace<A extends AnyArchiveAddress>(own: Own<A>): PlaceKind<A> {
  return placeOfArchive<A>({
    ...own,
    parse(segments, scheme) {
      const reading = readArchive(segments, scheme ?? '');
      if (!reading?.ok) return reading;
      const { address } = reading;
      return isOfKind(address) ? { ok: true, address } : undefined;
    },
    format: archiveText,
    collection: (address) => namesIn(address)[0],
    names: namesIn,
  });

  function isOfKind(address: AnyArchiveAddress): address is A {
    return address.kind === own.kind;
  }
}

/** What is told of a place of an archive of its own, with what it is called: names that lead there, of which the first is its title. */
type OfArchive<A extends AddressOfArchive> = Pick<PlaceKind<A>, Needed> &
  Partial<Omit<PlaceKind<A>, Needed>> & { names(address: A): readonly string[] };

type Needed = 'kind' | 'parse' | 'format' | 'parent' | 'listing';

interface AddressOfArchive extends AnyAddress {
  readonly of: ArchiveName;
}

/** A kind of place that is made of an archive; a list where nothing else is told. */
export function placeOfArchive<A extends AddressOfArchive>({ names, ...own }: OfArchive<A>): PlaceKind<A> {
  return {
    source: 'archive',
    shows: 'list',
    schemes: ARCHIVE_SCHEMES,
    uri: () => undefined,
    webPage: () => undefined,
    account: () => undefined,
    withAccount: (address) => address,
    archive: ({ of }) => of,
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: (address) => [archiveLabel(address.of), ...names(address)],
    title: (address) => names(address)[0] ?? archiveLabel(address.of),
    ...own,
  };
}

/** The collection, and the record key, as far as they are named. */
function namesIn(address: AnyArchiveAddress): readonly string[] {
  if (address.kind === 'archive') return [];
  return address.kind === 'archiveCollection' ? [address.collection] : [address.collection, address.rkey];
}
