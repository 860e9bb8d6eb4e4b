import { expect, test } from 'vitest';
import { abortError } from '../../../src/atproto/calls/abort-error.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { makeCall } from '../../../src/jobs/changes/make-call.js';
import type { ProcedureChange } from '../../../src/keep/made-change.js';

const did = 'did:plc:me';
const nsid = 'app.bsky.graph.muteActor';
const change: ProcedureChange = {
  kind: 'procedure',
  nsid,
  input: { actor: 'did:plc:bob' },
  opposite: 'app.bsky.graph.unmuteActor',
};
const told = { service: 'pds.test', nsid, message: 'no' } as const;

test.each<[string, Error | undefined, string[]]>([
  ['what was done', undefined, ['begin', 'done', 'end']],
  ['what is refused', new XrpcError({ ...told, failure: 'status', status: 400 }), ['begin', 'end']],
  ['what nobody heard of', new XrpcError({ ...told, failure: 'connection' }), ['begin']],
  ['what was given up under way', abortError('stop'), ['begin']],
])('%s stays in the journal as far as it may have been done', async (_, error, noted) => {
  const seen: string[] = [];
  const note = (what: string) => async () => void seen.push(what);
  const deps = {
    client: {
      sessions: { current: { did } },
      async call() {
        if (error) throw error;
      },
    },
    undo: {
      async begin() {
        seen.push('begin');
        return { add: note('add'), done: note('done'), end: note('end') };
      },
    },
  };
  const call = makeCall(deps as never, did, change, { title: 'muted somebody' });
  if (error) await expect(call).rejects.toThrow();
  else await call;
  expect(seen).toEqual(noted);
});
