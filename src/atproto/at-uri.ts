import { isResourceUri } from '@atcute/lexicons/syntax';

/** The parts of an at:// URI. */
export interface AtUriParts {
  /** A handle or a DID. */
  readonly repo: string;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

/** Takes an at:// URI apart; undefined for anything that is not a valid one. A fragment is left out. */
export function atUriParts(uri: unknown): AtUriParts | undefined {
  if (typeof uri !== 'string' || !isResourceUri(uri)) return undefined;
  const fragment = uri.indexOf('#');
  const bare = fragment === -1 ? uri : uri.slice(0, fragment);
  const repoEnd = partEnd(bare, 'at://'.length);
  const collectionEnd = partEnd(bare, repoEnd + 1);
  return {
    repo: bare.slice('at://'.length, repoEnd),
    collection: repoEnd < bare.length ? bare.slice(repoEnd + 1, collectionEnd) : undefined,
    rkey: collectionEnd < bare.length ? bare.slice(collectionEnd + 1) : undefined,
  };
}

function partEnd(uri: string, from: number): number {
  const slash = uri.indexOf('/', from);
  return slash === -1 ? uri.length : slash;
}
