import type { ServiceName } from './service-name.js';

/** Queries of com.atproto.identity, repo and sync that a PDS answers to its own accounts alone. */
export const OWN_ONLY: ReadonlySet<string> = new Set([
  'com.atproto.identity.getRecommendedDidCredentials',
  'com.atproto.repo.listMissingBlobs',
]);

/** What is the same whoever asks. */
const PUBLIC = /^com\.atproto\.(?:identity|repo|sync)\./;

/** Whether who is signed in makes a difference to a query: it is asked as that account, or may be. */
export function isAskedAsAccount(nsid: string, service: ServiceName | undefined): boolean {
  if (service !== undefined) return service !== 'appview';
  return OWN_ONLY.has(nsid) || !PUBLIC.test(nsid);
}
