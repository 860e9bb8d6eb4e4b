import type { CallOptions } from './calls/call-options.js';
import { memorySink } from './calls/memory-sink.js';
import { statusError } from './calls/status-error.js';
import type { Transport } from './calls/transport.js';

/** The sizes in which the CDN of Bluesky has a picture (bluesky-social/atproto packages/bsky `image/uri.ts`). */
export type PicturePreset = 'avatar' | 'banner' | 'feed_thumbnail' | 'feed_fullsize';

/** A picture of an account, or the poster of a film by the path that an AppView names. */
export type CdnPicture =
  | { readonly did: string; readonly cid: string; readonly preset: PicturePreset }
  | { readonly poster: string };

const NAME = 'picture';

/**
 * A picture as the CDN made it of a blob: another file, that its CID says nothing of. Nobody is sent elsewhere by it: an answer that
 * redirects is an error. Throws an `XrpcError` where the CDN has none.
 */
export async function cdnPicture(
  transport: Transport,
  origin: URL,
  picture: CdnPicture,
  { signal, answerMaxBytes }: Omit<CallOptions, 'isBackground'>,
): Promise<Buffer> {
  const url = new URL(origin);
  // A path that is set, not resolved: `//elsewhere` names no host.
  url.pathname = 'poster' in picture ? picture.poster : pathOf(picture);
  const sink = memorySink();
  const answer = await transport.send({
    ...{ url, method: 'GET', nsid: NAME, policy: 'configured', signal, answerMaxBytes, into: sink },
    isBackground: true,
  });
  if (answer.status !== 200) throw statusError(answer, origin.host, NAME);
  return sink.bytes();
}

const pathOf = ({ did, cid, preset }: Exclude<CdnPicture, { poster: string }>): string =>
  `/img/${preset}/plain/${encodeURIComponent(did).replaceAll('%3A', ':')}/${cid}`;
