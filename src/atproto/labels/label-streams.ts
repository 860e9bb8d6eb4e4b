import type { StreamSource } from '../../keep/stream-url.js';
import type { EventStreams } from '../streams/event-stream.js';
import { createEventStreams, type EventStreamsSettings } from '../streams/event-streams.js';

/** Where a labeler says what it says as it says it. */
function labelSource(endpoint: URL): StreamSource {
  const url = new URL('/xrpc/com.atproto.label.subscribeLabels', endpoint);
  url.protocol = url.protocol.replace('http', 'ws');
  return { kind: 'labels', url };
}

/** The live labels of a labeler by its endpoint. Its host is a stranger's, and is held against `guard`. Nothing is connected to before the first subscription. */
export const openLabelStreams = (endpoint: URL, settings: Omit<EventStreamsSettings, 'urls'>): EventStreams =>
  createEventStreams({ ...settings, urls: [labelSource(endpoint)] });
