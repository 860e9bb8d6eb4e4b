/** The protocols that a stream of the network may speak. */
export type StreamKind = 'jetstream' | 'jetstream-v2' | 'firehose';

/** Those, and that in which a labeler says what it says, which no setting asks for. */
export type SourceKind = StreamKind | 'labels';

/** Whether a source is an event stream of the protocol itself, which sends everything to everyone, by numbers of its own and not by times. */
export const isEventStream = (kind: SourceKind): boolean => kind === 'firehose' || kind === 'labels';

/** Where events come from, and the protocol that it speaks. */
export interface StreamSource<Kind extends SourceKind = SourceKind> {
  readonly kind: Kind;
  /** `ws:` or `wss:`, without a fragment. What it has as a query is sent along. */
  readonly url: URL;
}

/** The public Jetstream instances, version 2 before version 1. */
export const DEFAULT_STREAM_URLS: readonly string[] = [
  'wss://jetstream.us-west.bsky.network/xrpc/network.bsky.jetstream.subscribeEvents',
  'wss://jetstream.us-east.bsky.network/xrpc/network.bsky.jetstream.subscribeEvents',
  'wss://jetstream2.us-west.bsky.network/subscribe',
  'wss://jetstream2.us-east.bsky.network/subscribe',
  'wss://jetstream1.us-west.bsky.network/subscribe',
  'wss://jetstream1.us-east.bsky.network/subscribe',
];

const PATHS: readonly (readonly [ending: string, kind: StreamKind])[] = [
  ['/xrpc/network.bsky.jetstream.subscribeEvents', 'jetstream-v2'],
  ['/xrpc/com.atproto.sync.subscribeRepos', 'firehose'],
  ['/subscribe', 'jetstream'],
];

/** The query parameters that atscope sets itself. */
const RESERVED = [
  'cursor',
  'wantedCollections',
  'wantedDids',
  'kinds',
  'dids',
  'collections',
  'compress',
  'requireHello',
  'zstdDictionary',
];

/**
 * Reads the address of a stream: its path says which protocol it speaks. `http:` and `https:` are taken for `ws:` and
 * `wss:`. Throws an Error whose message is a sentence for the user.
 */
export function parseStreamUrl(text: string): StreamSource<StreamKind> {
  const url = URL.parse(text.trim());
  if (url === null || !/^(ws|http)s?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error(`“${text}” is not the address of a stream: ${ACCEPTED}.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const kind = PATHS.find(([ending]) => path.endsWith(ending))?.[1];
  if (kind === undefined) throw new Error(`“${text}” does not say what kind of stream it is: ${ACCEPTED}.`);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = path;
  url.hash = '';
  const reserved = RESERVED.find((name) => url.searchParams.has(name));
  if (reserved !== undefined) {
    throw new Error(`“${text}” sets ${reserved}, which atscope sets itself: leave it out.`);
  }
  return { kind, url };
}

const ACCEPTED =
  'a Jetstream (wss://host/subscribe or wss://host/xrpc/network.bsky.jetstream.subscribeEvents) or a firehose ' +
  '(wss://host/xrpc/com.atproto.sync.subscribeRepos) is expected';
