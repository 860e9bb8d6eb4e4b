import { stringifyJson } from '../atproto/calls/raw-items.js';
import type { LabelSignature } from '../atproto/labels/label-signature.js';
import type { Queued } from '../atproto/streams/event-queue.js';
import { isoTime } from '../text/date-time.js';
import { safeJson } from '../text/safe-json.js';

/**
 * A live event, or a stretch of which events are missing, as one object of JSON on one line. Times are in ISO 8601. `docs/cli.md` has
 * the members.
 *
 * @param signature of a label, how its signature stands
 */
export const tailJson = (one: Queued, signature?: LabelSignature): string =>
  safeJson(stringifyJson(membersOf(one, signature)), 0);

function membersOf(one: Queued, signature: LabelSignature | undefined): object {
  if ('reason' in one) {
    const { from, to, reason } = one;
    return { time: isoTime(to), kind: 'gap', from: from === undefined ? undefined : isoTime(from), reason };
  }
  const head = { time: isoTime(one.time), kind: one.kind, did: one.did };
  switch (one.kind) {
    case 'identity':
      return { ...head, handle: one.handle };
    case 'account':
      return { ...head, active: one.active, status: one.status };
    case 'label': {
      const { src, uri, cid, val, neg, cts, exp } = one.label;
      return { ...head, src, uri, cid, val, neg, cts, exp, ...signatureOf(signature), label: one.json };
    }
    case 'commit': {
      const { operation, collection, rkey, cid } = one;
      const uri = `at://${one.did}/${collection}/${rkey}`;
      return { ...head, operation, uri, collection, rkey, cid, record: one.record() };
    }
  }
}

const signatureOf = (signature: LabelSignature | undefined): object =>
  signature === undefined
    ? {}
    : { signature: signature.state, why: 'why' in signature ? signature.why : undefined };
