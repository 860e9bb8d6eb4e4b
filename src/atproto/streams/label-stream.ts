import { isObject } from '../../text/json-fields.js';
import { accountOfLabel, readLabel } from '../labels/label.js';
import { steadyClock } from '../steady-clock.js';
import { bodyOf, readFrame } from './event-frame.js';
import { wholeOf } from './json-fields.js';
import type { FrameSink, StreamProtocol } from './protocol.js';

/**
 * What a labeler says as it says it (com.atproto.label.subscribeLabels): everything, by numbers of its own. Its messages have no time: they are
 * of when they come, and what a label says of its own time stands in it.
 */
export const labelStream: StreamProtocol = {
  sharedCursors: false,

  url(source, { cursor }) {
    const url = new URL(source.url);
    if (cursor !== undefined) url.searchParams.set('cursor', String(cursor));
    return url;
  },

  hello: () => undefined,

  change: () => 'nothing',

  // Labels are few, and one that comes again would look as if it had been said again.
  resume: (position, { sameSource }) => (sameSource ? position.cursor : undefined),

  read(frame, _wanted, sink) {
    // A text is a sign of life, and no frame.
    if (typeof frame === 'string') return;
    const message = readFrame(frame);
    if (message?.type === '#info') {
      const { name } = bodyOf(message.rest);
      if (name === 'OutdatedCursor') sink.outdated();
      else if (name === 'FutureCursor') sink.anew();
    } else if (message?.type === '#labels') readLabels(message.rest, sink);
  },
};

/** What is no label among the others costs that one, and is told. */
function readLabels(rest: Uint8Array, sink: FrameSink): void {
  const body = bodyOf(rest);
  const cursor = wholeOf(body, 'seq');
  const time = steadyClock.now();
  const said = Array.isArray(body.labels) ? body.labels : [];
  for (const json of said) {
    const label = readLabel(json);
    if (label === undefined || !isObject(json)) {
      sink.missing(time, 'a label that cannot be read was skipped');
      continue;
    }
    const { src, uri, cid, val, neg } = label;
    const event = { kind: 'label', did: accountOfLabel(label), time, cursor, label, json } as const;
    sink.event(event, [cursor, src, uri, cid ?? '', val, neg].join(' '));
  }
  sink.progress(cursor, time);
}
