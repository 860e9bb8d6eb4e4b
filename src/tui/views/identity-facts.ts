import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import {
  entriesOf,
  entryLine,
  type RefusedEntry,
  readPds,
  readSigningKey,
} from '../../atproto/identity/document-entries.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { zonedMinute } from '../../text/date-time.js';
import { isObject, type JsonObject, listField } from '../../text/json-fields.js';
import { sanitise } from '../../text/sanitise.js';
import { readJson } from '../../text/written-json.js';
import { handleFacts } from './handle-facts.js';
import type { Fact } from './identity-lines.js';

/** A document may name any number of services and names; a screen has room for some. */
const OF_A_KIND_MAX = 8;
/** No value is drawn longer than this. */
const VALUE_CHARACTERS_MAX = 1_000;

/** What the DID document and the handle check tell of an account, in the order in which one asks for it. */
export function identityFacts({ repo, identity, handle, description }: Account): readonly Fact[] {
  const found = identity.value;
  if (!found) return [];
  const document = documentOf(found);
  const facts: Fact[] = [
    { name: 'DID', value: found.did },
    ...handleFacts(repo, found.did, found.handle, handle.value),
    { name: 'PDS', value: pdsFact(found.pds, document, description.error) },
    { name: 'signing key', value: found.signingKey ?? unused(readSigningKey(document, found.did).refused) },
  ];
  for (const name of listField(document, 'alsoKnownAs').slice(0, OF_A_KIND_MAX)) {
    if (typeof name === 'string' && name !== `at://${found.handle}`) {
      facts.push({ name: 'also known as', value: name });
    }
  }
  // What is used has a line of its own.
  for (const service of entriesOf(document.service).slice(0, OF_A_KIND_MAX)) {
    const { value } = readPds({ service: [service] });
    if (value !== undefined && value === found.pds) continue;
    facts.push({ name: 'service', value: entryLine(service, found.did) });
  }
  for (const method of entriesOf(document.verificationMethod).slice(0, OF_A_KIND_MAX)) {
    const { value } = readSigningKey({ verificationMethod: [method] }, found.did);
    if (value === undefined || value !== found.signingKey) {
      facts.push({ name: 'other key', value: entryLine(method, found.did) });
    }
  }
  if (description.value) {
    facts.push({ name: 'collections', value: String(description.value.collections.length) });
  }
  const fetched = zonedMinute(found.fetchedAt);
  facts.push({ name: 'fetched', value: found.cached ? `${fetched}, kept from then` : fetched });
  return facts.map(({ name, value }) => ({
    name: sanitise(name.slice(0, 64)),
    value: sanitise(value.slice(0, VALUE_CHARACTERS_MAX)),
  }));
}

// Read once for as long as the identity is the same.
const written = new WeakMap<Identity, JsonObject>();

/** The document with numbers as they were written. */
function documentOf(identity: Identity): JsonObject {
  const { document, documentJson } = identity;
  if (documentJson === undefined) return document;
  let found = written.get(identity);
  if (!found) {
    const read = readJson(documentJson);
    found = isObject(read) ? read : document;
    written.set(identity, found);
  }
  return found;
}

/** Why what was meant for it is not used. What it is stands on the line of its entry: here it would push the reason out. */
const unused = (refused: RefusedEntry | undefined): string =>
  refused === undefined ? 'none in the DID document' : `refused: ${refused.why}`;

function pdsFact(pds: string | undefined, document: JsonObject, error: unknown): string {
  if (pds === undefined) return unused(readPds(document).refused);
  // The rule for hosts that strangers name holds at the call: what it said there, it says here.
  const isRefused = error instanceof XrpcError && error.failure === 'refused';
  return isRefused ? `refused: ${error.message}` : pds;
}
