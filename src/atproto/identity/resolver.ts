import { isDid } from '@atcute/lexicons/syntax';
import type { IdentityCache } from '../../keep/identity-cache.js';
import { readActor } from '../actor-syntax.js';
import type { CallOptions } from '../calls/call-options.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { JsonFetch } from '../calls/json-fetch.js';
import { reworded } from '../calls/reworded-error.js';
import { sharedCalls } from '../calls/shared-calls.js';
import { within } from '../calls/within.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { didDocumentUrl, fetchDidDocument } from './did-source.js';
import { createHandleCheck } from './handle-check.js';
import {
  askDns,
  askHttps,
  createResolveTxt,
  isReservedHandle,
  isUnknownHandle,
  type ResolveAtAppView,
  type ResolveTxt,
} from './handle-sources.js';
import type { HandleCheck, HandleCheckOptions, Identity } from './identity.js';

const HOUR_MS = 60 * 60 * 1000;

/**
 * How long an identity of an earlier run serves. Up to `maximum` it is given at once; past `stale` it is also
 * fetched anew in the background, for the next time. The specifications ask for “some lifetime” and name no number
 * (atproto.com/specs/handle, “Resolution Best Practices”); Bluesky's guide asks for 24 hours at most
 * (docs.bsky.app, “Resolving Identities”), and the reference implementation takes 1 hour and 24 hours
 * (bluesky-social/atproto, packages/identity `memory-cache.ts`).
 */
export const IDENTITY_LIFETIME_MS = { stale: HOUR_MS, maximum: 24 * HOUR_MS } as const;

/** Milliseconds for DNS and https to answer where the AppView does not. */
const PATIENCE_MS = 5000;

export interface ResolverDeps {
  readonly fetch: JsonFetch;
  /** Origin of the PLC directory. */
  readonly plc: string;
  readonly policy: HostPolicy;
  resolveAtAppView: ResolveAtAppView;
  /** Looks TXT records up; the system's name servers by default. */
  readonly resolveTxt?: ResolveTxt | undefined;
  readonly cache?: IdentityCache | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

export interface Resolver {
  /** Handle or DID → identity. Never waits for the handle check. `fresh` passes over the cache. */
  resolve(repo: string, options?: CallOptions & { fresh?: boolean }): Promise<Identity>;
  /** Where the document of a DID is fetched from; undefined for a DID that cannot be looked up. */
  documentUrl(did: string): string | undefined;
  /** Confirms the handle both ways, within five seconds; throws nothing but an AbortError. */
  checkHandle(identity: Identity, options?: HandleCheckOptions): Promise<HandleCheck>;
}

/** True where the directory or the host itself says that there is no such account. */
function isGone(error: unknown): boolean {
  return error instanceof XrpcError && (error.status === 404 || error.status === 410);
}

/**
 * Finds accounts: handle → DID at the AppView, and by DNS and https where that does not answer; DID → document at
 * the PLC directory or the host of a did:web; document → identity. Calls for the same account share one request.
 */
export function createResolver(deps: ResolverDeps): Resolver {
  const { cache, now = Date.now, resolveTxt = createResolveTxt() } = deps;
  const share = sharedCalls<Identity>();

  function remembered(actor: string, lifetime: number): Identity | undefined {
    const entry = cache?.get(actor);
    if (entry === undefined) return undefined;
    // Whatever was stored when, the document is as old as its fetching; a clock that was set back counts as old.
    const age = now() - Math.min(entry.storedAt, entry.identity.fetchedAt);
    return age >= 0 && age < lifetime ? { ...entry.identity, cached: true } : undefined;
  }

  async function byDid(did: string, signal: AbortSignal): Promise<Identity> {
    try {
      const document = await fetchDidDocument(did, deps, signal);
      const identity: Identity = { ...document, fetchedAt: now(), cached: false };
      cache?.set(did, identity);
      return identity;
    } catch (error) {
      if (isGone(error)) cache?.delete(did);
      throw error;
    }
  }

  async function didOf(handle: string, signal: AbortSignal): Promise<string> {
    try {
      const did = await deps.resolveAtAppView(handle, { signal });
      if (isDid(did)) return did;
      throw new XrpcError({
        failure: 'malformed',
        service: 'the AppView',
        nsid: 'com.atproto.identity.resolveHandle',
        message: `the AppView resolved ${handle} to something that is not a DID`,
      });
    } catch (error) {
      if (!(error instanceof XrpcError)) throw error;
      const answers = isReservedHandle(handle)
        ? []
        : await Promise.all([
            within(askDns(handle, resolveTxt), PATIENCE_MS, signal),
            within(askHttps(handle, deps.fetch, signal), PATIENCE_MS, signal),
          ]);
      for (const answer of answers) if (answer?.said === 'did') return answer.did;
      throw isUnknownHandle(error)
        ? reworded(error, `there is no account with the handle ${handle} (asked ${error.service})`)
        : reworded(error, `the handle ${handle} could not be looked up: ${error.message}`);
    }
  }

  async function byHandle(handle: string, fresh: boolean, signal: AbortSignal): Promise<Identity> {
    const did = await didOf(handle, signal);
    try {
      const known = fresh ? undefined : remembered(did, IDENTITY_LIFETIME_MS.stale);
      const identity = known ?? (await share(did, signal, (shared) => byDid(did, shared)));
      cache?.set(handle, identity);
      return identity;
    } catch (error) {
      if (!(error instanceof XrpcError)) throw error;
      throw reworded(error, `${handle} leads to ${did}, but ${error.message}`);
    }
  }

  async function fetched(actor: string, fresh: boolean, signal?: AbortSignal): Promise<Identity> {
    if (isDid(actor)) return share(actor, signal, (shared) => byDid(actor, shared));
    return share(actor, signal, async (shared) => {
      try {
        return await byHandle(actor, fresh, shared);
      } catch (error) {
        if (isGone(error) || isUnknownHandle(error)) cache?.delete(actor);
        throw error;
      }
    });
  }

  return {
    async resolve(repo, { signal, fresh = false } = {}) {
      const actor = readActor(repo);
      if (!actor.ok) {
        throw new XrpcError({
          failure: 'refused',
          service: 'atscope',
          nsid: 'resolve',
          message: actor.reason,
        });
      }
      const known = fresh ? undefined : remembered(actor.repo, IDENTITY_LIFETIME_MS.maximum);
      if (known === undefined) return fetched(actor.repo, fresh, signal);
      if (remembered(actor.repo, IDENTITY_LIFETIME_MS.stale) === undefined) {
        // Nobody waits for it, and the journal shows how it went: what is known serves until its time is over.
        void fetched(actor.repo, true).catch(() => {});
      }
      return known;
    },
    documentUrl: (did) => didDocumentUrl(did, deps),
    checkHandle: createHandleCheck({
      fetch: deps.fetch,
      resolveAtAppView: deps.resolveAtAppView,
      resolveTxt,
    }),
  };
}
