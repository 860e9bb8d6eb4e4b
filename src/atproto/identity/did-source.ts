import { isHandle } from '@atcute/lexicons/syntax';
import type { FailedCall } from '../../text/failed-call.js';
import { isDeeperThan } from '../../text/json-depth.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { JsonFetch, JsonFetchAnswer } from '../calls/json-fetch.js';
import { reworded } from '../calls/reworded-error.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { type DidDocument, readDidDocument } from './did-document.js';

export interface DidSourceDeps {
  readonly fetch: JsonFetch;
  /** Origin of the PLC directory. */
  readonly plc: string;
  readonly policy: HostPolicy;
}

/** The directory takes no operation over 4 kB; what a host of a did:web sends is kept within reason, too. */
const DOCUMENT_MAX_BYTES = 256 * 1024;
/** A document has four. What reads, stores and writes it again goes down level by level, and thousands are more than the stack has. */
const DOCUMENT_LEVELS_MAX = 100;

const DOCUMENT_CALL_NAME = 'did document';

/** web.plc.directory/spec, “DID Identifier Syntax”. */
const PLC_DID = /^did:plc:[a-z2-7]{24}$/;

interface Source {
  readonly url: URL;
  readonly policy: 'configured' | 'stranger';
}

function refused(service: string, message: string): XrpcError {
  return new XrpcError({ failure: 'refused', service, nsid: DOCUMENT_CALL_NAME, message, tellsAll: true });
}

/**
 * Where the document of a did:web is. atproto has host names only, no paths, and ports on `localhost` only
 * (atproto.com/specs/did, “Blessed DID Methods”).
 */
function didWebUrl(did: string, policy: HostPolicy): URL {
  const identifier = did.slice('did:web:'.length);
  if (identifier.includes(':')) {
    throw refused(did, `${did} has a path, which atproto does not allow in a did:web`);
  }
  const [host = '', port] = identifier.split(/%3a/i);
  if (port !== undefined && host !== 'localhost') {
    throw refused(did, `${did} has a port, which atproto allows for localhost only`);
  }
  const authority = port === undefined ? host : `${host}:${port}`;
  const scheme = host === 'localhost' && policy.private ? 'http' : 'https';
  const url = URL.parse(`${scheme}://${authority}/.well-known/did.json`);
  if (
    url === null ||
    url.host !== new URL(`${scheme}://${authority}`).host ||
    !(host === 'localhost' || isHandle(host))
  ) {
    throw refused(did, `${did} does not name a host`);
  }
  return url;
}

function sourceOf(did: string, { plc, policy }: Pick<DidSourceDeps, 'plc' | 'policy'>): Source {
  if (did.startsWith('did:web:')) return { url: didWebUrl(did, policy), policy: 'stranger' };
  if (!did.startsWith('did:plc:')) {
    const method = did.split(':', 2).join(':');
    throw refused(did, `${did} cannot be looked up: atproto knows did:plc and did:web, not ${method}`);
  }
  if (!PLC_DID.test(did)) {
    throw refused(did, `${did} is not a whole did:plc: 24 letters and digits follow did:plc:`);
  }
  return { url: new URL(`${plc.replace(/\/+$/, '')}/${did}`), policy: 'configured' };
}

/** Where the document of a DID is fetched from; undefined for a DID that cannot be looked up. */
export function didDocumentUrl(did: string, deps: Pick<DidSourceDeps, 'plc' | 'policy'>): string | undefined {
  try {
    return sourceOf(did, deps).url.href;
  } catch (error) {
    if (error instanceof XrpcError) return undefined;
    throw error;
  }
}

/** The document as plain JSON that can be stored. */
function jsonOf(answer: JsonFetchAnswer, did: string, service: string): unknown {
  const failed = (failure: FailedCall['failure'], what: string): XrpcError =>
    new XrpcError({
      failure,
      service,
      nsid: DOCUMENT_CALL_NAME,
      message: `the DID document that ${service} sent for ${did} is ${what}`,
    });
  const text = answer.text();
  if (text.length > DOCUMENT_MAX_BYTES) throw failed('too-large', 'larger than 256 kB');
  let isDeep = false;
  try {
    const json: unknown = JSON.parse(text);
    isDeep = isDeeperThan(json, DOCUMENT_LEVELS_MAX);
    if (!isDeep) return json;
  } catch {
    throw failed(
      'malformed',
      text.trimStart().startsWith('<') ? 'a web page and not JSON' : 'not valid JSON',
    );
  }
  throw failed('malformed', `nested more than ${DOCUMENT_LEVELS_MAX} levels deep`);
}

function statusError(answer: JsonFetchAnswer, did: string, service: string): XrpcError {
  const { status } = answer;
  // The directory's own server answers 404 for deleted accounts, too, and tells them by the word.
  const deleted =
    status === 410 || (status === 404 && /DID not available/.test(answer.text().slice(0, 1000)));
  const message = deleted
    ? `the account ${did} has been deleted (${service} answered ${status})`
    : status === 404
      ? `there is no DID document of ${did}: ${service} does not have it (404)`
      : `${service} answered ${status} when asked for the DID document of ${did}`;
  return new XrpcError({
    failure: 'status',
    service,
    nsid: DOCUMENT_CALL_NAME,
    status,
    message,
    tellsAll: true,
  });
}

/**
 * Fetches and reads the document of a DID: did:plc at the PLC directory, did:web at its host.
 *
 * @throws XrpcError: `status` 404 (there is none) or 410 (deleted), `refused` for a DID that cannot be looked up or
 *   whose host may not be contacted, `malformed` for what is not the document of this DID, and what the transport throws
 */
export async function fetchDidDocument(
  did: string,
  deps: DidSourceDeps,
  signal: AbortSignal | undefined,
): Promise<DidDocument> {
  const { url, policy } = sourceOf(did, deps);
  let answer: JsonFetchAnswer;
  try {
    answer = await deps.fetch(url.href, { nsid: DOCUMENT_CALL_NAME, policy, signal });
  } catch (error) {
    if (!(error instanceof XrpcError)) throw error;
    throw reworded(error, `the DID document of ${did} could not be fetched: ${error.message}`);
  }
  if (answer.status !== 200) throw statusError(answer, did, url.host);
  return readDidDocument(jsonOf(answer, did, url.host), did, url.host, answer.text());
}
