import type { ExchangeAnswer } from './exchange.js';
import type { Call, Transport } from './transport.js';
import { XrpcError } from './xrpc-error.js';

/**
 * Sends a call as nobody, and follows where an answer sends it, so many times at most. Whoever answered named that address, even where the
 * user named the first: it is held against the host policy. Resolves to the last answer and who gave it; throws as the transport, and
 * a `refused` XrpcError where it is sent on too often.
 */
export async function followed(
  transport: Transport,
  call: Omit<Call, 'credentials'>,
  redirectsMax: number,
): Promise<{ readonly answer: ExchangeAnswer; readonly url: URL }> {
  let { url } = call;
  let answer = await transport.send(call);
  for (let times = 0; times < redirectsMax; times++) {
    const next = redirectOf(answer, url);
    if (next === undefined) return { answer, url };
    url = next;
    answer = await transport.send({ ...call, url, policy: 'stranger' });
  }
  if (redirectsMax === 0 || redirectOf(answer, url) === undefined) return { answer, url };
  throw new XrpcError({
    failure: 'refused',
    service: url.host,
    nsid: call.nsid,
    message: `${url.host}: redirects more than ${redirectsMax} times`,
  });
}

/** Where an answer sends who asked; undefined for one that is no redirect, or one that leads nowhere. */
function redirectOf({ status, headers }: ExchangeAnswer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return undefined;
  return URL.parse(headers.location, from.href) ?? undefined;
}
