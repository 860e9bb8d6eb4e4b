import type { Authoriser, XrpcAnswer, XrpcCall } from './authoriser.js';
import type { CallOptions } from './call-options.js';
import { Reply } from './reply.js';
import { jsonBody, type RequestBody } from './request-body.js';
import { statusError } from './status-error.js';
import type { ProcedureInput, ProcedureName, QueryName, QueryParams } from './xrpc-methods.js';

export interface ProcedureOptions extends CallOptions {
  /** True where doing it twice is the same as doing it once: it is then sent again as a query is. */
  readonly mayRepeat?: boolean | undefined;
  /** What of the input no answer and no journal may show. */
  readonly secrets?: readonly string[] | undefined;
}

/**
 * XRPC as somebody. Both throw an `XrpcError` where the answer is an error or does not come, and an AbortError when `signal`
 * aborts; what the answer holds is for the reader of the {@link Reply} to check.
 */
export interface Xrpc {
  /** Asks for something. */
  query<Name extends QueryName>(name: Name, params: QueryParams<Name>, options?: CallOptions): Promise<Reply>;
  /** Has something done: sent once, whatever comes of it, unless the caller says that it may be repeated. */
  procedure<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
    options?: ProcedureOptions,
  ): Promise<Reply>;
}

/** XRPC over what sends each call where it belongs, as who it is made as (atproto.com/specs/xrpc). */
export function createXrpc(authoriser: Authoriser): Xrpc {
  return {
    query: async (nsid, params, options) =>
      replyOf(await sendQuery(authoriser, nsid, queryString(params), options), nsid),

    async procedure(nsid, input, { signal, mayRepeat, secrets } = {}) {
      const body = bodyOf(input);
      const path = `/xrpc/${nsid}`;
      const answer = await authoriser.send({ nsid, method: 'POST', path, body, mayRepeat, secrets, signal });
      // Some services answer 204 where a method has no output.
      if (answer.status < 200 || answer.status > 299) throw errorOf(answer, nsid);
      return replyOf(answer, nsid);
    },
  };
}

/**
 * Asks any query, whether or not a lexicon of it is known here, and gives an answer of success. Throws as {@link Xrpc.query}.
 *
 * @param query what stands behind the name of the method, with its `?`
 */
export async function sendQuery(
  authoriser: Authoriser,
  nsid: string,
  query: string,
  { signal, answerMaxBytes, isBackground, accept }: CallOptions & Pick<XrpcCall, 'accept'> = {},
): Promise<XrpcAnswer> {
  const answer = await authoriser.send({
    nsid,
    method: 'GET',
    path: `/xrpc/${nsid}${query}`,
    accept,
    signal,
    answerMaxBytes,
    isBackground,
  });
  if (answer.status !== 200) throw errorOf(answer, nsid);
  return answer;
}

/** What an answer of success holds, to be read. */
export function replyOf({ bytes, service, headers }: XrpcAnswer, nsid: string): Reply {
  return new Reply(bytes, service, nsid, headers);
}

function errorOf(answer: XrpcAnswer, nsid: string): Error {
  return statusError(answer, answer.service, nsid);
}

function bodyOf(input: object | undefined): RequestBody | undefined {
  if (input === undefined) return undefined;
  return isRequestBody(input) ? input : jsonBody(input);
}

function isRequestBody(input: object): input is RequestBody {
  return 'bytes' in input && input.bytes instanceof Uint8Array;
}

/** `?name=value`, a list as the same name again and again; what is undefined is left out. Empty where there is nothing. */
export function queryString(params: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) {
      if (one !== undefined) query.append(name, String(one));
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}
