import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal, TerminalOptions } from '../support/terminal/terminal.js';

const FOLLOW = 'app.bsky.graph.follow';

let network: SeededNetwork;
let terminal: Terminal;
let watched: Author;
let follower: Author;
/** Whom a follow of no interest goes to. */
let other: Author;
let tests = 0;

beforeAll(async () => {
  network = await useSeededNetwork();
  other = await signUp(network.pds, `other-${Date.now().toString(36)}.test`);
});

beforeEach(async () => {
  const run = `${Date.now().toString(36)}${tests++}`;
  watched = await signUp(network.pds, `star-${run}.test`);
  follower = await signUp(network.pds, `fan-${run}.test`);
  await follower.write([
    { collection: 'app.bsky.actor.profile', rkey: 'self', value: { displayName: 'Fay the Fan' } },
  ]);
  await network.processAll();
});

afterEach(() => terminal.close());

async function open(options: TerminalOptions = {}) {
  const stream = `${network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  terminal = await openAtscope(network, [watched.handle, '--watch', '--stream', stream], {
    // Wide enough for names beside handles in the live pane.
    columns: 160,
    rows: 48,
    ...options,
  });
  await terminal.waitFor(/5 Live ── .*a (?:minute|second)/);
}

/** Writes a follow, and gives its record key. */
async function follow(subject: string): Promise<string> {
  const [ref] = await follower.write([
    { collection: FOLLOW, value: { subject, createdAt: new Date().toISOString() } },
  ]);
  return ref!.uri.split('/').at(-1)!;
}

/** The lines about the follower; its handle may be cut off at the end. */
const lines = (words: string) =>
  terminal.screen().filter((row) => row.includes(`@${follower.handle.slice(0, 8)}`) && row.includes(words));

describe('the follower watch', () => {
  test('tells of a follow and an unfollow by name, and of nothing else', async () => {
    await open({ shell: true });
    await terminal.waitFor('0 followers in the list');
    const rkey = await follow(watched.did);
    await terminal.waitFor(new RegExp(`\\+ Fay the Fan +@${follower.handle} .*followed`));
    await terminal.waitFor('+1 −0');

    const elsewhere = await follow(other.did);
    await follower.delete(FOLLOW, elsewhere);
    await follower.delete(FOLLOW, rkey);
    await terminal.waitFor(new RegExp(`− Fay the Fan +@${follower.handle} .*unfollowed`));
    await terminal.waitFor('+1 −1');
    expect([lines(' followed ').length, lines('unfollowed').length]).toEqual([1, 1]);

    terminal.press('q');
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
  });

  test('an unfollow by one who followed before shows, and a foreign record that is deleted does not', async () => {
    const rkey = await follow(watched.did);
    const elsewhere = await follow(other.did);
    await network.processAll();
    await open();
    await terminal.waitFor('1 follower in the list');
    await follower.delete(FOLLOW, elsewhere);
    await follower.delete(FOLLOW, rkey);
    await terminal.waitFor(new RegExp(`− Fay the Fan +@${follower.handle} .*unfollowed`));
    await terminal.waitFor('+0 −1');
  });

  test('Enter opens the account, and w stops the watch and starts it again', async () => {
    await open();
    await follow(watched.did);
    await terminal.waitFor(() => lines(' followed ').length === 1);
    terminal.press('5', 'Enter');
    await terminal.waitFor(`@${follower.handle} ✓`);
    terminal.press('[');
    await terminal.waitFor(`@${watched.handle} ✓`);
    terminal.press('w');
    await terminal.waitForGone('5 Live');
    terminal.press('w');
    await terminal.waitFor('while you were away: +0 −0');
    expect(lines(' followed ')).toHaveLength(1);
  });

  test('what happened after the program was killed is told by the next run', async () => {
    await open();
    const rkey = await follow(watched.did);
    await terminal.waitFor(() => lines(' followed ').length === 1);
    await follower.delete(FOLLOW, rkey);
    await terminal.waitFor(() => lines('unfollowed').length === 1);
    await terminal.kill('SIGKILL');
    await terminal.waitForExit();
    await follow(watched.did);

    const killed = terminal;
    await open({ home: terminal.home });
    await terminal.waitFor(/followed .*away/);
    await terminal.waitFor(() => lines(' followed ').length === 2 && lines('unfollowed').length === 1);
    await killed.close();
  });

  test.each([
    [160, 48],
    [100, 30],
    [60, 20],
  ])('at %i×%i the pane keeps its frame', async (columns, rows) => {
    await open();
    terminal.resize(columns, rows);
    // Where there is room for one pane only, it is the one with the focus.
    terminal.press('5');
    await follow(watched.did);
    await terminal.waitFor(() => lines(' followed ').length === 1);
    const [row] = lines(' followed ');
    expect(row).toMatch(/│▌\d\d:\d\d:\d\d {2}\+ .*│/);
    expect(terminal.screen().every((line) => line.length >= columns)).toBe(true);
  });
});
