/** A link in a record: to what, from which path. */
export interface Linked {
  readonly target: string;
  /** With the leading dot of Constellation: `.subject.uri`, `.facets[].features[app.bsky.richtext.facet#link].uri`. */
  readonly path: string;
}

/** What Constellation takes for a link (microcosm-rs `links/src/lib.rs`): an at-URI, a DID, or another URI. */
const URI = /^[a-z][a-z0-9+.-]{0,80}:[!-~]+$/i;

/** Everything that a record links to, as Constellation finds it (microcosm-rs `links/src/record.rs`). CIDs and blobs are no links. */
export function linksIn(value: unknown, path = ''): readonly Linked[] {
  if (typeof value === 'string') return URI.test(value) ? [{ target: value, path }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const type = isMap(item) ? item.$type : undefined;
      return linksIn(item, typeof type === 'string' ? `${path}[${type}]` : `${path}[]`);
    });
  }
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => linksIn(member, `${path}.${name}`));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
