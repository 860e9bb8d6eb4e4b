import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { ClientSettings } from '../../../src/atproto/client-settings.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import type { Write } from '../../../src/atproto/writes/write.js';
import type { WriteError } from '../../../src/atproto/writes/write-error.js';
import type { Writer } from '../../../src/atproto/writes/writer.js';
import type { Answer, AnswerFunction, ToldAnswer } from '../../faults/answer.js';
import {
  drop,
  error,
  hang,
  rateLimited,
  text,
  truncatedJson,
  upstream,
  withPds,
} from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import type { Author } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { visitProvider } from '../../support/oauth/provider-page.js';
import { signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

const PLANT = 'com.example.garden.plant';
const PUT = 'com.atproto.repo.putRecord';
const DELETE = 'com.atproto.repo.deleteRecord';
const APPLY = 'com.atproto.repo.applyWrites';
const GET = 'com.atproto.repo.getRecord';

let network: SeededNetwork;
let account: Author & { password: string };
/** The real PDS, behind what a test puts before it. */
let pds: Service;
let plc: Service;
let writer: Writer;
/** The same account past all of it, as another program has it. */
let past: Writer;
let at: { readonly collection: string; readonly rkey: string };
let create: Write;
let beds = 0;

beforeAll(async () => {
  network = await useSeededNetwork();
  account = await signUpWithPassword(network.pds, 'bed');
  pds = await startService({}, { upstream: network.pds });
  plc = await startService({ '/did:*': upstream(withPds(pds.origin)) }, { upstream: network.plc });
  const runs = [await openRun({ plc: plc.origin }), await openRun({})] as const;
  writer = await runs[0].writer();
  past = await runs[1].writer();
  return async () => {
    await Promise.all(runs.map((client) => client.close()));
    await pds.close();
    await plc.close();
  };
});

beforeEach(() => {
  pds.answers.clear();
  pds.requests.length = 0;
  beds += 1;
  at = { collection: PLANT, rkey: `rose-${beds}` };
  create = { kind: 'create', ...at, json: '{"name":"Rose"}' };
});

/** A client that has signed in. */
async function openRun(settings: Partial<ClientSettings>): Promise<AtClient> {
  const client = createClient({ plc: network.plc, appview: network.appview, ...settings });
  await client.sessions.signIn({ identifier: account.did, password: account.password });
  return client;
}

async function nameThere(): Promise<string | undefined> {
  const found = await past.read(PLANT, at.rkey);
  return found && JSON.parse(found.json).name;
}

async function writeElsewhere(name: string): Promise<void> {
  await past.write({ kind: 'update', ...at, json: JSON.stringify({ name }), swap: undefined });
}

/** What a test does once the real PDS has the request, before it breaks the connection. */
const forwarded =
  (then: () => Promise<void> | void = () => {}): AnswerFunction =>
  async (request, response) => {
    await forward(request);
    await then();
    response.destroy();
  };

/** Breaks the connection, and hands the request on afterwards. */
const late =
  (milliseconds: number): AnswerFunction =>
  (request, response) => {
    response.destroy();
    setTimeout(() => void forward(request), milliseconds);
  };

/** Says that to a request that the real PDS has done. */
function answered(answer: ToldAnswer): AnswerFunction {
  return async (request) => {
    await forward(request);
    return answer;
  };
}

async function forward({ url, headers, body }: Parameters<AnswerFunction>[0]): Promise<void> {
  const answer = await fetch(new URL(url, network.pds), {
    method: 'POST',
    headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(200);
}

const refusal = (promise: Promise<unknown>): Promise<WriteError> =>
  promise.then(
    () => expect.fail('it was written'),
    (problem) => problem,
  );

describe('a connection that breaks', () => {
  test('after the write: it is known to be written, and not sent again', async () => {
    pds.answers.set(PUT, forwarded());
    pds.answers.set(DELETE, forwarded());
    const made = await writer.write(create);
    expect(made).toMatchObject({ ...at, isChange: true });
    expect((await writer.read(PLANT, at.rkey))?.cid).toBe(made.cid);
    const edit = { kind: 'update', ...at, json: '{"name":"Red"}', swap: made.cid } as const;
    const edited = await writer.write(edit);
    expect(await nameThere()).toBe('Red');
    expect(pds.count(PUT)).toBe(2);
    expect(await writer.write({ kind: 'delete', ...at, swap: edited.cid })).toMatchObject({
      cid: undefined,
      isChange: true,
    });
    expect(pds.count(DELETE)).toBe(1);
    expect(await nameThere()).toBeUndefined();
  });

  test('before the write: nothing was written, which is said', async () => {
    pds.answers.set(PUT, drop());
    const problem = await refusal(writer.write(create));
    expect(problem).toMatchObject({ name: 'XrpcError', failure: 'connection', hint: 'Nothing was written.' });
    expect(pds.count(PUT)).toBe(1);
    expect(await nameThere()).toBeUndefined();
  });

  test('while the service is still at it: one waits until it is done', async () => {
    pds.answers.set(PUT, late(400));
    expect(await writer.write(create)).toMatchObject({ isChange: true });
    expect(await nameThere()).toBe('Rose');
    expect(pds.count(PUT)).toBe(1);
  });

  test('and what is there afterwards is another program’s', async () => {
    const made = await writer.write(create);
    pds.answers.set(
      PUT,
      forwarded(() => writeElsewhere('Blue')),
    );
    const edit = { kind: 'update', ...at, json: '{"name":"Red"}', swap: made.cid } as const;
    expect(await refusal(writer.write(edit))).toMatchObject({
      kind: 'changed',
      now: { json: expect.stringContaining('Blue') },
    });
  });

  test('for good: nobody knows, and that is said', async () => {
    pds.answers.set(PUT, forwarded());
    pds.answers.set(GET, drop());
    const problem = await refusal(writer.write(create));
    expect(problem.kind).toBe('uncertain');
    expect(problem.message).toMatch(
      /^Nobody knows whether com\.example\.garden\.plant\/rose-\d+ was written.*Look/,
    );
  });

  test('where nobody listens nothing was sent, and nobody looks', async () => {
    const gone = await startService({}, { upstream: network.pds });
    await using way = await startService(
      { '/did:*': upstream(withPds(gone.origin)) },
      { upstream: network.plc },
    );
    const client = await openRun({ plc: way.origin });
    onTestFinished(() => client.close());
    const lonely = await client.writer();
    await gone.close();
    const problem = await refusal(lonely.write(create));
    expect(problem).toMatchObject({ failure: 'connection', hint: `${PLANT}/${at.rkey} was not written.` });
  });

  test('an abort while it is under way tells what became of it', async () => {
    const stop = new AbortController();
    pds.answers.set(PUT, async (request) => {
      await forward(request);
      stop.abort();
      return hang();
    });
    expect(await writer.write(create, { signal: stop.signal })).toMatchObject({ isChange: true });
    const before = pds.count(PUT);
    await expect(writer.write(create, { signal: stop.signal })).rejects.toHaveProperty('name', 'AbortError');
    expect(pds.count(PUT)).toBe(before);
  });
});

describe('a service that says nothing of use', () => {
  test.each<[string, Answer, boolean]>([
    ['500 before it wrote', error(500), false],
    ['500 after it wrote', answered(error(500)), true],
    ['a proxy’s 502 after it wrote', answered(text('<p>', { status: 502 })), true],
    ['half an answer', answered(truncatedJson({ uri: 'at://x' })), true],
  ])('%s', async (_, answer, isWritten) => {
    pds.answers.set(PUT, answer);
    if (isWritten) {
      expect(await writer.write(create)).toMatchObject({ isChange: true });
    } else {
      expect(await refusal(writer.write(create))).toMatchObject({
        status: 500,
        hint: 'Nothing was written.',
      });
    }
    expect(await nameThere()).toBe(isWritten ? 'Rose' : undefined);
    expect(pds.count(PUT)).toBe(1);
  });

  test('a silent one may still write: nobody knows', async () => {
    const store = memorySessionStore();
    const patient = await openRun({ plc: plc.origin, sessions: { store, proxy: undefined } });
    const client = createClient({
      ...{ plc: plc.origin, appview: network.appview, timeoutMs: 500 },
      sessions: { store, proxy: undefined },
    });
    onTestFinished(async () => {
      await client.close();
      await patient.close();
    });
    await client.sessions.use(account.did);
    const impatient = await client.writer();
    pds.answers.set(PUT, hang());
    expect(await refusal(impatient.write(create))).toMatchObject({ kind: 'uncertain' });
    expect(pds.count(PUT)).toBe(1);
  });

  test('429 says when it may be tried again, and is not tried by itself', async () => {
    pds.answers.set(PUT, rateLimited({ retryAfter: 1200 }));
    const problem = await refusal(writer.write(create));
    expect(problem.kind).toBe('rate-limit');
    expect(problem.message).toMatch(
      /takes no more writes for now: .*rose-\d+ was not written\. It can be tried again/,
    );
    expect(pds.count(PUT)).toBe(1);
  });
});

describe('many at once', () => {
  const many = () =>
    ['a', 'b', 'c'].map(
      (name) =>
        ({
          kind: 'create',
          collection: PLANT,
          rkey: `${at.rkey}-${name}`,
          json: `{"name":"${name}"}`,
        }) as const,
    );

  test('a connection that breaks before or after them', async () => {
    const writes = many();
    pds.answers.set(APPLY, drop());
    const head = await writer.head();
    expect(await refusal(writer.writeAll(writes, { swapCommit: head.cid }))).toMatchObject({
      failure: 'connection',
      hint: 'Nothing was written.',
    });
    pds.answers.set(APPLY, forwarded());
    const written = await writer.writeAll(writes, { swapCommit: head.cid });
    expect(written.map(({ cid }) => cid)).toEqual(
      await Promise.all(writes.map(async ({ rkey }) => (await writer.read(PLANT, rkey))?.cid)),
    );
    expect(pds.count(APPLY)).toBe(2);
    pds.answers.set(APPLY, drop());
    const others = writes.map((write) => ({ ...write, json: '{"name":"other"}' }));
    expect(await refusal(writer.writeAll(others, { swapCommit: head.cid }))).toMatchObject({ kind: 'head' });
  });

  test('one that is there already fails all of them, in words, and another commit is told', async () => {
    const writes = many();
    const old = await writer.head();
    await writer.write({ ...create, rkey: `${at.rkey}-b` } as Write);
    expect(await refusal(writer.writeAll(writes, { swapCommit: old.cid }))).toMatchObject({ kind: 'head' });
    const head = await writer.head();
    expect(await refusal(writer.writeAll(writes, { swapCommit: head.cid }))).toMatchObject({
      status: 500,
      hint: expect.stringContaining('one of them may be there already'),
    });
    expect(await writer.read(PLANT, `${at.rkey}-a`)).toBeUndefined();
  });
});

describe('who writes', () => {
  test('is somebody, and the same as when it began', async () => {
    const { client } = await startRun(network);
    expect(await refusal(client.writer())).toMatchObject({ kind: 'nobody' });
    const [ann, ben] = [
      await signUpWithPassword(network.pds, 'ann'),
      await signUpWithPassword(network.pds, 'ben'),
    ];
    await client.sessions.signIn({ identifier: ann.did, password: ann.password });
    const mine = await client.writer();
    await client.sessions.signIn({ identifier: ben.did, password: ben.password });
    expect(await refusal(mine.write(create))).toMatchObject({ kind: 'other-account' });
    await client.sessions.use(undefined);
    expect(await refusal(mine.write(create))).toMatchObject({ kind: 'nobody' });
    expect(
      await (await startRun(network)).client.repo(await client.resolve(ben.did)).describe(),
    ).toMatchObject({
      collections: [],
    });
  });

  test('who signed in to read is told what lacks, and how to get it', async () => {
    const ann = await signUpWithPassword(network.pds, 'ann');
    const { client } = await startRun(network);
    const begun = await client.sessions.beginBrowserSignIn({ identifier: ann.did, level: 'read' });
    await fetch(await visitProvider({ url: begun.url, username: ann.handle, password: ann.password }));
    await begun.account;
    const mine = await client.writer();
    const { cid: swapCommit } = await mine.head();
    for (const tries of [
      () => mine.write(create),
      () => mine.writeAll([create], { swapCommit }),
      () => mine.upload(Buffer.from('x'), 'text/plain'),
    ]) {
      const problem = await refusal(tries());
      expect(problem.kind).toBe('scope');
      expect(problem.message).toMatch(
        /does not cover .*was not written\. :account\.sign-in-write signs in to write, too\.$/,
      );
    }
  });
});
