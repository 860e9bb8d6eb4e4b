import type { AtClient } from '../../atproto/client.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { Address } from '../addresses.js';
import { factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import { askHost, STATUS } from './ask-host.js';
import { asked } from './asked.js';
import { relayFacts, type Sight } from './relays-facts.js';

/** Whether the network sees an account: what each relay of the settings says of it, beside its own PDS. */
export function relaysListing(
  address: Extract<Address, { kind: 'relays' }>,
  { did, pds }: Pick<Identity, 'did' | 'pds'>,
  client: Pick<AtClient, 'service' | 'services'>,
): Listing {
  const { relays } = client.services;
  return factsListing({
    address,
    empty:
      'No relay is set: settings.json names those to ask, as in "relays": ["https://relay.example.com"].',
    async load({ signal, onPart }) {
      if (relays.length === 0) return { facts: [], document: JSON.stringify({ did, relays: [] }) };
      const ask = (origin: string, policy: 'configured' | 'stranger') =>
        asked(() => {
          const url = URL.parse(origin);
          if (url === null) throw new Error(`${origin} is not a web address`);
          return askHost(client.service(url, policy), STATUS, did, signal);
        }, signal);
      let own: Sight | undefined = pds === undefined ? undefined : { origin: pds, status: undefined };
      const sights: Sight[] = relays.map((origin) => ({ origin, status: undefined }));
      const told = () => relayFacts(own, sights, Date.now());
      async function ofPds(): Promise<void> {
        if (pds === undefined) return;
        own = { origin: pds, status: await ask(pds, 'stranger') };
        onPart?.(told());
      }
      async function ofRelay(origin: string, index: number): Promise<void> {
        sights[index] = { origin, status: await ask(origin, 'configured') };
        onPart?.(told());
      }
      await Promise.all([ofPds(), ...relays.map(ofRelay)]);
      return { facts: told(), document: documentJson(did, own, sights) };
    },
  });
}

function documentJson(did: string, own: Sight | undefined, relays: readonly Sight[]): string {
  return JSON.stringify({ did, pds: own && writtenSight(own), relays: relays.map(writtenSight) });
}

function writtenSight({ origin, status }: Sight): object {
  if (status === undefined) return { origin };
  if ('value' in status) return { origin, status: JSON.parse(status.value.json) };
  return { origin, failed: status.error instanceof Error ? status.error.message : String(status.error) };
}
