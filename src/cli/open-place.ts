import type { AtClient } from '../atproto/client.js';
import { startAs } from '../atproto/session/start-as.js';
import type { Config } from '../keep/config.js';
import type { Address } from '../places/addresses.js';
import { kindOf } from '../places/kind-of.js';
import type { Listing } from '../places/listing.js';
import { accountOfPlace, openListing } from '../places/listing-for.js';
import type { ListingContext } from '../places/place-kind.js';
import { loadWatch } from '../store/watch/stored-watch.js';
import { SentenceError } from '../text/sentence.js';

/** What a verb opens a place with. */
export interface PlaceOptions {
  readonly client: AtClient;
  readonly config: Config;
  /** Handle or DID of the account to ask as, or `nobody`; undefined: who was used last. */
  readonly as: string | undefined;
  readonly signal: AbortSignal;
}

/** What is asked for a place: who its account is, and what it lists; undefined where it lists nothing. */
export interface OpenPlace {
  readonly context: ListingContext;
  readonly listing: Listing | undefined;
}

/**
 * Finds out whose place it is, and what it lists. The sign-ins, for which a keychain may ask a password, are read only where the answer
 * depends on who asks, or `as` says who. Throws a SentenceError where that one is not signed in.
 */
export async function openPlace(
  address: Address,
  { client, config, as, signal }: PlaceOptions,
): Promise<OpenPlace> {
  const context: ListingContext = {
    client,
    archives: config.archives,
    ...(await accountOfPlace(address, (repo) => client.resolve(repo, { signal }))),
    history: { lines: async (did) => (await loadWatch(config.watches, did))?.lines ?? [] },
  };
  async function open(): Promise<OpenPlace> {
    return { context, listing: await openListing(address, context, signal) };
  }
  const isAsked = as !== undefined || kindOf(address).dependsOnViewer?.(address) === true;
  if (isAsked) await speakAs(client, as);
  const place = await open();
  if (isAsked || !place.listing?.dependsOnViewer) return place;
  await speakAs(client, as);
  // It has a column more for who asks.
  return await open();
}

/** Speaks as who is named, or who was used last. Throws a SentenceError where that one is not signed in. */
export async function speakAs(
  { sessions }: Pick<AtClient, 'sessions'>,
  as: string | undefined,
): Promise<void> {
  const refused = await startAs(sessions, as);
  if (refused !== undefined) throw new SentenceError(refused);
}
