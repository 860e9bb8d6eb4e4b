import type { LinkSource } from '../../atproto/backlinks/link-source.js';
import { encodedPart, readPart } from '../words.js';

/** Which of the links to something are meant. */
export interface LinkVia {
  /** The collection, and where in its records the link stands. Strangers choose both. */
  readonly source: LinkSource;
  /** The records, the accounts that have them, or what else the records link to at a path. */
  readonly side: 'records' | 'accounts' | { readonly to: string };
}

/** `app.bsky.feed.like:subject.uri`, and behind it `/accounts`, or `/to/list`. */
export function viaText({ source, side }: LinkVia): string {
  const rest = side === 'records' ? '' : side === 'accounts' ? '/accounts' : `/to/${encodedPart(side.to)}`;
  return `${encodedPart(source)}${rest}`;
}

/** Reads that from the parts of a path, and gives what stands behind it; undefined where it is none. */
export function readVia([part = '', ...more]: readonly string[]):
  | { readonly via: LinkVia; readonly rest: readonly string[] }
  | undefined {
  const source = readPart(part);
  if (source.trim() === '') return undefined;
  if (more[0] === 'accounts') return { via: { source, side: 'accounts' }, rest: more.slice(1) };
  if (more[0] !== 'to') return { via: { source, side: 'records' }, rest: more };
  const to = readPart(more[1] ?? '');
  return to.trim() === '' ? undefined : { via: { source, side: { to } }, rest: more.slice(2) };
}
