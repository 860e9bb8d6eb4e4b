import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from './open-atscope.js';
import type { Terminal } from './terminal.js';

let network: SeededNetwork;
let terminal: Terminal;
let accounts = 0;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

/** An account of its own, since the seeded ones are shared; it is there once the AppView can resolve its handle. */
async function newAuthor(): Promise<Author> {
  const author = await signUp(network.pds, `tail${++accounts}-${Date.now().toString(36)}.test`);
  await network.processAll();
  return author;
}

/** The program on an address, with the PDS's own firehose as its stream. */
async function open(address: string) {
  const stream = `${network.pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  terminal = await openAtscope(network, [address, '--stream', stream], { columns: 160, rows: 48 });
}

const post = (text: string) => ({
  collection: 'app.bsky.feed.post',
  value: { text, createdAt: new Date().toISOString() },
});

const cursorRow = () => terminal.screen().findLast((row) => row.includes('▌')) ?? '';

describe('t', () => {
  test('on a repo shows what its account writes; Enter opens it, and t again ends it', async () => {
    const author = await newAuthor();
    await open(author.handle);
    await terminal.waitFor(`@${author.handle} ✓`);
    terminal.press('t');
    await terminal.waitFor(/5 Tail ── \S+ .* ev\/s/);
    await author.write([post('the first one live')]);
    await terminal.waitFor('the first one live');
    expect(terminal.text()).toMatch(/\+ app\.bsky\.feed\.post +@tail\S+ +the first one live/);

    terminal.press('5', 'Enter');
    await terminal.waitFor('"text": "the first one live"');
    await terminal.waitFor(`${author.handle} › app.bsky.feed.post`);
    terminal.press('5', 't');
    await terminal.waitForGone('5 Tail');
  });

  test('on a collection shows that alone, and moves no row under the cursor', async () => {
    const author = await newAuthor();
    await author.write([post('before')]);
    await open(`${author.handle}/app.bsky.feed.post`);
    await terminal.waitFor('before');
    terminal.press('t');
    await terminal.waitFor(/5 Tail ── .* ev\/s/);
    await author.write([{ collection: 'com.example.note', value: { note: 'elsewhere' } }]);
    await author.write([post('one')]);
    await author.write([post('two')]);
    await terminal.waitFor(/\+ .* two/);
    terminal.press('5', 'j');
    await terminal.waitFor(() => cursorRow().includes('one'));
    await author.write([post('three')]);
    await terminal.waitFor('1 new ↑ · g shows them');
    expect(cursorRow()).toContain('one');
    expect(terminal.text()).not.toContain('elsewhere');

    terminal.press('g');
    await terminal.waitFor(() => cursorRow().includes('three'));
  });
});

test(':stream shows what anybody writes, in the collections and of the accounts asked for', async () => {
  const [wanted, other] = [await newAuthor(), await newAuthor()];
  await open('alice.test');
  await terminal.waitFor('@alice.test ✓');
  terminal.press(':');
  terminal.write(`stream app.bsky.feed.* ${wanted.did}`);
  await terminal.waitFor('start / stop the live events of app.bsky.feed.*');
  terminal.press('Enter');
  await terminal.waitFor(/5 Tail ── app\.bsky\.feed\.\* .* ev\/s/);
  await other.write([post('not this one')]);
  await wanted.write([post('this one')]);
  await terminal.waitFor(/\+ app\.bsky\.feed\.post .* this one/);
  expect(terminal.text()).not.toContain('not this one');

  terminal.press('5', 'Space');
  await terminal.waitFor('paused');
  await wanted.write([post('held back')]);
  await terminal.waitFor('1 new ↑');
  expect(terminal.text()).not.toContain('held back');
  terminal.press('Space', 'g');
  await terminal.waitFor('held back');
});
