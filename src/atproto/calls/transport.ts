import { lookup as systemLookup } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Agent } from 'undici';
import { abortError } from './abort-error.js';
import { ADDRESS_REFUSED, callFailure } from './call-failure.js';
import { type ExchangeAnswer, exchange } from './exchange.js';
import type { HostPolicy } from './host-policy.js';
import type { CallJournal } from './journal.js';
import { backoff, MAX_ATTEMPTS, MAX_HOLDS, MAX_WAIT, mayPass, retryAt } from './retry.js';
import { withoutSecrets } from './secrets.js';
import { XrpcError } from './xrpc-error.js';

/** Bytes that an answer may have, counted after decompression. */
export const MAX_ANSWER = 10 * 1024 * 1024;

export interface Call {
  readonly url: URL;
  /** Reads are sent again where that may help, writes never. */
  readonly method: 'GET' | 'POST';
  readonly nsid: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** What the answer may not show, beside the token that is sent: the service may know it all the same. */
  readonly secrets?: readonly string[] | undefined;
  /** `stranger` for a host that a document names: it is held against the host policy, also after its name is looked up. */
  readonly policy: 'configured' | 'stranger';
  readonly signal?: AbortSignal | undefined;
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
  readonly timeout: number;
}

export function createTransport({ journal, policy, timeout }: TransportSettings): Transport {
  const agents = new Map<Call['policy'], Promise<Agent>>();
  const underWay = new Set<AbortController>();
  let closed = false;

  function agentFor(kind: Call['policy']): Promise<Agent> {
    let agent = agents.get(kind);
    if (agent === undefined) {
      agent = createAgent(timeout, kind === 'stranger' ? guardedLookup(policy) : undefined);
      agents.set(kind, agent);
    }
    return agent;
  }

  function checkHost({ url, nsid, policy: kind }: Call): void {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw refused(url, nsid, `${url.protocol} is not a way to reach a service`);
    }
    if (kind === 'stranger') {
      policy.check(url);
    }
  }

  async function attempts(call: Call, id: number, signal: AbortSignal): Promise<ExchangeAnswer> {
    const { url, nsid, method, headers = {}, body } = call;
    checkHost(call);
    const dispatcher = await agentFor(call.policy);
    const request = { url, method, headers, body, timeout, cap: MAX_ANSWER, signal };
    const isRead = method === 'GET';

    /** Holds the call back, and says so in the journal. */
    async function hold(milliseconds: number, note: string): Promise<void> {
      const until = Date.now() + milliseconds;
      journal.progress(id, { note: `${note}; waiting until ${clock(until)}`, waitingUntil: until });
      await pause(milliseconds, signal);
      journal.progress(id, { note, waitingUntil: undefined });
    }

    let failed = 0;
    let holds = 0;
    for (;;) {
      let answer: ExchangeAnswer;
      try {
        answer = await exchange(dispatcher, request);
      } catch (cause) {
        signal.throwIfAborted();
        const { error, passing } = callFailure(cause, url.host, nsid);
        failed++;
        if (!isRead || !passing || failed >= MAX_ATTEMPTS) {
          throw error;
        }
        await hold(backoff(failed), `attempt ${failed} of ${MAX_ATTEMPTS}: ${error.message}`);
        continue;
      }

      const asked = waitAsked(answer.headers);
      if (isRead && answer.status === 429 && holds < MAX_HOLDS && asked <= MAX_WAIT) {
        journal.progress(id, { status: 429 });
        holds++;
        await hold(Math.max(asked, backoff(holds)), 'rate limit (429)');
      } else if (isRead && mayPass(answer.status) && failed + 1 < MAX_ATTEMPTS && asked <= MAX_WAIT) {
        journal.progress(id, { status: answer.status });
        failed++;
        await hold(
          Math.max(asked, backoff(failed)),
          `attempt ${failed} of ${MAX_ATTEMPTS} was answered ${answer.status}`,
        );
      } else {
        return answer;
      }
    }
  }

  return {
    async send(call) {
      const run = new AbortController();
      const onAbort = () => run.abort(abortError(call.signal?.reason));
      if (closed) {
        throw abortError('the client is closed');
      }
      if (call.signal?.aborted === true) {
        throw abortError(call.signal.reason);
      }
      call.signal?.addEventListener('abort', onAbort, { once: true });
      underWay.add(run);
      const id = journal.begin({ ...call, headers: call.headers ?? {} });
      try {
        const answer = withoutTokens(await attempts(call, id, run.signal), call);
        journal.progress(id, { status: answer.status, answer: answer.bytes, done: true });
        return answer;
      } catch (error) {
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
      for (const run of underWay) {
        run.abort(abortError('the client is closed'));
      }
      await Promise.all([...agents.values()].map(async (agent) => (await agent).destroy()));
    },
  };
}

/** Answers of com.atproto.server.* stay whole: tokens are what they are asked for, and the journal keeps none of them. */
function withoutTokens(answer: ExchangeAnswer, { headers, nsid, secrets = [] }: Call): ExchangeAnswer {
  const token = headers?.authorization?.replace(/^\S+ /, '');
  return token === undefined || nsid.startsWith('com.atproto.server.')
    ? answer
    : withoutSecrets(answer, [token, ...secrets]);
}

/** Loads undici with the first call: what is on the screen before that need not wait for it. */
async function createAgent(timeout: number, lookup: LookupFunction | undefined): Promise<Agent> {
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js');
  return new Agent({
    // Six at a time to one host is what browsers do; HTTP/2 would save connections and brings its own faults.
    connections: 6,
    allowH2: false,
    keepAliveTimeout: 30_000,
    // One timer for each attempt covers all of it (see exchange.ts).
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout, ...(lookup === undefined ? {} : { lookup }) },
  });
}

/**
 * Looks a name up and leaves out what the policy forbids, at the moment of connecting: a check before that could be
 * undone by a name that resolves otherwise the second time.
 */
function guardedLookup(policy: HostPolicy): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const allowed = found.filter(({ address }) => policy.allowsAddress(address));
      const first = allowed[0];
      if (first === undefined) {
        const message = `the name leads to a private address (${found.map(({ address }) => address).join(', ')})`;
        callback(Object.assign(new Error(message), { code: ADDRESS_REFUSED }), '');
      } else if (options.all === true) {
        callback(null, allowed);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** Milliseconds from now that an answer asks to wait; 0 where it does not. */
function waitAsked(headers: IncomingHttpHeaders): number {
  const now = Date.now();
  return Math.max((retryAt(headers, now) ?? now) - now, 0);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function refused(url: URL, nsid: string, words: string): XrpcError {
  return new XrpcError({ failure: 'refused', service: url.host, nsid, message: `${url.host}: ${words}` });
}

function clock(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}
