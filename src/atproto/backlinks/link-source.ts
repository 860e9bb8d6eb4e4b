/** Where in records of a collection a link stands, as Constellation has it: `app.bsky.feed.like:subject.uri`. */
export type LinkSource = string;

/** A source from what `/links/all` names: a collection, and a path with a dot before it. */
export const linkSource = (collection: string, path: string): LinkSource =>
  `${collection}:${path.startsWith('.') ? path.slice(1) : path}`;

/** Its collection and path. Strangers choose both: neither need be what a lexicon allows. */
export function sourceParts(source: LinkSource): { readonly collection: string; readonly path: string } {
  const colon = source.indexOf(':');
  return colon === -1
    ? { collection: source, path: '' }
    : { collection: source.slice(0, colon), path: source.slice(colon + 1) };
}
