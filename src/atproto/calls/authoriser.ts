import type { CallOptions } from './call-options.js';
import type { ExchangeAnswer } from './exchange.js';
import type { RequestBody } from './request-body.js';
import type { Call, Transport } from './transport.js';

/** An XRPC call before it is said where it goes and who makes it. */
export interface XrpcCall extends CallOptions {
  readonly nsid: string;
  readonly method: 'GET' | 'POST';
  /** Path and query, the same at every origin. */
  readonly path: string;
  readonly body?: RequestBody | undefined;
  /** Whether it may be sent again where that may help; by default a GET may. */
  readonly mayRepeat?: boolean | undefined;
  /** MIME type that is asked for. Default: JSON. */
  readonly accept?: string | undefined;
  /** What no answer may show. */
  readonly secrets?: readonly string[] | undefined;
}

export interface XrpcAnswer extends ExchangeAnswer {
  /** Host, and port where not the default, of the service that answered. */
  readonly service: string;
}

/**
 * Who a call is made as, and where it goes. Whoever makes a call does not know which it is. What an implementation does for it
 * (renewing a token, answering a demand for another proof, asking somebody else) ends with one answer.
 */
export interface Authoriser {
  /**
   * The last answer, whatever its status. Throws an `XrpcError` where there is none, and an AbortError when the signal
   * of the call aborts.
   */
  send(call: XrpcCall): Promise<XrpcAnswer>;
}

/** Where calls go, and what goes with each of them. */
export interface Destination extends Pick<Call, 'policy' | 'credentials'> {
  readonly origin: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Sends an XRPC call to one origin. */
export async function sendTo(
  transport: Transport,
  { origin, headers, policy, credentials }: Destination,
  { path, accept = 'application/json', ...call }: XrpcCall,
): Promise<XrpcAnswer> {
  const answer = await transport.send({
    ...call,
    url: new URL(path, origin),
    headers: { accept, ...headers },
    policy,
    credentials,
  });
  return { ...answer, service: origin.host };
}

/** Calls one service as nobody. */
export function nobodyAt(
  transport: Transport,
  origin: URL,
  policy: Call['policy'],
  headers?: Destination['headers'],
): Authoriser {
  return { send: (call) => sendTo(transport, { origin, policy, headers }, call) };
}
