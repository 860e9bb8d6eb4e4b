import type { RawItem } from '../../src/atproto/calls/raw-items.js';
import { createClient } from '../../src/atproto/client.js';
import type { Listing } from '../../src/places/listing.js';
import { recordsListing } from '../../src/places/records.js';
import { PagedRows } from '../../src/store/lists/paged-rows.js';
import type { MemoryUse } from './figures/memory.js';
import { answerParent } from './run-child.js';
import { weigh } from './weigh.js';

/** Loads the posts of an account several times over, as the list pane does, and says what holding them costs. */
await answerParent(
  async (task: { plc: string; pds: string; did: string; copies: number }): Promise<MemoryUse> => {
    const client = createClient({ plc: task.plc, appview: task.pds });
    const identity = await client.resolve(task.did);
    const address = { kind: 'collection', repo: task.did, collection: 'app.bsky.feed.post' } as const;
    const listing = recordsListing({ address, source: client.repo(identity), did: identity.did });

    // Warms up, and is let go before anything is weighed.
    const { rows, json } = await measureJson(listing);

    const held: PagedRows<RawItem>[] = [];
    const costs: number[] = [];
    let before = await weigh();
    for (let copy = 0; copy < task.copies; copy += 1) {
      held.push(await loadAll(listing));
      const after = await weigh();
      costs.push(after - before);
      before = after;
    }
    if (held.some(({ length }) => length !== rows)) throw new Error('The copies are not alike.');
    await client.close();
    return { costs, json, rows };
  },
);

async function loadAll(listing: Listing<RawItem>): Promise<PagedRows<RawItem>> {
  const all = new PagedRows<RawItem>();
  const { signal } = new AbortController();
  let cursor: string | undefined;
  do {
    const page = await listing.load(cursor, { signal });
    all.append(page.rows, cursor);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

async function measureJson(listing: Listing<RawItem>): Promise<{ rows: number; json: number }> {
  const all = await loadAll(listing);
  let json = 0;
  for (let index = 0; index < all.length; index += 1) json += Buffer.byteLength(all.at(index)!.text());
  return { rows: all.length, json };
}
