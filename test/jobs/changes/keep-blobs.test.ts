import { expect, test } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { keepBlobs } from '../../../src/jobs/changes/keep-blobs.js';

const cid = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';
const before = JSON.stringify({ of: { $type: 'blob', ref: { $link: cid }, mimeType: 'image/png', size: 3 } });

/** What is told of a blob that a service answers with this status. */
async function keptAt(status: number): Promise<string[]> {
  const told: string[] = [];
  const source = {
    async bytes() {
      const call = { service: 'pds.test', nsid: 'com.atproto.sync.getBlob', message: `answered ${status}` };
      throw new XrpcError({ ...call, failure: 'status', status });
    },
  };
  const client = { resolve: async () => ({}), blobs: async () => source };
  const undo = { saveBlob: () => expect.fail('there is nothing to keep') };
  const onNote = (note: unknown) => told.push(String(note));
  expect(await keepBlobs({ client, undo } as never, 'did:plc:me', before, { onNote })).toEqual([]);
  return told;
}

test.each([
  429, 500, 502, 503,
])('a service that answers %i may give a blob later: nothing goes', async (status) => {
  await expect(keptAt(status)).rejects.toThrow(`answered ${status}`);
});

test.each([400, 404])('a service that answers %i has it no more, which is told', async (status) => {
  expect((await keptAt(status)).join()).toContain('could not be kept');
});
