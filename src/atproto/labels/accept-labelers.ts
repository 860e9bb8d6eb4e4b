/** Bluesky's own (bluesky-social/atproto packages/api, `BSKY_LABELER_DID`): its takedowns are obeyed, as its AppView does by itself. */
const BLUESKY_LABELER = 'did:plc:ar7c4by46qjdydhdevvrndac';

/**
 * What an AppView is told of whose labels its answers shall carry (atproto.com/specs/label, “Labeler Subscriptions”). Undefined where no
 * labeler is named: it then takes those that it takes for everybody.
 */
export function acceptLabelers(dids: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (dids.length === 0) return undefined;
  const named = dids.map((did) => (did === BLUESKY_LABELER ? `${did};redact` : did));
  return { 'atproto-accept-labelers': named.join(', ') };
}
