import { isHandle } from '@atcute/lexicons/syntax';
import { normalActor } from '../actor-syntax.js';
import { abortError, isAbortError } from '../calls/abort-error.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { within } from '../calls/within.js';
import {
  askAppView,
  askDns,
  askHttps,
  type HandleAnswer,
  isReservedHandle,
  type ResolveAtAppView,
  type ResolveTxt,
} from './handle-sources.js';
import type { HandleCheck, HandleCheckOptions, Identity } from './identity.js';

/** Milliseconds that a check may take in all, and how long DNS and https are waited for before the AppView is asked. */
const CHECK_MAX_MS = 5000;
const PATIENCE_MS = 2500;

export interface HandleCheckDeps {
  readonly fetch: JsonFetch;
  readonly resolveAtAppView: ResolveAtAppView;
  readonly resolveTxt: ResolveTxt;
}

type Source = Extract<HandleCheck, { state: 'confirmed' }>['by'];
type Verdict = { readonly by: Source; readonly did: string };

/** What has been heard so far. */
interface Hearing {
  dns?: HandleAnswer;
  https?: HandleAnswer;
  appview?: HandleAnswer;
}

function verdictOf(by: Source, answer: HandleAnswer | undefined): Verdict | undefined {
  return answer?.did === undefined ? undefined : { by, did: answer.did };
}

/**
 * DNS and https at the same time. https is taken at once only when it agrees: where the two name different
 * accounts, DNS is preferred (atproto.com/specs/handle, “Resolution Best Practices”).
 */
function askIndependently(
  handle: string,
  did: string,
  deps: HandleCheckDeps,
  heard: Hearing,
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  return new Promise((resolve, reject) => {
    const dns = askDns(handle, deps.resolveTxt).then((answer) => {
      heard.dns = answer;
      if (answer.did !== undefined) resolve({ by: 'dns', did: answer.did });
    });
    const https = askHttps(handle, deps.fetch, signal).then((answer) => {
      heard.https = answer;
      if (answer.did === did) resolve({ by: 'https', did });
    });
    Promise.all([dns, https]).then(() => resolve(verdictOf('https', heard.https)), reject);
  });
}

/** Nobody named an account: whether that is the answer, or whether nobody could be asked. */
function withoutVerdict(handle: string, { dns, https, appview }: Hearing): HandleCheck {
  const certain = (answer: HandleAnswer | undefined): boolean =>
    answer !== undefined && answer.did === undefined && answer.certain;
  if (certain(appview) || (certain(dns) && certain(https))) {
    return { state: 'wrong', reason: 'handle does not resolve to any account' };
  }
  const reason = (answer: HandleAnswer | undefined, silent: string): string =>
    answer === undefined || answer.did !== undefined ? silent : answer.reason;
  const reasons = [reason(appview, 'the AppView did not answer')];
  if (!isReservedHandle(handle)) {
    reasons.unshift(reason(dns, 'DNS did not answer'), reason(https, `${handle} did not answer`));
  }
  return { state: 'unknown', reason: reasons.join('; ') };
}

async function pointsBack(
  handle: string,
  did: string,
  deps: HandleCheckDeps,
  signal: AbortSignal | undefined,
): Promise<HandleCheck> {
  const ending = new AbortController();
  const ended = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
  const heard: Hearing = {};
  async function byAppView(): Promise<Verdict | undefined> {
    heard.appview = await askAppView(handle, deps.resolveAtAppView, ended);
    return verdictOf('appview', heard.appview);
  }
  try {
    const independent = isReservedHandle(handle)
      ? undefined
      : await within(askIndependently(handle, did, deps, heard, ended), PATIENCE_MS, signal);
    const verdict =
      independent ??
      (await within(byAppView(), CHECK_MAX_MS - PATIENCE_MS, signal)) ??
      verdictOf('https', heard.https);
    if (verdict === undefined) return withoutVerdict(handle, heard);
    return verdict.did === did
      ? { state: 'confirmed', by: verdict.by }
      : { state: 'wrong', reason: `handle does not point back: it leads to ${verdict.did}` };
  } finally {
    ending.abort();
  }
}

const SOURCE_WORDS: Readonly<Record<Source, string>> = { dns: 'DNS', https: 'https', appview: 'the AppView' };

/** The document's own handle, told to somebody who asked for another one. */
function anotherHandle(handle: string, check: HandleCheck): HandleCheck {
  const standing = check.state === 'confirmed' ? `confirmed by ${SOURCE_WORDS[check.by]}` : check.reason;
  return { state: 'wrong', reason: `DID document names another handle: ${handle} (${standing})` };
}

/**
 * Confirms a handle both ways: the DID document names it (that is `identity.handle`), and the handle leads to the
 * same DID, by DNS and https asked at the same time, or else by what the AppView says. Takes five seconds at most.
 * Throws nothing but an AbortError.
 */
export function createHandleCheck(
  deps: HandleCheckDeps,
): (identity: Identity, options?: HandleCheckOptions) => Promise<HandleCheck> {
  return async (identity, { signal, asked } = {}) => {
    if (signal?.aborted) throw abortError(signal.reason);
    const { handle, did } = identity;
    if (handle === undefined) return { state: 'wrong', reason: 'DID document names no handle' };
    try {
      const check = await pointsBack(handle, did, deps, signal);
      const other = asked !== undefined && isHandle(asked) && normalActor(asked) !== handle;
      return other ? anotherHandle(handle, check) : check;
    } catch (error) {
      if (isAbortError(error)) throw error;
      return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
