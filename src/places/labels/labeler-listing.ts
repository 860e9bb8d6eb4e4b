import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { labelerOf } from '../../atproto/labels/labeler.js';
import { isGlobalValue, labelEffect, labelWords } from '../../lenses/label-words.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { isFailedCall } from '../../text/failed-call.js';
import { userLanguage } from '../../text/languages.js';
import { SentenceError } from '../../text/sentence.js';
import type { AboutAccount } from '../about-account.js';
import { type Fact, factsListing } from '../facts-listing.js';
import { hostAddress } from '../host-address.js';
import { keyText } from '../identity/key-text.js';
import type { Listing } from '../listing.js';
import type { ListingContext } from '../place-kind.js';
import { type Declaration, declarationRecord, declarationsOf } from './labelers.js';
import { reasonText } from './reason-text.js';

type Client = Pick<ListingContext['client'], 'appview' | 'resolve' | 'repo'>;

/** An account as a labeler: where it is asked, its key, what it labels with and what that means, and what can be reported to it. */
export const labelerListing = (
  address: AboutAccount<'labeler'>,
  identity: Identity,
  client: Client,
): Listing<Fact> =>
  factsListing({
    address,
    async load({ signal }) {
      const declared = await declarationFor(identity, client, signal);
      return {
        facts: [...serviceFacts(address, identity), ...declarationFacts(declared)],
        document: declared?.json ?? '{}',
        summary: declared && `${countText(declared.values.length)} values`,
      };
    },
  });

/**
 * What the AppView has of it, or else its own record. Undefined where it names a service and declares nothing; throws a SentenceError where it is no
 * labeler at all.
 */
async function declarationFor(
  identity: Identity,
  client: Client,
  signal: AbortSignal,
): Promise<Declaration | undefined> {
  const { did, handle } = identity;
  try {
    const known = (await declarationsOf(client, [did], signal)).get(did);
    if (known !== undefined) return known;
  } catch (error) {
    // The record says the same.
    if (isAbortError(error) || signal.aborted) throw error;
  }
  try {
    return await declarationRecord(client, did, signal);
  } catch (error) {
    if (!isFailedCall(error) || error.error !== 'RecordNotFound') throw error;
    if (labelerOf(identity).endpoint !== undefined) return undefined;
    throw new SentenceError(
      `${handle ?? did} is no labeler: it declares no labels (app.bsky.labeler.service), and its DID document names no #atproto_labeler.`,
    );
  }
}

function serviceFacts({ repo }: AboutAccount<'labeler'>, identity: Identity): readonly Fact[] {
  const { endpoint, key, whyNoEndpoint, whyNoKey } = labelerOf(identity);
  return [
    endpoint === undefined
      ? { mark: '✗', name: 'labels at', value: `nowhere: its DID document ${whyNoEndpoint}` }
      : { name: 'labels at', value: endpoint, opens: hostAddress(endpoint) },
    ...(endpoint === undefined
      ? []
      : [{ name: 'says', value: `labels:${repo}`, opens: { kind: 'labelsBy', repo } } as const]),
    key === undefined
      ? { mark: '✗', name: 'label key', value: `none: its DID document ${whyNoKey}` }
      : { name: 'label key', value: keyText(key), opens: { kind: 'identity', repo } },
  ];
}

function declarationFacts(declared: Declaration | undefined): readonly Fact[] {
  if (declared === undefined) {
    return [
      { mark: '?', name: 'declares', value: 'nothing: it has no record app.bsky.labeler.service/self' },
    ];
  }
  const { values, definitions, reasonTypes, subjectTypes, subjectCollections } = declared;
  // What it defines and does not list it may say all the same.
  const all = [...new Set([...values, ...definitions.keys()])];
  return [
    ...all.map((value): Fact => valueFact(value, declared)),
    ...(all.length === 0 ? [{ mark: '?', name: 'labels', value: 'it names no value that it uses' }] : []),
    ...listed('reports of', reasonTypes.map(reasonText), 'anything: it names no reasons'),
    ...listed('reports about', subjectTypes, ''),
    ...listed('in collections', subjectCollections, ''),
  ];
}

/** `Spam: Unwanted posts. · apps hide it`. Its name stands as the fact's. */
function valueFact(value: string, { definitions }: Declaration): Fact {
  const definition = definitions.get(value);
  const words = labelWords(value, definition, userLanguage());
  const parts = [
    cellText(words.name, 200) === cellText(value, 200) ? '' : words.name,
    words.description,
    words.defined === 'globally' ? 'means the same whoever says it' : '',
    definition !== undefined && isGlobalValue(value) ? 'its own definition does not count' : '',
    words.defined === 'nowhere' ? 'nobody says what it means' : `apps ${labelEffect(words)}`,
    words.severity === 'none' ? '' : words.severity,
    words.adultOnly ? 'adults only' : '',
  ];
  return {
    name: cellText(value, 200),
    value: parts
      .map((part) => cellText(part, 500))
      .filter((part) => part !== '')
      .join(' · '),
    json: definition === undefined ? JSON.stringify({ value }) : JSON.stringify(definition),
  };
}

function listed(name: string, texts: readonly string[], otherwise: string): readonly Fact[] {
  const value = texts.length === 0 ? otherwise : texts.join(', ');
  return value === '' ? [] : [{ name, value: cellText(value) }];
}
