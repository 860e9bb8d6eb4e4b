import { setTimeout as pause } from 'node:timers/promises';
import type { Agent } from 'undici';
import { clock } from '../../text/date-time.js';
import { steadyClock } from '../steady-clock.js';
import { abortError } from './abort-error.js';
import { createAgent } from './agent.js';
import { type CallFailure, callFailure, refusesHttp1 } from './call-failure.js';
import type { Credentials } from './credentials.js';
import { type ExchangeAnswer, type ExchangeRequest, exchange } from './exchange.js';
import type { HostPolicy } from './host-policy.js';
import type { CallJournal } from './journal.js';
import { type RequestBody, shownBody } from './request-body.js';
import { ATTEMPTS_MAX, type Hold, holdAfter, type Outcome, type Tries } from './retry.js';
import { retryAfter } from './retry-after.js';
import { withoutSecrets } from './secrets.js';
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
}

export function createTransport({ journal, policy, timeoutMs }: TransportSettings): Transport {
  const agents = new Map<string, Promise<Agent>>();
  /** Origins whose servers refused every other version of HTTP. */
  const http2Only = new Set<string>();
  const underWay = new Set<AbortController>();
  let closed = false;

  function agentFor({ policy: kind, url }: Call): Promise<Agent> {
    const http2 = http2Only.has(url.origin);
    const key = `${kind} ${http2}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      const guard = kind === 'stranger' ? policy : undefined;
      agent = createAgent({ connectTimeoutMs: timeoutMs, guard, http2 });
      agents.set(key, agent);
    }
    return agent;
  }

  /** One attempt. A server that takes HTTP/2 only says so before it has read anything: it is asked once more, in that. */
  async function attemptAt(call: Call, request: ExchangeRequest): Promise<Attempt> {
    const { origin } = call.url;
    // Other calls may learn it meanwhile.
    const isHttp2 = http2Only.has(origin);
    const attempt = await attemptOf(call, exchange(await agentFor(call), request));
    if (attempt.kind !== 'failure' || !refusesHttp1(attempt.error) || isHttp2) return attempt;
    http2Only.add(origin);
    return await attemptOf(call, exchange(await agentFor(call), request));
  }

  /** Sends the call as often as may help, and notes each wait in the journal. */
  async function attempts(call: Call, id: number, signal: AbortSignal): Promise<ExchangeAnswer> {
    checkPlace(call, policy);
    const mayRepeat = call.mayRepeat ?? call.method === 'GET';
    let tries: Tries = { failed: 0, holds: 0 };
    for (;;) {
      const request = { ...requestOf(call), timeoutMs, cap: call.answerMaxBytes ?? ANSWER_MAX_BYTES, signal };
      const attempt = await attemptAt(call, request);
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
      const { method, nsid, url } = call;
      const id = journal.begin({ method, nsid, url, headers: shownHeaders(call), sent: sentBody(call) });
      try {
        const answer = withoutOurSecrets(await attempts(call, id, run.signal), call);
        journal.progress(id, { status: answer.status, answer: answer.bytes, done: true });
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
      await Promise.all([...agents.values()].map(async (agent) => (await agent).destroy()));
    },
  };
}

/** Throws a `refused` XrpcError where a call may not go to where it is addressed, or not with what it carries. */
function checkPlace({ url, nsid, policy: kind, credentials }: Call, policy: HostPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused(url, nsid, `${url.protocol} is not a way to reach a service`);
  }
  if (credentials !== undefined && credentials.origin !== url.origin) {
    throw refused(url, nsid, `the sign-in is for ${credentials.origin} and goes nowhere else`);
  }
  if (kind === 'stranger') policy.check(url);
}

function requestOf({ url, method, headers, body, credentials }: Call) {
  const type = body && { 'content-type': body.type };
  return {
    url,
    method,
    headers: { ...headers, ...type, ...credentials?.headers(method, url) },
    body: body?.bytes,
  };
}

type Attempt =
  | (Extract<Outcome, { kind: 'answer' }> & { readonly answer: ExchangeAnswer })
  | (Extract<Outcome, { kind: 'failure' }> & CallFailure);

async function attemptOf(call: Call, sent: Promise<ExchangeAnswer>): Promise<Attempt> {
  try {
    const answer = await sent;
    const { status, headers } = answer;
    const now = Date.now();
    const until = retryAfter(status, headers, now);
    return { kind: 'answer', answer, status, asksToWait: until === undefined ? undefined : until - now };
  } catch (cause) {
    return { kind: 'failure', ...callFailure(cause, call.url.host, call.nsid) };
  }
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
    ...(credentials && { authorization: credentials.shown }),
  };
}

function sentBody(call: Call): string | undefined {
  return call.body && shownBody(call.body, call.nsid, secretsOf(call));
}

/** What no answer may show and no journal may have. */
function secretsOf({ credentials, secrets = [] }: Call): readonly string[] {
  return [...(credentials?.secrets ?? []), ...secrets];
}

/** Answers of com.atproto.server.* that are no errors stay whole: tokens are what they are asked for, and the journal keeps none. */
function withoutOurSecrets(answer: ExchangeAnswer, call: Call): ExchangeAnswer {
  const isDue = answer.status === 200 && call.nsid.startsWith('com.atproto.server.');
  return isDue ? answer : withoutSecrets(answer, secretsOf(call));
}

function refused(url: URL, nsid: string, words: string): XrpcError {
  return new XrpcError({ failure: 'refused', service: url.host, nsid, message: `${url.host}: ${words}` });
}
