import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { noProxies, type Proxies, type ProxyServer, type Way } from '../../keep/proxies.js';
import { clock } from '../../text/date-time.js';
import { steadyClock } from '../steady-clock.js';
import { abortError } from './abort-error.js';
import { type Connections, openConnections } from './agent.js';
import type { AnswerSink } from './answer-sink.js';
import { type CallFailure, callFailure, refusesHttp1 } from './call-failure.js';
import { connectionWords } from './connection-words.js';
import type { Credentials } from './credentials.js';
import { type ExchangeAnswer, type ExchangeRequest, exchange } from './exchange.js';
import type { HostPolicy } from './host-policy.js';
import type { CallJournal } from './journal.js';
import { ProxyError, proxyAuthorization, proxyStatusError } from './proxy-error.js';
import { type RequestBody, shownBody } from './request-body.js';
import { ATTEMPTS_MAX, type Hold, holdAfter, type Outcome, type Tries } from './retry.js';
import { retryAfter } from './retry-after.js';
import { TOKEN_CALL, withoutSecrets } from './secrets.js';
import { XrpcError } from './xrpc-error.js';

/** Bytes that an answer may have, counted after decompression. */
export const ANSWER_MAX_BYTES = 10 * 1024 * 1024;

export interface Call {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly nsid: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: RequestBody | undefined;
  /** Who makes the call; undefined: nobody. */
  readonly credentials?: Credentials | undefined;
  /** Whether it may be sent again where that may help; by default a GET may and a POST may not. */
  readonly mayRepeat?: boolean | undefined;
  /** What the answer may not show, beside the secrets of the credentials: the service may know it all the same. */
  readonly secrets?: readonly string[] | undefined;
  /** `stranger` for a host that a document names: it is held against the host policy, also after its name is looked up. */
  readonly policy: 'configured' | 'stranger';
  readonly signal?: AbortSignal | undefined;
  /** Bytes that its answer may have. Default: {@link ANSWER_MAX_BYTES}. */
  readonly answerMaxBytes?: number | undefined;
  /** Takes the answer as it comes, instead of memory; it may have to begin again where a call is sent again. */
  readonly into?: AnswerSink | undefined;
  /** Nobody asked for it. */
  readonly isBackground?: boolean | undefined;
}

export interface Transport {
  /**
   * Sends a call and gives the last answer, whatever its status. Throws an {@link XrpcError} where there is none, and
   * an AbortError at once when the signal aborts or the transport closes.
   */
  send(call: Call): Promise<ExchangeAnswer>;
  /** Ends every call and connection. */
  close(): Promise<void>;
}

export interface TransportSettings {
  readonly journal: CallJournal;
  readonly policy: HostPolicy;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** The proxies that calls go through; none by default. */
  readonly proxies?: Proxies | undefined;
}

