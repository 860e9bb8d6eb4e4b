import type {} from '@atcute/atproto';
import type {} from '@atcute/bluesky';
import { Client, type ClientResponse, type FetchHandler } from '@atcute/client';
import type { XRPCQueries } from '@atcute/lexicons/ambient';
import type { InferInput, InferOutput, ObjectSchema, XRPCLexBodyParam } from '@atcute/lexicons/validations';
import type { CallOptions } from './call-options.js';
import { Reply } from './reply.js';
import { statusError } from './status-error.js';
import type { Call, Transport } from './transport.js';
import { WholeResponse } from './whole-response.js';

/** The queries of the published lexicons of com.atproto.* and app.bsky.*. */
export type QueryName = keyof XRPCQueries & string;

export type QueryParams<Name extends QueryName> = XRPCQueries[Name] extends {
  params: infer Params extends ObjectSchema;
}
  ? InferInput<Params>
  : undefined;

export type QueryOutput<Name extends QueryName> = XRPCQueries[Name] extends {
  output: infer Output extends XRPCLexBodyParam;
}
  ? InferOutput<Output['schema']>
  : unknown;

export interface Xrpc {
  /**
   * Asks one service. Throws an `XrpcError` where the answer is not of status 200 or does not come, and an AbortError
   * when `signal` aborts; what the answer holds is for the reader of the {@link Reply} to check.
   */
  query<Name extends QueryName>(name: Name, params: QueryParams<Name>, options?: CallOptions): Promise<Reply>;
}

/**
 * XRPC at one origin, over the transport; `extra` are headers of every call. What is sent to this service beside the call
 * itself (a proxy header, the token of a session) belongs here and not in the transport: so it can never reach another origin.
 * `secrets` are what else no answer may show.
 */
export function createXrpc(
  transport: Transport,
  service: URL,
  policy: Call['policy'],
  extra: Readonly<Record<string, string>> = {},
  secrets: readonly string[] = [],
): Xrpc {
  const client = new Client({ handler: fetchHandler(transport, service, policy, extra, secrets) });
  // The client's own signature is generic over the options' literal type, which a generic caller cannot give.
  const get = client.get.bind(client) as (
    name: string,
    options: GetOptions,
  ) => Promise<ClientResponse<never, { as: 'bytes' }>>;

  return {
    async query(name, params, { signal } = {}) {
      const answer = await get(name, { params, as: 'bytes', ...(signal === undefined ? {} : { signal }) });
      const { buffer, byteOffset, byteLength } = answer.data as Uint8Array;
      return new Reply(Buffer.from(buffer, byteOffset, byteLength), service.host, name);
    },
  };
}

interface GetOptions {
  params: unknown;
  as: 'bytes';
  signal?: AbortSignal;
}

function fetchHandler(
  transport: Transport,
  service: URL,
  policy: Call['policy'],
  extra: Readonly<Record<string, string>>,
  secrets: readonly string[],
): FetchHandler {
  return async (pathname, init) => {
    const url = new URL(pathname, service);
    const nsid = url.pathname.replace('/xrpc/', '');
    const answer = await transport.send({
      url,
      method: 'GET',
      nsid,
      headers: {
        accept: 'application/json',
        ...(init.headers && Object.fromEntries(new Headers(init.headers))),
        ...extra,
      },
      secrets,
      policy,
      signal: init.signal ?? undefined,
    });
    if (answer.status !== 200) {
      throw statusError(answer, service.host, nsid);
    }
    return new WholeResponse(url.href, answer.status, answer.headers, answer.bytes);
  };
}
