import { isDid, isHandle } from '@atcute/lexicons/syntax';
import { type AtUriParts, atUriParts } from '../atproto/at-uri.js';
import type { Names } from './names.js';

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
