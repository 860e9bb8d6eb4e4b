import { isHandle } from '@atcute/lexicons/syntax';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { Identity } from './identity.js';
import { multikey } from './signing-key.js';

export type DidDocument = Pick<Identity, 'did' | 'handle' | 'pds' | 'signingKey' | 'document'>;

function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function claimedHandle(alsoKnownAs: unknown): string | undefined {
  if (!Array.isArray(alsoKnownAs)) return undefined;
  for (const name of alsoKnownAs) {
    if (typeof name !== 'string' || !name.startsWith('at://')) continue;
    const handle = name.slice('at://'.length);
    if (isHandle(handle)) return handle.toLowerCase();
  }
  return undefined;
}

/** Both spellings are in use: `#name`, and the same after the DID. */
function named(item: JsonObject, did: string, name: string): boolean {
  return item.id === `#${name}` || item.id === `${did}#${name}`;
}

/** The origin of a URL that is nothing but an origin: no user, path, query or fragment. */
function originOf(endpoint: unknown): string | undefined {
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return bare && (url.protocol === 'https:' || url.protocol === 'http:') ? url.origin : undefined;
}

function pdsOf(document: JsonObject, did: string): string | undefined {
  const entry = objectsOf(document.service).find(
    (service) =>
      named(service, did, 'atproto_pds') &&
      [service.type].flat().includes('AtprotoPersonalDataServer') &&
      originOf(service.serviceEndpoint) !== undefined,
  );
  return originOf(entry?.serviceEndpoint);
}

function signingKeyOf(document: JsonObject, did: string): string | undefined {
  for (const method of objectsOf(document.verificationMethod)) {
    if (!named(method, did, 'atproto') || method.controller !== did) continue;
    const key = multikey(method.type, method.publicKeyMultibase);
    if (key !== undefined) return key;
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
 * @throws XrpcError `malformed` when it is no document, or the document of another DID
 */
export function readDidDocument(json: unknown, did: string, service: string): DidDocument {
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
    pds: pdsOf(json, did),
    signingKey: signingKeyOf(json, did),
    document: json,
  };
}
