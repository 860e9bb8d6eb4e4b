import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { type LocalNetwork, startNetwork } from '../../network/network.js';

let network: LocalNetwork;
let client: AtClient;

async function call(nsid: string, body: unknown, token?: string): Promise<Record<string, string>> {
  const answer = await fetch(`${network.pds}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.text().then((text) => (text === '' ? {} : JSON.parse(text)));
}

/** Makes an account with a record, so that the AppView hears of it. */
async function signUp(handle: string): Promise<{ did: string; token: string }> {
  const made = await call('com.atproto.server.createAccount', {
    handle,
    email: `${handle}@mail.example.com`,
    password: 'hunter2',
  });
  const [did, token] = [made.did!, made.accessJwt!];
  await call(
    'com.atproto.repo.putRecord',
    {
      repo: did,
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      record: { $type: 'app.bsky.actor.profile', displayName: handle },
    },
    token,
  );
  await network.processAll();
  return { did, token };
}

beforeAll(async () => {
  network = await startNetwork();
  client = createClient({ appview: network.appview, plc: network.plc });
});

afterAll(async () => {
  await client?.close();
  await network?.stop();
});

describe('on a network of its own', () => {
  it('an account is found by handle and by DID, and its handle confirmed', async () => {
    const { did } = await signUp('alice.test');
    const identity = await client.resolve('alice.test');
    expect(identity).toMatchObject({ did, handle: 'alice.test', pds: network.pds, cached: false });
    expect(identity.signingKey).toMatch(/^z(?:Q3s|Dna)/);
    const { fetchedAt: _, ...found } = await client.resolve(did);
    expect(identity).toMatchObject(found);
    expect(await client.checkHandle(identity, { asked: 'alice.test' })).toMatchObject({
      state: 'confirmed',
      by: 'appview',
    });
  });

  it('an account that changed its handle is told to whoever asks for the old one', async () => {
    const { did, token } = await signUp('bob.test');
    await call('com.atproto.identity.updateHandle', { handle: 'robert.test' }, token);
    await network.processAll();
    const identity = await client.resolve(did);
    expect(identity.handle).toBe('robert.test');
    expect(await client.checkHandle(identity, { asked: 'bob.test' })).toMatchObject({
      state: 'wrong',
      reason: 'DID document names another handle: robert.test (confirmed by the AppView)',
    });
  });

  it('a handle that the document claims and that leads to somebody else is wrong', async () => {
    const { did } = await signUp('carla.test');
    const { did: alice } = await client.resolve('alice.test');
    const { plcClient, plcRotationKey } = network.network.pds.ctx;
    await plcClient.updateHandle(did, plcRotationKey, 'alice.test');
    const identity = await client.resolve(did);
    expect(await client.checkHandle(identity)).toMatchObject({
      state: 'wrong',
      reason: `handle does not point back: by the AppView it leads to ${alice}`,
    });
  });

  it('a deleted account is said to be deleted, an unknown one unknown', async () => {
    const { did } = await signUp('dan.test');
    const { plcClient, plcRotationKey } = network.network.pds.ctx;
    await plcClient.tombstone(did, plcRotationKey);
    const errors = await Promise.all(
      [did, 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', 'nobody.test'].map((account) =>
        client.resolve(account).catch((error: unknown) => error),
      ),
    );
    for (const error of errors) expect(error).toBeInstanceOf(XrpcError);
    const [deleted, unknown, nobody] = errors as XrpcError[];
    expect(deleted?.message).toContain(`the account ${did} has been deleted`);
    expect(unknown?.message).toContain('there is no DID document of did:plc:aaaaaaaaaaaaaaaaaaaaaaaa');
    expect(nobody?.message).toContain('there is no account with the handle nobody.test');
  });
});
