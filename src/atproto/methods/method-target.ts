import { textField } from '../../text/json-fields.js';
import { SentenceError, say } from '../../text/sentence.js';
import { quoted } from '../actor-syntax.js';
import type { CallOptions } from '../calls/call-options.js';
import type { Call } from '../calls/transport.js';
import { entriesOf, isFor } from '../identity/document-entries.js';
import type { Identity } from '../identity/identity.js';
import { pdsOf } from '../pds-source.js';
import type { SessionAccount } from '../session/session.js';
import { OWN_ONLY } from './asked-as.js';
import { paramOf, type QueryParam } from './query-params.js';
import { originOf, type ServiceName } from './service-name.js';

/** A query with its parameters, and who is to answer it; undefined: who answers such methods. */
export interface MethodQuery {
  readonly nsid: string;
  readonly params: readonly QueryParam[];
  readonly service: ServiceName | undefined;
}

/**
 * Who is asked. `viewer`: the AppView as the account in use sees it, through its PDS, or as the public does. `own`: the PDS of the
 * account in use, as that account; with `proxy` the service that it shall ask, as `<did>#<service>`. `host`: any host, as nobody.
 */
export type MethodTarget =
  | { readonly kind: 'viewer' }
  | { readonly kind: 'own'; readonly proxy?: string | undefined }
  | { readonly kind: 'host'; readonly origin: URL; readonly policy: Call['policy'] };

export interface TargetDeps {
  readonly appview: string;
  /** Origins. */
  readonly services: { readonly relays: readonly string[]; readonly directory: string | undefined };
  /** The account in use. */
  readonly current: SessionAccount | undefined;
  resolve(repo: string, options?: CallOptions): Promise<Identity>;
}

/** Who passes on messages between accounts (bluesky-social/bsky-docs, “Chat”): a PDS asks it for its accounts alone. */
const CHAT_SERVICE = 'did:web:api.bsky.chat#bsky_chat';

/** Queries about hosts, which relays answer. */
const OF_RELAYS: ReadonlySet<string> = new Set([
  'com.atproto.sync.getHostStatus',
  'com.atproto.sync.listHosts',
]);

/**
 * Who answers a query: the service that is named, else the one that answers such methods. Throws a SentenceError where nobody is known
 * to, and what `resolve` throws.
 */
export async function methodTarget(
  query: MethodQuery,
  deps: TargetDeps,
  options?: CallOptions,
): Promise<MethodTarget> {
  const { nsid, service } = query;
  if (service !== undefined) return await namedTarget(service, nsid, deps, options);
  if (OWN_ONLY.has(nsid)) return ownTarget(nsid, deps);
  const family = /^(?:app\.bsky|chat\.bsky|com\.atproto\.[a-z]+)\./.exec(nsid)?.[0];
  switch (family) {
    case 'app.bsky.':
    case 'com.atproto.label.':
      return { kind: 'viewer' };
    case 'chat.bsky.':
      return { ...ownTarget(nsid, deps), proxy: CHAT_SERVICE };
    case 'com.atproto.identity.':
      return appviewTarget(deps);
    case 'com.atproto.repo.':
    case 'com.atproto.sync.':
      return await repoTarget(query, deps, options);
    case undefined:
      throw new SentenceError(`Nobody is known to answer ${nsid}. ${byName(nsid)}`);
    default:
      return ownTarget(nsid, deps);
  }
}

const byName = (nsid: string): string => `${nsid}@HOST asks a host that you name.`;

const appviewTarget = ({ appview }: Pick<TargetDeps, 'appview'>): MethodTarget => ({
  kind: 'host',
  origin: new URL(appview),
  policy: 'configured',
});

function ownTarget(nsid: string, { current }: Pick<TargetDeps, 'current'>): MethodTarget & { kind: 'own' } {
  if (current) return { kind: 'own' };
  throw new SentenceError(
    say`${nsid} is asked of the PDS of who is signed in: {key:account.sign-in} signs in. ${byName(nsid)}`,
  );
}

/** The host itself, or as the account in use where that is its own: a token goes nowhere else. */
function hostTarget(
  origin: URL,
  policy: Call['policy'],
  { current }: Pick<TargetDeps, 'current'>,
): MethodTarget {
  const isOwn = current !== undefined && new URL(current.pds).origin === origin.origin;
  return isOwn ? { kind: 'own' } : { kind: 'host', origin, policy };
}

async function namedTarget(
  service: ServiceName,
  nsid: string,
  deps: TargetDeps,
  options: CallOptions | undefined,
): Promise<MethodTarget> {
  if (service === 'pds') return ownTarget(nsid, deps);
  if (service === 'appview') return appviewTarget(deps);
  const origin = originOf(service);
  if (origin) return hostTarget(origin, 'configured', deps);
  const [did = '', id] = service.split('#');
  const identity = await deps.resolve(did, options);
  return hostTarget(id === undefined ? pdsOf(identity) : endpointOf(identity, id), 'stranger', deps);
}

/** Where a service of a DID document is. */
function endpointOf({ did, document }: Identity, id: string): URL {
  const entry = entriesOf(document.service).find((one) => isFor(one, id));
  if (!entry) throw new SentenceError(`The DID document of ${did} names no service ${quoted(id)}.`);
  const endpoint = textField(entry, 'serviceEndpoint') ?? '';
  const url = URL.parse(endpoint);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new SentenceError(
      `The DID document of ${did} names a service ${quoted(id)} that is at no web address: ${quoted(endpoint)}.`,
    );
  }
  return url;
}

/** What is asked of a repository is asked of the host that has it. */
async function repoTarget(
  { nsid, params }: MethodQuery,
  { resolve, services }: TargetDeps,
  options: CallOptions | undefined,
): Promise<MethodTarget> {
  const repo = paramOf(params, 'repo') ?? paramOf(params, 'did');
  if (repo !== undefined) {
    return { kind: 'host', origin: pdsOf(await resolve(repo, options)), policy: 'stranger' };
  }
  const known = OF_RELAYS.has(nsid)
    ? services.relays[0]
    : nsid === 'com.atproto.sync.listReposByCollection'
      ? services.directory
      : undefined;
  if (known !== undefined) return { kind: 'host', origin: new URL(known), policy: 'configured' };
  throw new SentenceError(`${nsid} is asked of a host, and names no repository here. ${byName(nsid)}`);
}
