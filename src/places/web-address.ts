import { isDid, isHandle } from '@atcute/lexicons/syntax';
import { placeKinds } from './registry.js';
import { RECORD_PAGES, STARTER_PACK } from './web-pages.js';

/**
 * A segment of a pasted web address. Browsers write `did:plc:…` both plainly and as `did%3Aplc%3A…`, while the
 * `%3A` of `did:web:localhost%3A2583` is part of the DID: what reads as an account already is left alone.
 */
function decoded(segment: string): string {
  if ((isDid(segment) || isHandle(segment)) && !segment.includes('%25')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function bskyPath(segments: readonly string[]): string | undefined {
  const [page, actor, kind, rkey, side, ...more] = segments;
  if (actor === undefined || actor === '' || more.length > 0) return undefined;
  if (page === 'starter-pack' || page === 'start') {
    return kind === undefined || rkey !== undefined ? undefined : `${actor}/${STARTER_PACK}/${kind}`;
  }
  if (page !== 'profile') return undefined;
  if (kind === undefined) return actor;
  if (rkey === undefined) {
    return behind(
      actor,
      placeKinds.find((one) => one.behind === 'account' && one.web?.word === kind),
    );
  }
  if (!Object.hasOwn(RECORD_PAGES, kind)) return undefined;
  const record = `${actor}/${RECORD_PAGES[kind]}/${rkey}`;
  if (side === undefined) return record;
  return behind(
    record,
    placeKinds.find((one) => one.web?.word === side && one.web.of?.includes(kind)),
  );
}

const behind = (
  path: string,
  kind: { readonly kind: string; readonly word?: string | undefined } | undefined,
): string | undefined => kind && `${path}/${kind.word ?? kind.kind}`;

/**
 * The path-like text (`account/collection/rkey` …) that a web address stands for. `undefined` when the text is
 * no web address at all, `null` when it is one that names no place here.
 *
 * Any host that keeps the paths of bsky.app (`/profile/…`) or of the record browsers (`/at://…`, `/at:/…`,
 * `/at/…`, as pdsls.dev and its like) is understood: their addresses carry the place, whoever serves them.
 */
export function webPath(text: string): string | null | undefined {
  const match = /^(https?:\/\/)?([^/\s?#@]+)(\/[^?#]*)?(?:[?#].*)?$/is.exec(text);
  if (match === null) return /^https?:/i.test(text) ? null : undefined;
  const path = match[3] ?? '';
  const repository = /^\/at(?::\/\/?|\/)(?=[^/])(.+)$/is.exec(path)?.[1];
  if (repository !== undefined) return trimSlash(repository).split('/').map(decoded).join('/');
  const segments = trimSlash(path.slice(1)).split('/').map(decoded);
  const place = bskyPath(segments);
  if (place !== undefined) return place;
  return match[1] === undefined && segments[0] !== 'profile' ? undefined : null;
}

/** The words that a web address of bsky.app looks for posts by, `/search?q=…` or `/hashtag/…`; undefined where it does not. */
export function webSearch(text: string): string | undefined {
  if (!/^(https?:\/\/)?bsky\.app\/(?:search\?|hashtag\/)/i.test(text)) return undefined;
  const url = URL.parse(text.replace(/^(?:https?:\/\/)?/i, 'https://'));
  const [, page, tag = ''] = url?.pathname.split('/') ?? [];
  const words = page === 'search' ? (url?.searchParams.get('q') ?? '') : `#${decoded(tag)}`;
  return words.trim() === '' || words === '#' ? undefined : words;
}

function trimSlash(path: string): string {
  return path.replace(/\/$/, '');
}
