import type { HandleCheck, Identity } from '../../atproto/identity/identity.js';
import { isoTime } from '../../text/date-time.js';

/** What is printed of an account: what its document and the check of its handle say, and the document as it was sent. */
export function identityJson(
  { did, handle, pds, signingKey, fetchedAt, document, documentJson }: Identity,
  check: HandleCheck,
  more: object = {},
): string {
  const head = JSON.stringify({
    did,
    handle,
    handleCheck: check.state,
    handleReason: check.state === 'confirmed' ? undefined : check.reason,
    pds,
    signingKey,
    fetchedAt: isoTime(fetchedAt),
    ...more,
  });
  return `${head.slice(0, -1)},"document":${documentJson ?? JSON.stringify(document)}}`;
}
