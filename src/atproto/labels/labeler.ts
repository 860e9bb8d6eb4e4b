import { type EntryReading, readLabeler, readLabelKey } from '../identity/document-entries.js';
import type { Identity } from '../identity/identity.js';

/** An account that labels others, as far as its DID document says so. */
export interface Labeler {
  readonly did: string;
  readonly handle: string | undefined;
  /** Origin of where its labels are to be had; undefined where its document names none that can be used. */
  readonly endpoint: string | undefined;
  /** The Multikey that it signs labels with; undefined where its document names none that can be used. */
  readonly key: string | undefined;
  /** Why there is no endpoint, or no key, as the end of a sentence that begins with its DID document. */
  readonly whyNoEndpoint: string;
  readonly whyNoKey: string;
}

/** What a DID document says of an account as a labeler (atproto.com/specs/label, “Labeler Service Identity”). */
export function labelerOf({ did, handle, document }: Pick<Identity, 'did' | 'handle' | 'document'>): Labeler {
  const [endpoint, key] = [readLabeler(document), readLabelKey(document, did)];
  return {
    did,
    handle,
    endpoint: endpoint.value,
    key: key.value,
    whyNoEndpoint: why(endpoint, 'names no labeler (#atproto_labeler)'),
    whyNoKey: why(key, 'names no key for labels (#atproto_label)'),
  };
}

const why = ({ refused }: EntryReading, missing: string): string =>
  refused === undefined ? missing : `names ${refused.what}, and ${refused.why}`;
