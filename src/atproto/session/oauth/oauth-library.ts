import { OAuthClient as Client, type OAuthClient } from '@atcute/oauth-node-client';
import type { DpopNonces } from '../dpop-nonces.js';
import type { OAuthFetchDeps } from './oauth-fetch.js';
import { OAuthFetch } from './oauth-fetch.js';

type Options = ConstructorParameters<typeof OAuthClient>[0];
type Sessions = Options['stores']['sessions'];
type States = Options['stores']['states'];
export type LibrarySession = NonNullable<Awaited<ReturnType<Sessions['get']>>>;
export type LibraryState = NonNullable<Awaited<ReturnType<States['get']>>>;
export type FindActor = Options['actorResolver']['resolve'];

/** Where the browser comes back to, without the port: who a client is does not hang on which one is free. */
export const REDIRECT_URI = 'http://127.0.0.1/callback';

export interface LibraryDeps extends OAuthFetchDeps {
  readonly nonces: DpopNonces;
  /** What is asked for. */
  readonly scope: string;
  /** Who asks, to the letter, where tokens are bound to it; else a client of this machine with this scope. */
  readonly clientId?: string | undefined;
  readonly findActor: FindActor;
}

/** The library for one errand: what it keeps is in memory, and its calls are ours. */
export interface Library {
  readonly client: OAuthClient;
  readonly calls: OAuthFetch;
  /** By DID. */
  readonly sessions: Map<string, LibrarySession>;
  readonly states: Map<string, LibraryState>;
}

export function openLibrary({ nonces, scope, clientId, findActor, ...deps }: LibraryDeps): Library {
  const calls = new OAuthFetch(deps);
  const sessions = new Map<string, LibrarySession>();
  const states = new Map<string, LibraryState>();
  const client = new Client({
    metadata: { redirect_uris: [REDIRECT_URI], scope },
    stores: {
      sessions: storeOf(sessions),
      states: storeOf(states),
      dpopNonces: nonces,
      // Its own caches have timers that keep a program alive for a minute.
      asMetadata: storeOf(new Map()),
      prMetadata: storeOf(new Map()),
    },
    actorResolver: { resolve: findActor },
    fetch: calls.fetch,
  });
  if (clientId !== undefined) client.metadata.client_id = clientId;
  letHttpThrough(client);
  return { client, calls, sessions, states };
}

/** A store that never fails: the library ends a session whose store does. */
function storeOf<K, V>(map: Map<K, V>) {
  return {
    get: (key: K) => map.get(key),
    set: (key: K, value: V) => void map.set(key, value),
    delete: (key: K) => void map.delete(key),
    clear: () => map.clear(),
  };
}

/** Plain http is for our own host policy to refuse, which knows a network on this machine. The client has no option for it; its resolvers do. */
function letHttpThrough(client: OAuthClient): void {
  const { resolver } = client as unknown as {
    resolver: Record<'protectedResourceResolver' | 'authorizationServerResolver', { allowHttp: boolean }>;
  };
  resolver.protectedResourceResolver.allowHttp = true;
  resolver.authorizationServerResolver.allowHttp = true;
}