export function createTransport(settings: TransportSettings): Transport {
  const { journal, policy, timeoutMs, proxies = noProxies } = settings;
  const opened = new Map<string, Promise<Connections>>();
  /** Origins whose servers refused every other version of HTTP. */
  const http2Only = new Set<string>();
  const underWay = new Set<AbortController>();
  let closed = false;

  async function agentFor({ policy: kind, url }: Call, way: Way): Promise<Dispatcher> {
    const http2 = http2Only.has(url.origin);
    const guard = kind === 'stranger' && way.kind === 'direct' ? policy : undefined;
    const proxy = proxyOf(way);
    const forwards = forwarderOf(way, url) !== undefined;
    const key = `${guard !== undefined} ${http2} ${proxy?.variable ?? ''} ${forwards}`;
    let connections = opened.get(key);
    if (connections === undefined) {
      connections = openConnections({ connectTimeoutMs: timeoutMs, guard, proxy, forwards, http2 });
      opened.set(key, connections);
    }
    return (await connections).agent;
  }

  /** One attempt. A server that takes HTTP/2 only says so before it has read anything: it is asked once more, in that. */
  async function attemptAt(call: Call, way: Way, request: ExchangeRequest): Promise<Attempt> {
    const { origin } = call.url;
    // Other calls may learn it meanwhile.
    const isHttp2 = http2Only.has(origin);
    const attempt = await attemptOf(call, way, exchange(await agentFor(call, way), request));
    if (attempt.kind !== 'failure' || !refusesHttp1(attempt.error) || isHttp2) return attempt;
    http2Only.add(origin);
    return await attemptOf(call, way, exchange(await agentFor(call, way), request));
  }

  /** Sends the call as often as may help, and notes each wait in the journal. */
  async function attempts(call: Call, way: Way, id: number, signal: AbortSignal): Promise<ExchangeAnswer> {
    checkPlace(call, way, policy);
    const mayRepeat = call.mayRepeat ?? call.method === 'GET';
    let tries: Tries = { failed: 0, holds: 0 };
    for (;;) {
      const cap = call.answerMaxBytes ?? ANSWER_MAX_BYTES;
      const request = { ...requestOf(call), timeoutMs, cap, signal, forwarder: forwarderOf(way, call.url) };
      const attempt = await attemptAt(call, way, request);
      signal.throwIfAborted();
      const hold = mayRepeat ? holdAfter(attempt, tries) : undefined;
      if (hold === undefined) return lastWord(attempt);
      tries = hold.tries;
      const note = noteOf(hold, attempt);
      const waitingUntil = steadyClock.now() + hold.milliseconds;
      journal.progress(id, {
        ...(attempt.kind === 'answer' && { status: attempt.status }),
        note: `${note}; waiting until ${clock(Date.now() + hold.milliseconds)}`,
        waitingUntil,
      });
      await pause(hold.milliseconds, undefined, { signal });
      journal.progress(id, { note, waitingUntil: undefined });
    }
  }

  return {
    async send(call) {
      if (closed) throw abortError('the client is closed');
      if (call.signal?.aborted === true) throw abortError(call.signal.reason);
      const run = new AbortController();
      const onAbort = () => run.abort(abortError(call.signal?.reason));
      call.signal?.addEventListener('abort', onAbort, { once: true });
      underWay.add(run);
      const { method, nsid, url, isBackground } = call;
      const way = proxies.wayTo(url);
      const via = proxyOf(way)?.host;
      const id = journal.begin({
        method,
        nsid,
        url,
        headers: shownHeaders(call),
        sent: sentBody(call),
        via,
        isBackground,
      });
      try {
        const answer = withoutOurSecrets(await attempts(call, way, id, run.signal), call);
        const { status, bytes, taken } = answer;
        journal.progress(id, {
          status,
          ...(taken === undefined ? { answer: bytes } : { taken }),
          done: true,
        });
        return answer;
      } catch (cause) {
        const error: unknown = run.signal.aborted ? run.signal.reason : cause;
        const note = run.signal.aborted ? 'aborted' : error instanceof Error ? error.message : String(error);
        journal.progress(id, { note, waitingUntil: undefined, done: true });
        throw error;
      } finally {
        underWay.delete(run);
        call.signal?.removeEventListener('abort', onAbort);
      }
    },

    async close() {
      closed = true;
      for (const run of underWay) run.abort(abortError('the client is closed'));
      await Promise.all([...opened.values()].map(async (connections) => (await connections).close()));
    },
  };
}

/** Throws a `refused` XrpcError where a call may not go to where it is addressed, or not with what it carries. */
function checkPlace({ url, nsid, policy: kind, credentials }: Call, way: Way, policy: HostPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused(url, nsid, `${url.protocol} is not a way to reach a service`);
  }
  if (credentials !== undefined && credentials.origin !== url.origin) {
    throw refused(url, nsid, `the sign-in is for ${credentials.origin} and goes nowhere else`);
  }
  if (kind === 'stranger') policy.check(url, proxyOf(way)?.host);
  if (way.kind === 'unusable') {
    const message = `${way.problem}, so ${url.host} was not asked`;
    throw new XrpcError({ failure: 'refused', service: url.host, nsid, message, tellsAll: true });
  }
}

const proxyOf = (way: Way): ProxyServer | undefined => (way.kind === 'proxy' ? way.proxy : undefined);

