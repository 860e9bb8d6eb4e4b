import type { AboutHost } from './host-address.js';
import { readHost } from './host-address.js';
import type { Listing } from './listing.js';
import type { ListingContext, PlaceKind } from './place-kind.js';

/** A kind whose addresses are a host and a word behind it, or the host alone. It is about no account. */
export function aboutHost<Kind extends 'host' | 'repos' | 'hosts'>({
  kind,
  word,
  command,
  title,
  listing,
}: {
  readonly kind: Kind;
  /** What stands behind the host; undefined: nothing does. */
  readonly word: string | undefined;
  readonly command?: PlaceKind<AboutHost<Kind>>['command'];
  title(host: string): string;
  readonly listing: (address: AboutHost<Kind>, context: ListingContext) => Listing | undefined;
}): PlaceKind<AboutHost<Kind>> {
  const words = word === undefined ? [] : [word];
  return {
    kind,
    source: 'network',
    shows: 'list',
    schemes: ['host'],
    command,
    parse(segments) {
      const read = readHost(segments);
      if (!read.ok) return read;
      const { host, rest } = read;
      return rest.join('/') === words.join('/') ? { ok: true, address: { kind, host } } : undefined;
    },
    format: ({ host }) => `host:${[host, ...words].join('/')}`,
    parent: ({ host }) => (word === undefined ? undefined : { kind: 'host', host }),
    uri: () => undefined,
    webPage: () => undefined,
    account: () => undefined,
    withAccount: (address) => address,
    collection: () => undefined,
    record: () => undefined,
    listed: (address) => address,
    steps: ({ host }) => ['host', host, ...words],
    title: ({ host }) => title(host),
    listing,
  };
}
