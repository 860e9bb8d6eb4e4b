import { isDid, isHandle, isResourceUri } from '@atcute/lexicons/syntax';
import type { Names } from './names.js';

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

/** `@handle` where one is known, else the DID or whatever else stands there. */
export function accountText(account: string, names: Names): string {
  if (isDid(account)) {
    const handle = names(account);
    return handle === undefined ? account : `@${handle}`;
  }
  return isHandle(account) ? `@${account}` : account;
}

const nouns: ReadonlyMap<string, string> = new Map([
  ['app.bsky.actor.profile', 'profile'],
  ['app.bsky.feed.generator', 'feed'],
  ['app.bsky.feed.post', 'post'],
  ['app.bsky.feed.repost', 'repost'],
  ['app.bsky.graph.list', 'list'],
  ['app.bsky.graph.starterpack', 'starter pack'],
  ['app.bsky.labeler.service', 'labeler'],
]);

/** What the record is called in a row, with its key: `post 3klvirybw6c2b`. Collections without a noun of their own keep their NSID. */
export function recordText(parts: AtUriParts): string {
  const noun = parts.collection === undefined ? undefined : (nouns.get(parts.collection) ?? parts.collection);
  return [noun, parts.rkey === 'self' ? undefined : parts.rkey]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** An at:// URI made readable: `@bob.test · post 3klvirybw6c2b`. What is not one is given back as it is. */
export function referenceText(uri: unknown, names: Names): string {
  const parts = atUriParts(uri);
  if (parts === undefined) return typeof uri === 'string' ? uri : '';
  const account = accountText(parts.repo, names);
  const record = recordText(parts);
  return record === '' ? account : `${account} · ${record}`;
}

/** The DIDs among these DIDs and at:// URIs, each once. */
export function didsIn(...references: readonly unknown[]): readonly string[] {
  const dids = new Set<string>();
  for (const reference of references) {
    const account = atUriParts(reference)?.repo ?? reference;
    if (isDid(account)) dids.add(account);
  }
  return [...dids];
}
