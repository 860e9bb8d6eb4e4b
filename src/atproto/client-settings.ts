import type { IdentityCache } from '../keep/identity-cache.js';
import type { LexiconCache } from '../keep/lexicon-cache.js';
import type { Proxies } from '../keep/proxies.js';
import type { HostExceptions } from './calls/host-policy.js';
import type { SessionStore } from './session/session.js';

/** Services beside those that a place cannot be without, each by its origin: none is asked where none is set. */
export interface ServiceHosts {
  /** Relays, which are asked whether the network sees an account. */
  readonly relays: readonly string[];
  /** Hosts that serve repositories whose own PDS is gone, in the order in which they are asked. */
  readonly mirrors: readonly string[];
  /** Who knows which repositories have records of a collection (`com.atproto.sync.listReposByCollection`). */
  readonly directory: string | undefined;
  /** Who counts the records of collections: an UFOs (github.com/at-microcosm/microcosm-rs, `ufos`). */
  readonly statistics: string | undefined;
  /** Who knows what refers to what: a Constellation (github.com/at-microcosm/microcosm-rs, `constellation`). */
  readonly backlinks: string | undefined;
  /** Who has the pictures that the AppView names, in sizes for the screen. */
  readonly cdn: string | undefined;
  /** Who has the posters of films, by the paths that the AppView names. */
  readonly videoCdn: string | undefined;
  /** DIDs of labelers whose labels are asked for, whoever is signed in. */
  readonly labelers: readonly string[];
}

export const NO_SERVICES: ServiceHosts = {
  relays: [],
  mirrors: [],
  directory: undefined,
  statistics: undefined,
  backlinks: undefined,
  cdn: undefined,
  videoCdn: undefined,
  labelers: [],
};

export interface ClientSettings {
  readonly appview: string;
  readonly plc: string;
  /** Private hosts that strangers may send atscope to. */
  readonly privateHosts?: HostExceptions | undefined;
  /** The proxies that calls go through; none by default. */
  readonly proxies?: Proxies | undefined;
  readonly cache?: IdentityCache | undefined;
  /** Lexicons of earlier runs; without it what was resolved is known as long as the client is. */
  readonly lexicons?: LexiconCache | undefined;
  /** Milliseconds for one attempt of a call; default 15,000. */
  readonly timeoutMs?: number | undefined;
  /** Name servers that TXT records are asked of, each an IP and a port where it is not 53; default: the system's. */
  readonly nameServers?: readonly string[] | undefined;
  /** Default: none of them. */
  readonly services?: Partial<ServiceHosts> | undefined;
  /** Without them a sign-in lasts as long as the client. */
  readonly sessions?: SessionSettings | undefined;
}

export interface SessionSettings {
  readonly store: SessionStore;
  /** The AppView that the PDS of who is signed in shall ask, as `<did>#<service>`; undefined: the PDS's own. */
  readonly proxy: string | undefined;
  /** Who signs e-mail addresses in; Bluesky's by default. */
  readonly entryway?: string | undefined;
}
