import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Author, signUp } from '../../network/author.js';
import { type Jetstream, startJetstream } from '../../network/jetstream-server.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { asAdmin, takeDown } from '../../network/take-down.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { FOLLOW } from '../../support/watch/follow-traffic.js';
import { openRun, type RunSettings, type WatchRun } from '../../support/watch/watch-run.js';

let network: SeededNetwork;
let jetstream: Jetstream;
let accounts = 0;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  jetstream = await startJetstream({ version: 2, firehose: network.pds });
  return () => jetstream.close();
});

afterEach(async () => {
  jetstream.faults.refuse(0);
  for (const close of closing.splice(0).reverse()) await close();
});

async function run(settings: Partial<RunSettings> = {}): Promise<WatchRun> {
  const opened = openRun({
    ...network,
    folder: settings.folder ?? (await temporaryFolder()),
    url: jetstream.url,
    ...settings,
  });
  closing.push(opened.close);
  return opened;
}

const newcomer = (name: string): Promise<Author> =>
  signUp(network.pds, `${name}${accounts++}-${Date.now().toString(36)}.test`, 'a-password');

/** Follows an account, and gives what ends it. */
async function follow(author: Author, subject: Author): Promise<() => Promise<void>> {
  const [ref] = await author.write([
    { collection: FOLLOW, value: { subject: subject.did, createdAt: new Date().toISOString() } },
  ]);
  return () => author.delete(FOLLOW, ref!.uri.split('/').at(-1)!);
}

/** What a watch has told, the oldest first. */
const told = (of: WatchRun, { did }: Author): readonly string[] =>
  (of.store.getState().watches.get(did)?.lines ?? [])
    .toReversed()
    .map(({ kind, did: who, reason }) => [kind, who, reason].filter(Boolean).join(' '));

const untilTold = (of: WatchRun, watched: Author, line: string): Promise<void> =>
  of.until(() => told(of, watched).includes(line));