/** A proxy that asks in our place: what is plain http is not worth a tunnel, and many proxies open none for it. */
function forwarderOf(way: Way, { protocol }: URL): ExchangeRequest['forwarder'] {
  const proxy = proxyOf(way);
  if (proxy === undefined || proxy.kind === 'socks5' || protocol !== 'http:') return undefined;
  return { origin: `${proxy.kind}://${proxy.host}`, headers: proxyAuthorization(proxy) };
}

function requestOf({ url, method, headers, body, credentials, into }: Call) {
  const type = body && { 'content-type': body.type };
  return {
    url,
    method,
    headers: { ...headers, ...type, ...credentials?.headers(method, url) },
    body: body?.bytes,
    into,
  };
}

type Attempt =
  | (Extract<Outcome, { kind: 'answer' }> & { readonly answer: ExchangeAnswer })
  | (Extract<Outcome, { kind: 'failure' }> & CallFailure);

async function attemptOf(call: Call, way: Way, sent: Promise<ExchangeAnswer>): Promise<Attempt> {
  const proxy = proxyOf(way);
  const forwarder = forwarderOf(way, call.url) && proxy;
  try {
    const answer = await sent;
    const { status, headers } = answer;
    if (forwarder && isOfProxy(answer)) throw proxyStatusError(forwarder, status, call.url.host);
    const now = Date.now();
    const until = retryAfter(status, headers, now);
    return { kind: 'answer', answer, status, asksToWait: until === undefined ? undefined : until - now };
  } catch (cause) {
    const failure = forwarder ? forwarderFailure(forwarder, cause) : cause;
    return { kind: 'failure', ...callFailure(failure, call.url.host, call.nsid, proxy?.host) };
  }
}

/** Whether a proxy that asks for us answers for itself: 407 is its own status, and services say in JSON what is wrong. */
function isOfProxy({ status, bytes }: ExchangeAnswer): boolean {
  if (status === 407) return true;
  return [502, 503, 504].includes(status) && !bytes.toString('utf8', 0, 64).trimStart().startsWith('{');
}

/** No connection but the one to the proxy was ours: where that fails, it is the proxy that failed. */
function forwarderFailure(proxy: ProxyServer, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  const { words, failure, passing } = connectionWords(cause);
  return new ProxyError(proxy, `cannot be reached: ${words}`, { failure, passing, cause });
}

function lastWord(attempt: Attempt): ExchangeAnswer {
  if (attempt.kind === 'failure') throw attempt.error;
  return attempt.answer;
}

function noteOf({ kind, tries }: Hold, attempt: Attempt): string {
  if (kind === 'rate limit') return 'rate limit (429)';
  const which = `attempt ${tries.failed} of ${ATTEMPTS_MAX}`;
  return attempt.kind === 'failure'
    ? `${which}: ${attempt.error.message}`
    : `${which} was answered ${attempt.status}`;
}

/** Headers as the journal may have them: it never sees credentials. */
function shownHeaders({ headers, body, credentials }: Call): Record<string, string> {
  return {
    ...headers,
    ...(body && { 'content-type': body.type }),
    ...(credentials?.shown !== undefined && { authorization: credentials.shown }),
  };
}

function sentBody(call: Call): string | undefined {
  return call.body && shownBody(call.body, call.nsid, secretsOf(call));
}

/** What no answer may show and no journal may have. */
function secretsOf({ credentials, secrets = [] }: Call): readonly string[] {
  return [...(credentials?.secrets ?? []), ...secrets];
}

/** Answers of who makes tokens that are no errors stay whole: tokens are what they are asked for, and the journal keeps none. */
function withoutOurSecrets(answer: ExchangeAnswer, call: Call): ExchangeAnswer {
  const makesTokens = call.nsid.startsWith('com.atproto.server.') || call.nsid === TOKEN_CALL;
  const isDue = answer.status === 200 && makesTokens;
  return isDue ? answer : withoutSecrets(answer, secretsOf(call));
}

function refused(url: URL, nsid: string, words: string): XrpcError {
  return new XrpcError({ failure: 'refused', service: url.host, nsid, message: `${url.host}: ${words}` });
}
