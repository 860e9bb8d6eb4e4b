import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Author, signUp } from '../../network/author.js';
import { type Jetstream, startJetstream } from '../../network/jetstream-server.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { KINDS } from '../../support/streams/scripted-stream.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { FOLLOW } from '../../support/watch/follow-traffic.js';
import { openRun, type WatchRun } from '../../support/watch/watch-run.js';

let network: SeededNetwork;
let accounts = 0;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function run(folder: string, url: string): WatchRun {
  const opened = openRun({ ...network, folder, url });
  closing.push(opened.close);
  return opened;
}

const newcomer = (name: string): Promise<Author> =>
  signUp(network.pds, `${name}${accounts++}-${Date.now().toString(36)}.test`);

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
    .map(({ kind, did: who }) => `${kind} ${who}`);

const untilTold = (of: WatchRun, watched: Author, line: string): Promise<void> =>
  of.until(() => told(of, watched).includes(line));

const both = ({ did }: Author): readonly string[] => [`followed ${did}`, `unfollowed ${did}`];

describe.each(KINDS)('over a %s', (kind) => {
  let jetstream: Jetstream | undefined;
  let url: string;

  beforeAll(async () => {
    if (kind === 'firehose') {
      url = `${network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
      return undefined;
    }
    const started = await startJetstream({ version: kind === 'jetstream' ? 1 : 2, firehose: network.pds });
    jetstream = started;
    url = started.url;
    return () => started.close();
  });

  const open = (): number | undefined => jetstream?.connections.filter(({ isOpen }) => isOpen).length;

  test.each([
    ['the one that was watched longer', true],
    ['the one that was left earlier', false],
  ])('two that were left at different times go on from there, begun in one moment, %s first; and a third later', async (_, longFirst) => {
    const names = ['long', 'short', 'early', 'first', 'fan', 'brief', 'quick', 'other', 'third'];
    const authors = await Promise.all(names.map(newcomer));
    const [long, short, early, first, fan, brief, quick, other, third] = authors as [
      Author,
      Author,
      Author,
      Author,
      Author,
      Author,
      Author,
      Author,
      Author,
    ];
    const all = [long, short, early];
    const leaves = await Promise.all(all.map((star) => follow(other, star)));
    await network.processAll();
    const folder = await temporaryFolder();
    const one = run(folder, url);
    await one.watch(all.map(({ did }) => did));
    if (jetstream) await jetstream.until(() => open() === 1);
    for (const star of all) await (await follow(first, star))();
    for (const star of all) await untilTold(one, star, `unfollowed ${first.did}`);
    // After the first was left …
    await one.toggle(early.did);
    for (const star of all) await (await follow(quick, star))();
    for (const star of [long, short]) await untilTold(one, star, `unfollowed ${quick.did}`);
    // … the second …
    await one.toggle(short.did);
    for (const star of all) {
      await follow(fan, star);
      await (await follow(brief, star))();
    }
    await untilTold(one, long, `unfollowed ${brief.did}`);
    await one.close();
    // … and all of them.
    for (const leave of leaves) await leave();
    await network.processAll();

    const next = run(folder, url);
    const pair = longFirst ? [long, short] : [short, long];
    await next.watch(pair.map(({ did }) => did));
    for (const star of pair) await untilTold(next, star, `unfollowed ${other.did}`);
    if (jetstream) await jetstream.until(() => open() === 1);
    await next.watch([early.did]);
    for (const star of all) await follow(third, star);
    for (const star of all) await untilTold(next, star, `followed ${third.did}`);

    const lines = [
      ...both(first),
      ...both(quick),
      `followed ${fan.did}`,
      ...both(brief),
      `unfollowed ${other.did}`,
      `followed ${third.did}`,
    ];
    for (const star of all) expect(told(next, star).toSorted()).toEqual(lines.toSorted());
    const live = { gained: 1, lost: 0 };
    expect(next.of(long.did)).toMatchObject({ away: { gained: 0, lost: 1 }, live });
    expect(next.of(short.did)).toMatchObject({ away: { gained: 2, lost: 2 }, live });
    expect(next.of(early.did)).toMatchObject({ away: { gained: 3, lost: 3 }, live });
    // What had its own past to bring goes on with the others.
    if (jetstream) await jetstream.until(() => open() === 1);
    for (const star of all) await follow(quick, star);
    for (const star of all) await next.until(() => told(next, star).length === lines.length + 1);
    await next.close();

    // Each kept where it came to.
    const last = run(folder, url);
    await last.watch(all.map(({ did }) => did));
    for (const star of all) await follow(brief, star);
    for (const star of all) await last.until(() => told(last, star).at(-1) === `followed ${brief.did}`);
    for (const star of all) expect(told(last, star)).toHaveLength(lines.length + 2);
  });
});
