import type { IncomingHttpHeaders } from 'node:http';
import { isAbortError } from '../../calls/abort-error.js';
import type { Credentials } from '../../calls/credentials.js';
import type { HostPolicy } from '../../calls/host-policy.js';
import { TOKEN_CALL } from '../../calls/secrets.js';
import type { Transport } from '../../calls/transport.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import { checkSecretPlace, policyOf } from '../session-place.js';
import { METADATA_CALL, PAR_CALL, REVOKE_CALL } from './oauth-calls.js';

export interface OAuthFetchDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  /** The origin that the user has named. */
  readonly given?: string | undefined;
  /** Origin of the authorization server, where it is known; else the first one whose metadata are read. */
  readonly issuer?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of an answer; the library takes less of each. */
const ANSWER_MAX_BYTES = 256 * 1024;

const SERVER_METADATA = '/.well-known/oauth-authorization-server';

/** What of a form no answer and no error may show. */
const SECRET_FIELDS = ['code', 'code_verifier', 'refresh_token', 'token'];

/**
 * The `fetch` of one errand of the library, over our transport: each host is held against the host policy, each call is in the journal,
 * and a form with a proof goes to the authorization server alone.
 */
export class OAuthFetch {
  readonly #deps: OAuthFetchDeps;
  #issuer: string | undefined;
  #failure: unknown;
  #posts = 0;
  #lastStatus: number | undefined;

  constructor(deps: OAuthFetchDeps) {
    this.#deps = deps;
    this.#issuer = deps.issuer;
  }

  /** Why the last call had no answer; the library drops that, or tells it in words of its own. */
  get failure(): unknown {
    return this.#failure;
  }

  /** How many forms were sent. */
  get posts(): number {
    return this.#posts;
  }

  /** What the last call was answered with. */
  get lastStatus(): number | undefined {
    return this.#lastStatus;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    this.#failure = undefined;
    this.#lastStatus = undefined;
    try {
      const response = await this.#send(request);
      this.#lastStatus = response.status;
      return response;
    } catch (reason) {
      const error = this.#isLate(request, reason) ? notInTime(new URL(request.url), reason) : reason;
      this.#failure = error;
      throw error;
    }
  };

  /** Whether the library gave up: nobody stopped the errand. */
  #isLate({ signal }: Request, error: unknown): boolean {
    return isAbortError(error) && signal.aborted && !this.#deps.signal?.aborted;
  }

  async #send(request: Request): Promise<Response> {
    const { transport, policy, given, signal: stop } = this.#deps;
    const signal = stop === undefined ? request.signal : AbortSignal.any([stop, request.signal]);
    const url = new URL(request.url);
    const place = { pds: url.origin, given: url.origin === given };
    checkSecretPlace(place, policy);
    const call = {
      url,
      policy: policyOf(place),
      headers: { accept: 'application/json' },
      signal,
      answerMaxBytes: ANSWER_MAX_BYTES,
    };
    if (request.method === 'GET') {
      if (url.pathname === SERVER_METADATA) this.#issuer ??= url.origin;
      return responseOf(await transport.send({ ...call, method: 'GET', nsid: METADATA_CALL }), url);
    }
    const form = await request.text();
    const nsid = nameOf(url, form);
    this.#posts++;
    const answer = await transport.send({
      ...call,
      // What spends a code or a token, or ends one, is not broken off: nobody would know what became of it.
      signal: nsid === PAR_CALL ? signal : request.signal,
      method: 'POST',
      nsid,
      body: { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(form) },
      credentials: this.#proof(request),
      secrets: secretsIn(form),
    });
    return responseOf(answer, url);
  }

  /** The library signs a proof for each call itself. */
  #proof({ headers }: Request): Credentials {
    const proof = headers.get('dpop') ?? '';
    return {
      origin: this.#issuer ?? '',
      shown: undefined,
      headers: () => ({ dpop: proof }),
      secrets: [proof],
    };
  }
}

function notInTime({ host }: URL, cause: unknown): XrpcError {
  const message = `${host}: no answer in time`;
  return new XrpcError({ failure: 'timeout', service: host, nsid: METADATA_CALL, message, cause });
}

function nameOf({ pathname }: URL, form: string): string {
  const fields = new URLSearchParams(form);
  if (fields.has('grant_type')) return TOKEN_CALL;
  return fields.has('token') || pathname.endsWith('/revoke') ? REVOKE_CALL : PAR_CALL;
}

function secretsIn(form: string): readonly string[] {
  const fields = new URLSearchParams(form);
  return SECRET_FIELDS.map((name) => fields.get(name)).filter((value) => value !== null);
}

/** Statuses whose answers have no body (fetch.spec.whatwg.org, “null body status”). */
const WITHOUT_BODY = [101, 103, 204, 205, 304];

function responseOf(
  {
    status,
    headers,
    bytes,
  }: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer<ArrayBuffer> },
  { host }: URL,
): Response {
  if (status < 200 || status > 599) {
    const message = `${host}: the answer has the status ${status}`;
    throw new XrpcError({ failure: 'malformed', service: host, nsid: METADATA_CALL, message });
  }
  const kept = new Headers();
  for (const name of ['content-type', 'dpop-nonce', 'www-authenticate']) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  return new Response(WITHOUT_BODY.includes(status) ? null : bytes, { status, headers: kept });
}
