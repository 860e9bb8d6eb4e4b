import type { AtClient } from '../../atproto/client.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { Address } from '../addresses.js';
import { type Facts, factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import type { ListingContext } from '../place-kind.js';
import { askHost, COMMIT, HEALTH, SERVER, STATUS } from './ask-host.js';
import { answerOf, asked } from './asked.js';
import { type IdentityKnown, identityFacts, stateOf } from './identity-facts.js';
import { identityJson } from './identity-json.js';

/**
 * Who an account is: its document, its handle by every way, its keys and services, what its PDS says of itself and of the repository, and
 * what the directory wrote down of it. All of it is asked for anew, at the same time; what is there is shown while the rest comes.
 */
export function identityListing(
  address: Extract<Address, { kind: 'identity' }>,
  context: Pick<ListingContext, 'identity' | 'unresolved'> & {
    readonly client: Pick<
      AtClient,
      'resolve' | 'checkHandle' | 'plcLog' | 'service' | 'services' | 'documentUrl'
    >;
  },
): Listing {
  const { repo } = address;
  const { client, identity, unresolved } = context;
  const did = identity?.did ?? repo;

  async function load({
    signal,
    onPart,
  }: {
    readonly signal: AbortSignal;
    readonly onPart?: ((facts: Facts['facts']) => void) | undefined;
  }): Promise<Facts> {
    let known: IdentityKnown = {
      repo,
      did,
      identity,
      unresolved,
      documentUrl: client.documentUrl(did),
      relays: client.services.relays.length,
    };
    function learn(part: Partial<IdentityKnown>): void {
      known = { ...known, ...part };
      onPart?.(identityFacts(known, Date.now()));
    }

    async function ofDocument(): Promise<void> {
      const fresh = await asked(() => client.resolve(did, { fresh: true, signal }), signal);
      if ('error' in fresh) learn({ unresolved: fresh.error });
      else learn({ identity: fresh.value, unresolved: undefined });
      const found = answerOf(fresh) ?? identity;
      if (found) await Promise.all([ofHandle(found), ofPds(found)]);
    }

    async function ofHandle(found: Identity): Promise<void> {
      const options = {
        signal,
        asked: repo.startsWith('did:') ? undefined : repo,
        onVerdict: (check: IdentityKnown['check']) => learn({ check }),
      };
      learn({ check: await client.checkHandle(found, options) });
    }

    async function ofPds({ pds }: Identity): Promise<void> {
      const origin = pds === undefined ? null : URL.parse(pds);
      if (origin === null) return;
      const service = client.service(origin, 'stranger');
      await Promise.all([
        asked(() => askHost(service, STATUS, did, signal), signal).then((status) => learn({ status })),
        asked(() => askHost(service, SERVER, did, signal), signal).then((server) => learn({ server })),
        asked(() => askHost(service, HEALTH, did, signal), signal).then((health) => learn({ health })),
        asked(() => askHost(service, COMMIT, did, signal), signal).then((commit) => learn({ commit })),
      ]);
    }

    async function ofLog(): Promise<void> {
      if (!did.startsWith('did:plc:')) return;
      learn({ log: await asked(() => client.plcLog(did, { signal }), signal) });
    }

    onPart?.(identityFacts(known, Date.now()));
    await Promise.all([ofDocument(), ofLog()]);
    return { facts: identityFacts(known, Date.now()), document: documentJson(known) };
  }

  return factsListing({ address, load });
}

/** What a program reads of it. */
function documentJson(known: IdentityKnown): string {
  const { did, identity, check, server, health, commit, status, log, unresolved } = known;
  const more = {
    state: stateOf(known, Date.now())?.word,
    status: jsonOf(answerOf(status)),
    server: jsonOf(answerOf(server)),
    version: answerOf(health)?.read.version,
    commit: jsonOf(answerOf(commit)),
    operations: answerOf(log)?.sent,
    logProblem: answerOf(log)?.problem,
  };
  if (identity && check) return identityJson(identity, check, more);
  return JSON.stringify({
    did,
    ...more,
    failed: unresolved instanceof Error ? unresolved.message : undefined,
  });
}

const jsonOf = (answer: { readonly json: string } | undefined): unknown => answer && JSON.parse(answer.json);
