import { beforeAll, describe, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import type { Validity } from '../../../src/atproto/lexicons/validity.js';
import { png } from '../../network/png.js';
import { useSeededNetwork } from '../../network/seeded-network.js';
import { offlineClient } from '../../support/offline-client.js';
import { freshHandle } from '../../support/session/session-fixtures.js';
import { BLOB, VERDICTS, type Verdict } from './verdicts.js';

let pds: string;
let account: { did: string; accessJwt: string };
let blob: unknown;
const client: AtClient = offlineClient();

async function call(method: string, body: object | Uint8Array, headers: Record<string, string>) {
  const response = await fetch(`${pds}/xrpc/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, answer };
}

const signedIn = (): Record<string, string> => ({ authorization: `Bearer ${account.accessJwt}` });

beforeAll(async () => {
  ({ pds } = await useSeededNetwork());
  const handle = freshHandle('verdicts');
  const made = await call(
    'com.atproto.server.createAccount',
    { handle, email: `${handle.split('.')[0]}@mail.com` },
    {},
  );
  account = made.answer as typeof account;
  const image = { ...signedIn(), 'content-type': 'image/png' };
  blob = (await call('com.atproto.repo.uploadBlob', png(7), image)).answer.blob;
});

function recordOf({ collection, value }: Verdict): Record<string, unknown> {
  const json = JSON.stringify({ $type: collection, ...value }, (_key, member) =>
    member === BLOB ? blob : member,
  );
  return JSON.parse(json);
}

/** The PDS's message of what we say first. */
function firstIssue(validity: Validity): string {
  const issue = validity.status === 'invalid' ? validity.issues[0] : undefined;
  return issue?.message.replace(/^Invalid record key: /, '') ?? validity.status;
}

describe('our verdict is that of the PDS', () => {
  for (const verdict of VERDICTS) {
    test(`${verdict.what}: ${verdict.is}`, async () => {
      const { collection, rkey, is } = verdict;
      const record = recordOf(verdict);
      const write = { repo: account.did, collection, rkey, record, validate: true };
      // A record of a key that there can be only one of is put in the place of the last.
      const method = rkey === 'self' ? 'putRecord' : 'createRecord';
      const { status, answer } = await call(`com.atproto.repo.${method}`, write, signedIn());
      const ours = await client.validate({
        collection,
        rkey: rkey ?? '3l3qo2vutsw2b',
        json: JSON.stringify(record),
      });
      expect({ ours: ours.status, pds: status === 200 ? answer.validationStatus : 'invalid' }).toEqual({
        ours: is,
        pds: is,
      });
      if (is === 'valid') return;
      expect(status === 500 ? firstIssue(ours) : answer.message).toContain(firstIssue(ours));
    });
  }
});