async function post(nsid: string, authorization: string, input?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${network.pds}/xrpc/${nsid}`, {
    method: 'POST',
    headers: {
      ...(input && { 'content-type': 'application/json' }),
      ...(authorization && { authorization }),
    },
    body: input && JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${nsid} answered ${response.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** Watches with no stream to be had, until it says so. */
async function unreachable(watched: Author, pollEveryMs: number, folder?: string): Promise<WatchRun> {
  jetstream.faults.refuse(Number.MAX_SAFE_INTEGER, 'broken off');
  const opened = await run({ pollEveryMs, ...(folder !== undefined && { folder }) });
  await opened.toggle(watched.did);
  await opened.until(({ watches }) => {
    const watch = watches.get(watched.did);
    return watch?.polling === true && watch.baseline.status === 'ready';
  });
  return opened;
}

describe('a watch without a stream', () => {
  const untilConnected = (of: WatchRun, { did }: Author): Promise<void> =>
    of.until(({ watches }) => watches.get(did)?.stream?.state === 'connected');

  test('reads the list now and then, and goes over to the stream when there is one', async () => {
    const [star, fan, other] = await Promise.all(['star', 'fan', 'other'].map(newcomer));
    const opened = await unreachable(star!, 100);
    const leave = await follow(fan!, star!);
    await untilTold(opened, star!, `followed ${fan!.did}`);
    await leave();
    await untilTold(opened, star!, `unfollowed ${fan!.did}`);
    const leaveToo = await follow(other!, star!);
    await untilTold(opened, star!, `followed ${other!.did}`);

    jetstream.faults.refuse(0);
    await untilConnected(opened, star!);
    expect(opened.of(star!.did).polling).toBe(false);
    await leaveToo();
    await untilTold(opened, star!, `unfollowed ${other!.did}`);
    await follow(fan!, star!);
    await opened.until(() => told(opened, star!).length === 5);
    expect(told(opened, star!)).toEqual([
      `followed ${fan!.did}`,
      `unfollowed ${fan!.did}`,
      `followed ${other!.did}`,
      `unfollowed ${other!.did}`,
      `followed ${fan!.did}`,
    ]);
  });

  test('reads it once more when the stream has come at last, for what happened just before that', async () => {
    const [star, fan] = await Promise.all(['star', 'fan'].map(newcomer));
    // It comes before the list would have been read again.
    const opened = await unreachable(star!, 1_500);
    await follow(fan!, star!);
    await jetstream.processed();
    jetstream.faults.refuse(0);
    await untilConnected(opened, star!);
    await untilTold(opened, star!, `followed ${fan!.did}`);
    expect(told(opened, star!)).toHaveLength(1);
  });

  test('tells nothing again that a stream brings when it is back, and what the list has not shown', async () => {
    const [star, fan, other, brief, witness, last] = await Promise.all(
      ['star', 'fan', 'other', 'brief', 'witness', 'last'].map(newcomer),
    );
    const leaveSoon = await follow(other!, star!);
    await network.processAll();
    const opened = await run({ pollEveryMs: 100 });
    await opened.watch([star!.did]);
    await follow(witness!, star!);
    await untilTold(opened, star!, `followed ${witness!.did}`);

    jetstream.faults.refuse(Number.MAX_SAFE_INTEGER, 'broken off');
    jetstream.faults.cut();
    await opened.until(({ watches }) => watches.get(star!.did)?.polling === true);
    const leave = await follow(fan!, star!);
    await untilTold(opened, star!, `followed ${fan!.did}`);
    await leave();
    await leaveSoon();
    await untilTold(opened, star!, `unfollowed ${fan!.did}`);
    await untilTold(opened, star!, `unfollowed ${other!.did}`);
    await follow(other!, star!);
    await untilTold(opened, star!, `followed ${other!.did}`);
    await (await follow(brief!, star!))();
    await network.processAll();
    await jetstream.processed();

    jetstream.faults.refuse(0);
    await untilConnected(opened, star!);
    await (await follow(fan!, star!))();
    await follow(last!, star!);
    await untilTold(opened, star!, `followed ${last!.did}`);
    const byDid = (one: Author | undefined) => told(opened, star!).filter((line) => line.endsWith(one!.did));
    expect(byDid(fan)).toEqual(
      ['followed', 'unfollowed', 'followed', 'unfollowed'].map((kind) => `${kind} ${fan!.did}`),
    );
    expect(byDid(other)).toEqual(['unfollowed', 'followed'].map((kind) => `${kind} ${other!.did}`));
    expect(byDid(brief)).toEqual(['followed', 'unfollowed'].map((kind) => `${kind} ${brief!.did}`));
    expect(byDid(witness)).toEqual([`followed ${witness!.did}`]);
    expect(told(opened, star!)).toHaveLength(10);
  });
});

describe('an account of a follower', () => {
  async function deactivate({ handle, password }: Author) {
    const { accessJwt } = await post('com.atproto.server.createSession', '', {
      identifier: handle,
      password,
    });
    await post('com.atproto.server.deactivateAccount', `Bearer ${accessJwt}`, {});
    return () => post('com.atproto.server.activateAccount', `Bearer ${accessJwt}`);
  }
  const remove = ({ did }: Author) => post('com.atproto.admin.deleteAccount', asAdmin, { did });

  test('that goes away is a loss with its reason, and its return is a return', async () => {
    const [star, fan] = await Promise.all(['star', 'fan'].map(newcomer));
    await follow(fan!, star!);
    await network.processAll();
    const opened = await run();
    await opened.watch([star!.did]);
    const lost = (reason: string) => `lost ${fan!.did} ${reason}`;
    const returned = (reason: string) => `returned ${fan!.did} ${reason}`;

    const activate = await deactivate(fan!);
    await untilTold(opened, star!, lost('deactivated'));
    await activate();
    await untilTold(opened, star!, returned('deactivated'));
    await takeDown(network.pds, fan!.did);
    await untilTold(opened, star!, lost('takendown'));
    await takeDown(network.pds, fan!.did, false);
    await untilTold(opened, star!, returned('takendown'));
    await remove(fan!);
    await untilTold(opened, star!, lost('deleted'));
    expect(told(opened, star!)).toEqual([
      lost('deactivated'),
      returned('deactivated'),
      lost('takendown'),
      returned('takendown'),
      lost('deleted'),
    ]);
    expect(opened.of(star!.did).live).toEqual({ gained: 2, lost: 3 });
  });

  test('is that as well where only the list tells of it, without a stream and while one was away', async () => {
    const names = ['star', 'idle', 'ban', 'del', 'gone', 'fan'];
    const [star, idle, banned, deleted, gone, faithful] = await Promise.all(names.map(newcomer));
    const leave = await follow(gone!, star!);
    for (const fan of [idle!, banned!, deleted!, faithful!]) await follow(fan, star!);
    await network.processAll();
    const folder = await temporaryFolder();
    const opened = await unreachable(star!, 100, folder);

    const activate = await deactivate(idle!);
    await untilTold(opened, star!, `lost ${idle!.did} deactivated`);
    await activate();
    await untilTold(opened, star!, `returned ${idle!.did} deactivated`);
    await takeDown(network.pds, banned!.did);
    await untilTold(opened, star!, `lost ${banned!.did} takendown`);
    await opened.close();
    const before = told(opened, star!).length;

    await deactivate(idle!);
    await takeDown(network.pds, banned!.did, false);
    await remove(deleted!);
    await leave();
    await network.processAll();
    const next = await unreachable(star!, 100, folder);
    await next.until(() => told(next, star!).length === before + 4);
    expect(told(next, star!).slice(before).toSorted()).toEqual(
      [
        `lost ${idle!.did} deactivated`,
        `returned ${banned!.did} takendown`,
        `lost ${deleted!.did} deleted`,
        `unfollowed ${gone!.did}`,
      ].toSorted(),
    );
    expect(next.of(star!.did).away).toMatchObject({ gained: 1, lost: 3 });
  });
});

describe('more followers than are to be read', () => {
  test('are left out, which is said; who comes and goes is told, and nobody of the rest is taken for news', async () => {
    await using jetstream = await startJetstream({ version: 2, firehose: network.pds });
    const star = await newcomer('star');
    const fans: Author[] = [];
    // As many as a page of the list holds, and some.
    for (let start = 0; start < 104; start += 8) {
      fans.push(
        ...(await Promise.all(
          Array.from({ length: 8 }, () =>
            signUp(network.pds, `f${accounts++}-${Date.now().toString(36)}.test`),
          ),
        )),
      );
    }
    const leaves: (() => Promise<void>)[] = [];
    for (const fan of fans) leaves.push(await follow(fan, star));
    await network.processAll();
    const opened = await run({ limit: 100, url: jetstream.url });
    await opened.watch([star.did]);
    expect(opened.of(star.did).baseline).toMatchObject({ loaded: 100, total: 104, limited: true });

    // The newest come first in the list: the last is among those that were read, the first is not.
    const [unread, ...rest] = fans;
    const gone = rest.slice(-2);
    for (const fan of [unread!, ...gone]) await leaves[fans.indexOf(fan)]!();
    const other = await newcomer('other');
    await follow(other, star);
    await untilTold(opened, star, `followed ${other.did}`);
    await opened.until(() => told(opened, star).length >= 3);
    const expected = [`followed ${other.did}`, ...gone.map(({ did }) => `unfollowed ${did}`)];
    expect(told(opened, star).toSorted()).toEqual(expected.toSorted());

    // The list read anew, as after a gap, brings those forward whom the limit kept out.
    jetstream.faults.tooOld();
    jetstream.faults.cut();
    await opened.until(() => told(opened, star).some((line) => line.startsWith('gap')));
    await opened.until(({ watches }) => watches.get(star.did)?.baseline.status === 'ready');
    const lines = told(opened, star).filter((line) => !line.startsWith('gap'));
    expect(lines.toSorted()).toEqual(expected.toSorted());
  });
});
