import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AtClient } from '../../src/atproto/client.js';
import { error, html, inTurn, json, redirect, text } from './answers.js';
import { alice } from './house.js';
import type { FaultRow } from './row.js';

const BLOB = 'a picture of a garden';
/** Of these bytes. */
const CID = 'bafkreibeb75gj36wqyxtdxp54jnv3xx67wf6vxidkyznps5tkzmwrynupu';
const picture = { type: 'image/png' };

/** Its size, once it is in a file. */
async function fetched(client: AtClient): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'atscope-blob-'));
  try {
    const source = await client.blobs(await client.resolve(alice.did));
    return await source.fetch(CID, { file: join(folder, 'blob'), maxBytes: 1_000 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const listed = async (client: AtClient) =>
  (await (await client.blobs(await client.resolve(alice.did))).list(undefined)).cids;

/** What is asked of a server for `pull --blobs`. */
export const blobRows: readonly FaultRow[] = [
  {
    when: 'a blob is other bytes than its CID says',
    routes: { 'com.atproto.sync.getBlob': text('a picture of a harbor', picture) },
    ask: fetched,
    fails: { failure: 'malformed' },
    says: /sent something unexpected: what came does not hash to bafkrei/,
  },
  {
    when: 'a page to sign in at stands in place of a blob',
    routes: { 'com.atproto.sync.getBlob': html() },
    ask: fetched,
    fails: { failure: 'malformed' },
    says: /does not hash to/,
  },
  {
    when: 'the connection is cut in the middle of a blob, once',
    routes: {
      'com.atproto.sync.getBlob': inTurn({ ...text(BLOB, picture), ends: 'cut' }, text(BLOB, picture)),
    },
    ask: fetched,
    gives: BLOB.length,
    asked: { 'com.atproto.sync.getBlob': 2 },
  },
  {
    when: 'a blob is of a type of text',
    routes: { 'com.atproto.sync.getBlob': text(BLOB, { type: 'text/html' }) },
    ask: fetched,
    gives: BLOB.length,
  },
  {
    when: 'a blob is larger than there is room for',
    routes: { 'com.atproto.sync.getBlob': text('x'.repeat(1_001), picture) },
    ask: fetched,
    fails: { failure: 'too-large' },
  },
  {
    when: 'a blob is not there',
    routes: { 'com.atproto.sync.getBlob': error(400, 'BlobNotFound', 'Blob not found') },
    ask: fetched,
    fails: { failure: 'status', status: 400 },
    says: /Blob not found|BlobNotFound/,
  },
  {
    when: 'a blob is kept elsewhere, and that is elsewhere again (bluesky-social/atproto#5097)',
    routes: {
      'com.atproto.sync.getBlob': redirect('/moved', 301),
      '/moved': redirect('/kept', 307),
      '/kept': text(BLOB, picture),
    },
    ask: fetched,
    gives: BLOB.length,
  },
  {
    when: 'what stands where a blob is kept is another',
    routes: {
      'com.atproto.sync.getBlob': redirect('/kept'),
      '/kept': text('a picture of a harbor', picture),
    },
    ask: fetched,
    fails: { failure: 'malformed' },
    says: /does not hash to/,
  },
  {
    when: 'a blob is sent around in a circle',
    routes: { 'com.atproto.sync.getBlob': redirect('/around'), '/around': redirect('/around') },
    ask: fetched,
    fails: { failure: 'refused' },
    says: /redirects more than 3 times/,
    asked: { 'com.atproto.sync.getBlob': 1, '/around': 3 },
  },
  {
    when: 'a blob is kept at what is no web address',
    routes: { 'com.atproto.sync.getBlob': redirect('file:///etc/passwd') },
    ask: fetched,
    fails: { failure: 'refused' },
    says: /file:/,
  },
  {
    when: 'a page says that the blob is not where it was kept',
    routes: { 'com.atproto.sync.getBlob': redirect('/kept'), '/kept': html(404) },
    ask: fetched,
    fails: { failure: 'status', status: 404 },
  },
  {
    when: 'the list of blobs is null, as some languages write one of none',
    routes: { 'com.atproto.sync.listBlobs': json({ cids: null }) },
    ask: listed,
    gives: [],
  },
];
