import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { openArchive } from '../../../src/archive/open-archive.js';
import { createClient } from '../../../src/atproto/client.js';
import { pull } from '../../../src/jobs/pull.js';
import { pullBlobs } from '../../../src/jobs/pull-blobs.js';
import { Archives } from '../../../src/keep/archives.js';
import { blobFolder } from '../../../src/keep/blob-folder.js';
import { parseAddress } from '../../../src/places/address.js';
import { listingFor } from '../../../src/places/listing-for.js';
import { useSeededNetwork } from '../../network/seeded-network.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

test('the blobs of an archive are listed with who uses them, and whether they are here (bluesky-social/atproto#5017)', async () => {
  const network = await useSeededNetwork();
  const client = createClient(network);
  const { signal } = new AbortController();
  const archives = new Archives(await temporaryFolder(), { copies: 2 });
  const identity = await client.resolve('alice.test', { fresh: true });
  const { kept } = await pull({ client, archives, identity });
  const read = parseAddress('archive:alice.test/blobs');
  if (!read.ok) throw new Error(read.reason);
  const listing = listingFor(read.address, { client, identity: undefined, archives });

  async function listed() {
    const { rows } = (await listing?.load(undefined, { signal })) ?? { rows: [] };
    return Array.from({ length: rows.length }, (_, index) => rows.at(index));
  }

  const before = await listed();
  expect(before).toHaveLength(8);
  const avatar = before
    .map((item) => JSON.parse(listing?.json(item) ?? ''))
    .find(({ records }) => records.includes(`at://${identity.did}/app.bsky.actor.profile/self`));
  expect(avatar).toEqual({
    cid: expect.stringMatching(/^bafkrei/),
    mimeType: 'image/png',
    size: expect.any(Number),
    records: expect.arrayContaining([expect.stringMatching(/^at:/)]),
  });

  const archive = await openArchive(kept.file);
  const folder = blobFolder(kept.file, true);
  await pullBlobs({ source: await client.blobs(identity), archive, folder, signal });
  archive.close();
  for (const item of await listed()) {
    expect(JSON.parse(listing?.json(item) ?? '').file).toMatch(`${dirname(kept.file)}/blobs/bafkrei`);
    expect(listing?.row(item, () => undefined).cells).toContain('✓');
  }
  await client.close();
});
