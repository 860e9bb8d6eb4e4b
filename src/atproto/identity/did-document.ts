import { isHandle } from '@atcute/lexicons/syntax';
import { isObject } from '../../text/json-fields.js';
import { mayBeOdd } from '../../text/written-json.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { readPds, readSigningKey } from './document-entries.js';
import type { Identity } from './identity.js';

export type DidDocument = Pick<
  Identity,
  'did' | 'handle' | 'pds' | 'signingKey' | 'document' | 'documentJson'
>;

function claimedHandle(alsoKnownAs: unknown): string | undefined {
  if (!Array.isArray(alsoKnownAs)) return undefined;
  for (const name of alsoKnownAs) {
    if (typeof name !== 'string' || !name.startsWith('at://')) continue;
    const handle = name.slice('at://'.length);
    if (isHandle(handle)) return handle.toLowerCase();
  }
  return undefined;
}

/**
 * What a DID document says about an account on atproto (atproto.com/specs/did, “DID Documents”): the first valid
 * handle of `alsoKnownAs`, the origin of the `#atproto_pds` service, the `#atproto` signing key as a Multikey.
 * Whatever of these is missing or is not of the shape that the specification gives is left undefined.
 *
 * @param json the document as a service or a stranger's host sent it
 * @param did the DID that was asked for
 * @param service host that sent it, for the error
 * @param text the JSON of it
 * @throws XrpcError `malformed` when it is no document, or the document of another DID
 */
export function readDidDocument(json: unknown, did: string, service: string, text?: string): DidDocument {
  const malformed = (message: string): XrpcError =>
    new XrpcError({ failure: 'malformed', service, nsid: 'did document', message });
  if (!isObject(json)) throw malformed(`What ${service} sent for ${did} is not a DID document`);
  if (typeof json.id !== 'string') {
    throw malformed(`The DID document that ${service} sent for ${did} has no id`);
  }
  if (json.id !== did) {
    throw malformed(
      `${service} sent the DID document of another account: ${json.id.slice(0, 80)} instead of ${did}`,
    );
  }
  return {
    did,
    handle: claimedHandle(json.alsoKnownAs),
    pds: readPds(json).value,
    signingKey: readSigningKey(json, did).value,
    document: json,
    ...(text !== undefined && mayBeOdd(text) && { documentJson: text }),
  };
}
