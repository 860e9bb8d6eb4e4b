import { describe, expect, onTestFinished, test } from 'vitest';
import { nobodyAt, sendTo } from '../../../src/atproto/calls/authoriser.js';
import { bearer, type Credentials } from '../../../src/atproto/calls/credentials.js';
import { toCurl } from '../../../src/atproto/calls/curl.js';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal, type Journal } from '../../../src/atproto/calls/journal.js';
import { createTransport, type Transport } from '../../../src/atproto/calls/transport.js';
import { createXrpc, type Xrpc } from '../../../src/atproto/calls/xrpc.js';
import type { Answer } from '../../faults/answer.js';
import { drop, error, hang, inTurn, json, status } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';

interface Bench {
  readonly service: Service;
  readonly transport: Transport;
  readonly journal: Journal;
  /** As nobody. */
  readonly xrpc: Xrpc;
}

/** A service that answers everything so, and what calls it. */
async function answering(answer: Answer, timeoutMs = 10_000): Promise<Bench> {
  const service = await startService(answer);
  const journal = createJournal();
  const transport = createTransport({ journal, policy: hostPolicy([service.origin]), timeoutMs });
  onTestFinished(async () => {
    await transport.close();
    await service.close();
  });
  const xrpc = createXrpc(nobodyAt(transport, new URL(service.origin), 'configured'));
  return { service, transport, journal, xrpc };
}

const post = { repo: 'did:plc:a', collection: 'app.bsky.feed.post', record: { text: 'é', big: 2n ** 60n } };
const create = 'com.atproto.repo.createRecord';

test('an input is sent as JSON, digits and all, and the answer is read', async () => {
  const { service, xrpc } = await answering(json({ uri: 'at://a/b/c' }));
  const reply = await xrpc.procedure(create, post);
  expect(reply.json()).toEqual({ uri: 'at://a/b/c' });
  expect(service.requests).toMatchObject([
    {
      method: 'POST',
      url: `/xrpc/${create}`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{"repo":"did:plc:a","collection":"app.bsky.feed.post","record":{"text":"é","big":1152921504606846976}}',
    },
  ]);
});

test('bytes are sent as they are, with their type', async () => {
  const { service, xrpc } = await answering(json({ blob: {} }));
  await xrpc.procedure('com.atproto.repo.uploadBlob', { type: 'text/plain', bytes: Buffer.from('{"a":1}') });
  expect(service.requests).toMatchObject([{ headers: { 'content-type': 'text/plain' }, body: '{"a":1}' }]);
});

test('where there is no input, no type is sent, and 204 is an answer', async () => {
  const { service, xrpc } = await answering(status(204));
  await xrpc.procedure('com.atproto.server.deleteSession', undefined);
  expect(service.requests[0]?.headers).not.toHaveProperty('content-type');
  expect(service.requests[0]?.body).toBe('');
});

