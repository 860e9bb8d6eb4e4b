import { expect, test } from 'vitest';
import type { Authoriser } from '../../../src/atproto/calls/authoriser.js';
import { createXrpc } from '../../../src/atproto/calls/xrpc.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';

/** A service whose pages may have so many rows before they are too large; notes the `limit` of each call. */
function service(mostRows: () => number) {
  const limits: (string | null)[] = [];
  const authoriser: Authoriser = {
    async send({ path, nsid }) {
      const limit = new URL(path, 'https://a.test').searchParams.get('limit');
      limits.push(limit);
      if (Number(limit ?? 1) > mostRows()) {
        throw new XrpcError({ failure: 'too-large', service: 'a.test', nsid, message: 'a.test: too large' });
      }
      return { status: 200, headers: {}, bytes: Buffer.from('{"records":[]}'), service: 'a.test' };
    },
  };
  return { xrpc: createXrpc(authoriser), limits };
}

const records = { repo: 'did:plc:a', collection: 'com.example.blog' };
const tooLarge = expect.objectContaining({ failure: 'too-large' });

test.each([
  [100, 100, ['100']],
  [100, 80, ['100', '50']],
  [100, 1, ['100', '50', '25', '12', '6', '3', '1']],
  [7, 2, ['7', '3', '1']],
])('of %s rows of which %s fit, half as many are asked for until they fit', async (limit, most, asked) => {
  const { xrpc, limits } = service(() => most);
  await xrpc.query('com.atproto.repo.listRecords', { ...records, limit });
  expect(limits).toEqual(asked);
});

test('the pages of the list stay smaller and grow again, and those of other lists are as ever', async () => {
  let most = 30;
  const { xrpc, limits } = service(() => most);
  const ask = (cursor: string, collection = records.collection) =>
    xrpc.query('com.atproto.repo.listRecords', { ...records, collection, limit: 100, cursor });
  await ask('a');
  most = 1000;
  await ask('b');
  await ask('c', 'com.example.other');
  await ask('d');
  expect(limits).toEqual(['100', '50', '25', '50', '100', '100']);
});

test.each([
  ['one row', { ...records, limit: 1 }, ['1']],
  ['of several the first by itself', { ...records, limit: 4 }, ['4', '2', '1']],
  ['what has no limit', records, [null]],
])('%s that is too large is an error', async (_what, params, asked) => {
  const { xrpc, limits } = service(() => 0);
  await expect(xrpc.query('com.atproto.repo.listRecords', params)).rejects.toEqual(tooLarge);
  expect(limits).toEqual(asked);
});
