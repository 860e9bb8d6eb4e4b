import type { CallOptions } from './calls/call-options.js';
import { memorySink } from './calls/memory-sink.js';
import { statusError } from './calls/status-error.js';
import type { Transport } from './calls/transport.js';

/** The sizes in which the CDN of Bluesky has a picture (bluesky-social/atproto packages/bsky `image/uri.ts`). */
export type PicturePreset = 'avatar' | 'banner' | 'feed_thumbnail' | 'feed_fullsize';

export interface CdnPicture {
  readonly did: string;
  readonly cid: string;
  readonly preset: PicturePreset;
}

const NAME = 'picture';

/**
 * A picture as the CDN made it of a blob: another file, that its CID says nothing of. Nobody is sent elsewhere by it: an answer that
 * redirects is an error. Throws an `XrpcError` where the CDN has none.
 */
export async function cdnPicture(
  transport: Transport,
  origin: URL,
  { did, cid, preset }: CdnPicture,
  { signal, answerMaxBytes }: Omit<CallOptions, 'isBackground'>,
): Promise<Buffer> {
  const url = new URL(
    `/img/${preset}/plain/${encodeURIComponent(did).replaceAll('%3A', ':')}/${cid}`,
    origin,
  );
  const sink = memorySink();
  const answer = await transport.send({
    ...{ url, method: 'GET', nsid: NAME, policy: 'configured', signal, answerMaxBytes, into: sink },
    isBackground: true,
  });
  if (answer.status !== 200) throw statusError(answer, origin.host, NAME);
  return sink.bytes();
}