describe('a procedure is sent once, whatever comes of it, and a query as often as may help', () => {
  const good = json({ did: 'did:plc:a' });
  test.each([
    ['502', error(502, 'UpstreamFailure')],
    ['503 that says when', error(503, 'Unavailable', 'later', { 'retry-after': '0' })],
    ['429 that says when', error(429, 'RateLimitExceeded', 'later', { 'retry-after': '0' })],
    ['a connection that breaks', drop()],
  ])('on %s', async (_what, fault) => {
    const { service, xrpc } = await answering(inTurn(fault, good));
    await expect(xrpc.procedure(create, post)).rejects.toMatchObject({ name: 'XrpcError', nsid: create });
    expect(service.requests).toHaveLength(1);

    const again = await answering(inTurn(fault, good));
    await again.xrpc.query('com.atproto.identity.resolveHandle', { handle: 'a.test' });
    expect(again.service.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test('unless the caller says that it may be repeated', async () => {
    const { service, xrpc } = await answering(inTurn(error(502, 'UpstreamFailure'), good));
    await xrpc.procedure(create, post, { mayRepeat: true });
    expect(service.requests).toHaveLength(2);
    expect(service.requests[1]?.body).toBe(service.requests[0]?.body);
  });

  test('one that is never answered ends with its time', async () => {
    const { service, xrpc } = await answering(hang(), 300);
    await expect(xrpc.procedure(create, post)).rejects.toMatchObject({ failure: 'timeout' });
    expect(service.requests).toHaveLength(1);
  });

  test('one whose caller leaves ends at once', async () => {
    const { xrpc, journal } = await answering(hang());
    const leave = new AbortController();
    const call = xrpc.procedure(create, post, { signal: leave.signal });
    leave.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(journal.entries()).toMatchObject([{ nsid: create, note: 'aborted' }]);
  });
});

describe('the journal, and the line for a shell,', () => {
  test('have what was sent', async () => {
    const { service, xrpc, journal } = await answering(json({}));
    await xrpc.procedure(create, { ...post, record: { text: "it's\u0085" } });
    const [entry] = journal.entries();
    const sent = `{"repo":"did:plc:a","collection":"app.bsky.feed.post","record":{"text":"it's\\u0085"}}`;
    expect(entry).toMatchObject({ method: 'POST', sent, body: undefined });
    expect(toCurl(entry!)).toBe(
      `curl --compressed -X 'POST' -H 'accept: application/json' -H 'content-type: application/json' ` +
        `--data-raw '${sent.replaceAll("'", `'\\''`)}' --globoff '${service.origin}/xrpc/${create}'`,
    );
  });

  test('have of bytes and of long input the size', async () => {
    const { xrpc, journal } = await answering(json({}));
    await xrpc.procedure('com.atproto.repo.uploadBlob', { type: 'image/png', bytes: Buffer.alloc(7) });
    await xrpc.procedure(create, { ...post, record: { text: 'long '.repeat(10_000) } });
    expect(journal.entries().map(({ sent }) => sent)).toEqual([
      '‹7 bytes of image/png›',
      '‹50075 bytes of application/json›',
    ]);
    expect(toCurl(journal.entries()[0]!)).toContain(`--data-binary '@‹7 bytes of image/png›'`);
  });

  test.each([
    ['com.atproto.server.createSession', { identifier: 'a.test', password: 's3cret' }],
    ['com.atproto.server.createAppPassword', { name: 's3cret' }],
    ['com.atproto.identity.signPlcOperation', { rotationKeys: ['s3cret'] }],
    [create, { ...post, record: { accessToken: { is: 's3cret' }, nested: [{ password: 's3cret' }] } }],
    [create, { ...post, record: { text: 'my password is correct horse' } }],
  ] as const)('have no secret of %s', async (name, input) => {
    const { xrpc, journal } = await answering(json({}));
    // The types of the inputs are as many as the names.
    await xrpc.procedure(name, input as never, { secrets: ['correct horse'] });
    const [entry] = journal.entries();
    expect(entry?.sent).toContain('‹hidden›');
    expect(entry?.sent).not.toMatch(/s3cret|correct horse/);
  });
});

describe('credentials', () => {
  const as = ({ transport, service }: Bench, credentials: Credentials): Xrpc =>
    createXrpc({
      send: (call) =>
        sendTo(transport, { origin: new URL(service.origin), policy: 'configured', credentials }, call),
    });

  test('are sent to their own origin, and shown nowhere', async () => {
    const bench = await answering(error(400, 'Odd', 'no: s3cret-a, s3cret-r'));
    const { origin } = bench.service;
    const call = as(bench, bearer(origin, 's3cret-a', 's3cret-r')).procedure(create, post);
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining('no: ‹hidden›, ‹hidden›') });
    expect(bench.service.requests[0]?.headers.authorization).toBe('Bearer s3cret-a');
    expect(bench.journal.entries()[0]?.headers).toMatchObject({ authorization: 'Bearer ‹hidden›' });
  });

  test('of another origin are refused before anything is sent', async () => {
    const bench = await answering(json({}));
    const call = as(bench, bearer('https://pds.example', 's3cret')).procedure(create, post);
    await expect(call).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('the sign-in is for https://pds.example and goes nowhere else'),
    });
    expect(bench.service.requests).toEqual([]);
  });

  test('are made anew for each attempt, for the method and address of the call', async () => {
    const bench = await answering(inTurn(error(502), error(502), json({ did: 'did:plc:a' })));
    let proofs = 0;
    const proving: Credentials = {
      origin: bench.service.origin,
      shown: 'DPoP ‹hidden›',
      secrets: [],
      headers(method, { pathname }) {
        proofs++;
        return { authorization: 'DPoP token', dpop: `${proofs} ${method} ${pathname}` };
      },
    };
    await as(bench, proving).query('com.atproto.identity.resolveHandle', { handle: 'a.test' });
    expect(bench.service.requests.map(({ headers }) => headers.dpop)).toEqual(
      [1, 2, 3].map((proof) => `${proof} GET /xrpc/com.atproto.identity.resolveHandle`),
    );
    expect(JSON.stringify(bench.journal.entries())).not.toMatch(/token|1 GET/);
  });
});
