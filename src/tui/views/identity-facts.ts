import type { HandleCheck } from '../../atproto/identity/identity.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { localMinute } from '../../text/date-time.js';
import { field, listField, textField } from '../../text/json-fields.js';
import { sanitise } from '../../text/sanitise.js';

/** One line of what identifies an account, sanitised. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A document may name any number of services and names; a screen has room for some. */
const OF_A_KIND_MAX = 8;
/** No value is drawn longer than this. */
const VALUE_CHARACTERS_MAX = 1_000;

const confirmedBy: Record<Extract<HandleCheck, { state: 'confirmed' }>['by'], string> = {
  dns: 'its DNS record',
  https: 'its web server',
  appview: 'the AppView',
};

/** What the DID document and the handle check tell of an account, in the order in which one asks for it. */
export function identityFacts({ identity, handle, description }: Account): readonly Fact[] {
  const found = identity.value;
  if (!found) return [];
  const facts: Fact[] = [
    { name: 'DID', value: found.did },
    { name: 'handle', value: handleFact(found.handle, handle.value) },
    { name: 'PDS', value: found.pds ?? 'none in the DID document' },
    { name: 'signing key', value: found.signingKey ?? 'none in the DID document' },
  ];
  for (const name of listField(found.document, 'alsoKnownAs').slice(0, OF_A_KIND_MAX)) {
    if (typeof name === 'string' && name !== `at://${found.handle}`) {
      facts.push({ name: 'also known as', value: name });
    }
  }
  for (const service of listField(found.document, 'service').slice(0, OF_A_KIND_MAX)) {
    const id = textField(service, 'id') ?? '';
    const endpoint = field(service, 'serviceEndpoint');
    if (id.endsWith('#atproto_pds') || typeof endpoint !== 'string') continue;
    facts.push({ name: `service ${id.slice(id.indexOf('#'))}`, value: endpoint });
  }
  if (description.value) {
    facts.push({ name: 'collections', value: String(description.value.collections.length) });
  }
  const fetched = localMinute(found.fetchedAt);
  facts.push({ name: 'fetched', value: found.cached ? `${fetched}, kept from then` : fetched });
  return facts.map(({ name, value }) => ({
    name: sanitise(name.slice(0, 64)),
    value: sanitise(value.slice(0, VALUE_CHARACTERS_MAX)),
  }));
}

function handleFact(handle: string | undefined, check: HandleCheck | undefined): string {
  if (handle === undefined) return 'none in the DID document';
  switch (check?.state) {
    case undefined:
      return `@${handle}`;
    case 'confirmed':
      return `@${handle} ✓ confirmed by ${confirmedBy[check.by]}`;
    case 'wrong':
      return `@${handle} ✗ ${check.reason}`;
    case 'unknown':
      return `@${handle} ? ${check.reason}`;
  }
}
