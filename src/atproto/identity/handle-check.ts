import { isHandle } from '@atcute/lexicons/syntax';
import { normalActor } from '../actor-syntax.js';
import { abortError, isAbortError } from '../calls/abort-error.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { within } from '../calls/within.js';
import {
  askAppView,
  askDns,
  askHttps,
  isReservedHandle,
  type ResolveAtAppView,
  type ResolveTxt,
} from './handle-sources.js';
import type {
  HandleCheck,
  HandleCheckOptions,
  HandleWay,
  HandleWays,
  Identity,
  WayAnswer,
} from './identity.js';

/** Milliseconds that a check may take in all, and how long DNS and https are waited for before the AppView is asked. */
const CHECK_MAX_MS = 5000;
const PATIENCE_MS = 2500;

export interface HandleCheckDeps {
  readonly fetch: JsonFetch;
  readonly resolveAtAppView: ResolveAtAppView;
  readonly resolveTxt: ResolveTxt;
}

type Verdict = { readonly by: HandleWay; readonly did: string };

/** What has been heard so far. */
type Hearing = Record<HandleWay, WayAnswer>;

const asked: WayAnswer = { said: 'asked' };

/** How the ways are called within a sentence. */
export const WAY_WORDS: Readonly<Record<HandleWay, string>> = {
  dns: 'DNS',
  https: 'https',
  appview: 'the AppView',
};

function verdictOf(by: HandleWay, answer: WayAnswer): Verdict | undefined {
  return answer.said === 'did' ? { by, did: answer.did } : undefined;
}

interface Asking {
  /** Who DNS or https say that it is, as soon as that is certain. */
  readonly verdict: Promise<Verdict | undefined>;
  /** When both have answered. */
  readonly ended: Promise<unknown>;
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
): Asking {
  heard.dns = asked;
  heard.https = asked;
  const dns = askDns(handle, deps.resolveTxt).then((answer) => {
    heard.dns = answer;
  });
  const https = askHttps(handle, deps.fetch, signal).then((answer) => {
    heard.https = answer;
  });
  const ended = Promise.all([dns, https]);
  const verdict = new Promise<Verdict | undefined>((resolve, reject) => {
    dns.then(() => heard.dns.said === 'did' && resolve(verdictOf('dns', heard.dns)), reject);
    https.then(
      () => heard.https.said === 'did' && heard.https.did === did && resolve({ by: 'https', did }),
      reject,
    );
    ended.then(() => resolve(verdictOf('https', heard.https)), reject);
  });
  return { verdict, ended };
}

/** Nobody named an account: whether that is the answer, or whether nobody could be asked. */
function withoutVerdict(handle: string, { dns, https, appview }: Hearing): HandleCheck {
  const isSevere = (answer: WayAnswer): boolean => answer.said === 'none' || answer.said === 'several';
  if (appview.said === 'none' || (isSevere(dns) && isSevere(https))) {
    const reason = 'handle does not resolve to any account';
    return {
      state: 'wrong',
      reason: dns.said === 'several' ? `${reason}: DNS names more than one` : reason,
    };
  }
  const reason = (answer: WayAnswer, silent: string): string => ('reason' in answer ? answer.reason : silent);
  const reasons = [reason(appview, 'the AppView did not answer')];
  if (!isReservedHandle(handle)) {
    const ofDns = dns.said === 'several' ? 'DNS names more than one account' : 'DNS did not answer';
    reasons.unshift(reason(dns, ofDns), reason(https, `${handle} did not answer`));
  }
  return { state: 'unknown', reason: reasons.join('; ') };
}

/** The ways as they stand when nobody is waited for any longer. */
function whenOver(handle: string, { dns, https, appview }: Hearing): HandleWays {
  const silent = (answer: WayAnswer, reason: string): WayAnswer =>
    answer.said === 'asked' ? { said: 'nothing', reason } : answer;
  return {
    dns: silent(dns, 'DNS did not answer'),
    https: silent(https, `${handle} did not answer`),
    appview: silent(appview, 'the AppView did not answer'),
  };
}

async function pointsBack(
  handle: string,
  did: string,
  deps: HandleCheckDeps,
  { signal, onVerdict }: Pick<HandleCheckOptions, 'signal' | 'onVerdict'>,
): Promise<HandleCheck> {
  const ending = new AbortController();
  const ended = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
  const over = within(new Promise<never>(() => {}), CHECK_MAX_MS, ended);
  over.catch(() => {});
  const isReserved = isReservedHandle(handle);
  const notAsked: WayAnswer = { said: 'not asked', reason: 'no name server knows such names' };
  const heard: Hearing = { dns: notAsked, https: notAsked, appview: asked };
  async function byAppView(): Promise<Verdict | undefined> {
    heard.appview = await askAppView(handle, deps.resolveAtAppView, ended);
    return verdictOf('appview', heard.appview);
  }
  try {
    const independent = isReserved ? undefined : askIndependently(handle, did, deps, heard, ended);
    const first = independent && (await within(independent.verdict, PATIENCE_MS, signal));
    const appview = byAppView();
    const verdict =
      first ?? (await within(appview, CHECK_MAX_MS - PATIENCE_MS, signal)) ?? verdictOf('https', heard.https);
    const check = standing(handle, did, heard, verdict);
    onVerdict?.(check);
    await Promise.race([Promise.all([independent?.ended, appview]), over]);
    return { ...check, ways: whenOver(handle, heard) };
  } finally {
    ending.abort();
  }
}

function standing(handle: string, did: string, heard: Hearing, verdict: Verdict | undefined): HandleCheck {
  if (verdict === undefined) return { ...withoutVerdict(handle, heard), ways: { ...heard } };
  const ways = { ...heard };
  if (verdict.did === did) return { state: 'confirmed', by: verdict.by, ways };
  return {
    state: 'wrong',
    reason: `handle does not point back: by ${WAY_WORDS[verdict.by]} it leads to ${verdict.did}`,
    ways,
  };
}

/** The document's own handle, told to somebody who asked for another one. */
function anotherHandle(handle: string, check: HandleCheck): HandleCheck {
  const standing = check.state === 'confirmed' ? `confirmed by ${WAY_WORDS[check.by]}` : check.reason;
  return {
    state: 'wrong',
    reason: `DID document names another handle: ${handle} (${standing})`,
    ...(check.ways && { ways: check.ways }),
  };
}

/**
 * Confirms a handle both ways: the DID document names it (that is `identity.handle`), and the handle leads to the
 * same DID, by DNS and https asked at the same time, or else by what the AppView says. `onVerdict` hears how it stands as
 * soon as that is certain; what comes back knows what every way said, too. Takes five seconds at most. Throws nothing but an
 * AbortError.
 */
export function createHandleCheck(
  deps: HandleCheckDeps,
): (identity: Identity, options?: HandleCheckOptions) => Promise<HandleCheck> {
  return async (identity, { signal, asked, onVerdict } = {}) => {
    if (signal?.aborted) throw abortError(signal.reason);
    const { handle, did } = identity;
    if (handle === undefined) return { state: 'wrong', reason: 'DID document names no handle' };
    const other = asked !== undefined && isHandle(asked) && normalActor(asked) !== handle;
    const told = (check: HandleCheck): HandleCheck => (other ? anotherHandle(handle, check) : check);
    try {
      return told(
        await pointsBack(handle, did, deps, { signal, onVerdict: (check) => onVerdict?.(told(check)) }),
      );
    } catch (error) {
      if (isAbortError(error)) throw error;
      return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
