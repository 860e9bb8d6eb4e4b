import type { RawItem } from '../atproto/calls/raw-items.js';
import type { AtClient } from '../atproto/client.js';
import { isFailedCall } from '../text/failed-call.js';
import { SentenceError } from '../text/sentence.js';
import { type AboutHost, hostOrigin } from './host-address.js';
import type { Listing } from './listing.js';

/** The first page is there soon; those behind it are asked for by who wants many, and are the most that the lexicons allow. */
const FIRST_PAGE_ROWS = 100;
const PAGE_ROWS = 1000;

/**
 * Loads the pages of a list that a host gives to anybody. A host that does not have the method answers in one of several ways, of which
 * the commonest is that one has to sign in: `missing` is what is said then, behind the name of the host.
 */
export function hostPages(
  address: AboutHost<string>,
  { service }: Pick<AtClient, 'service'>,
  { nsid, member, missing }: { readonly nsid: string; readonly member: string; readonly missing: string },
): Listing<RawItem>['load'] {
  const host = service(hostOrigin(address), 'stranger');
  return async (cursor, { signal, limit, answerMaxBytes }) => {
    const rows = limit ?? (cursor === undefined ? FIRST_PAGE_ROWS : PAGE_ROWS);
    try {
      const reply = await host.query(nsid, { limit: rows, cursor }, { signal, answerMaxBytes });
      const page = reply.page(member);
      return { rows: page.items, cursor: page.cursor };
    } catch (error) {
      if (isFailedCall(error) && [401, 404, 501].includes(error.status ?? 0)) {
        const answered = [error.status, error.error].filter((part) => part !== undefined).join(' ');
        throw new SentenceError(`${address.host} ${missing}: it answered ${answered} to ${nsid}.`);
      }
      throw error;
    }
  };
}
