import type { RawItem } from '../../src/atproto/calls/raw-items.js';
import { createClient } from '../../src/atproto/client.js';
import { Pager } from '../../src/places/pager.js';
import { reposListing } from '../../src/places/repos-listing.js';
import { PagedRows } from '../../src/store/lists/paged-rows.js';
import type { HeldRepos } from './figures/host-repos.js';
import { answerParent } from './run-child.js';
import { weigh } from './weigh.js';

const LOOKS = 200_000;

/** Loads all repositories of a host, as the list pane does, and says what holding them costs, and looking at one of them. */
await answerParent(async ({ host }: { host: string }): Promise<HeldRepos> => {
  const client = createClient({ plc: `http://${host}`, appview: `http://${host}` });
  const listing = reposListing({ kind: 'repos', host }, client);
  const rows = new PagedRows<RawItem>();
  const pager = new Pager(listing);
  const { signal } = new AbortController();
  const before = await weigh();
  let json = 0;
  while (!pager.ended) {
    const page = await pager.next({ signal });
    for (let at = 0; at < page.rows.length; at++) json += page.rows.at(at)?.text().length ?? 0;
    rows.append(page.rows, page.cursor);
  }
  const held = (await weigh()) - before;
  const start = performance.now();
  for (let look = 0; look < LOOKS; look++) {
    const item = rows.at((look * 7919) % rows.length);
    if (item) listing.key(item);
  }
  const lookMicroseconds = ((performance.now() - start) * 1000) / LOOKS;
  await client.close();
  return { rows: rows.length, held, json, lookMicroseconds };
});
