import { Agent, request } from 'undici';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { Identity } from '../../src/atproto/identity/identity.js';
import { answerParent } from './run-child.js';

const collection = 'app.bsky.feed.post';
const limit = 100;

/** Pages through an account by turns with the client and with undici alone; milliseconds of each run. */
await answerParent(async (task: { plc: string; pds: string; did: string; records: number; runs: number }) => {
  const client = createClient({ plc: task.plc, appview: task.pds });
  const agent = new Agent();
  const identity = await client.resolve(task.did);
  const times = { client: [] as number[], bare: [] as number[] };
  // The first of each warms up.
  for (let run = -1; run < task.runs; run += 1) {
    const ways = [
      { name: 'client', page: () => pageWithClient(client, identity) },
      { name: 'bare', page: () => pageBare(agent, task.pds, task.did) },
    ] as const;
    for (const { name, page } of run % 2 === 0 ? ways : ways.toReversed()) {
      const start = performance.now();
      const count = await page();
      const time = performance.now() - start;
      if (count !== task.records) throw new Error(`${name} saw ${count} records of ${task.records}.`);
      if (run >= 0) times[name].push(time);
    }
  }
  await agent.close();
  await client.close();
  return times;
});

async function pageWithClient(client: AtClient, identity: Identity): Promise<number> {
  const repo = client.repo(identity);
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await repo.list(collection, cursor, { limit });
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}

async function pageBare(agent: Agent, pds: string, did: string): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      repo: did,
      collection,
      limit: String(limit),
      ...(cursor && { cursor }),
    });
    const { body } = await request(`${pds}/xrpc/com.atproto.repo.listRecords?${query}`, {
      dispatcher: agent,
    });
    const page = (await body.json()) as { records: unknown[]; cursor?: string };
    count += page.records.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}
