import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { startJetstream } from '../network/jetstream-server.js';
import { syntheticEvent } from '../network/jetstream-synthetic.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

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

/** The program on an address, with a stream, or the PDS's own firehose. */
async function open(
  address: string,
  stream = `${network.pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`,
) {
  terminal = await openAtscope(network, [address, '--stream', stream], { columns: 160, rows: 48 });
}

const post = (text: string) => ({
  collection: 'app.bsky.feed.post',
  value: { text, createdAt: new Date().toISOString() },
});

/** The row of the list under its cursor, from the mark on. */
const listRow = () => /▌[ +~−]\d\d[\d:-]+ .*/.exec(terminal.text())?.[0] ?? '';
const cursorRow = () => terminal.screen().findLast((row) => row.includes('▌')) ?? '';

describe('t', () => {
  test('on a repo shows what its account writes; Enter opens it, and t again ends it', async () => {
    const author = await newAuthor();
    await open(author.handle);
    await terminal.waitFor(`@${author.handle} ✓`);
    terminal.press('t');
    await terminal.waitFor(/5 Tail ── \S+ .* a (?:minute|second)/);
    const [first] = await author.write([post('the first one live')]);
    await terminal.waitFor('the first one live');
    expect(terminal.text()).toMatch(/\+ app\.bsky\.feed\.post +the first one live/);

    terminal.press('5', 'Enter');
    await terminal.waitFor(/as it came, \d\d:\d\d:\d\d .* │ as it is now/);
    await terminal.waitFor('no difference');
    expect(terminal.text()).toMatch(/"text": "the first one live".*│.*"text": "the first one live"/);
    await author.put({ ...post('the first, edited'), rkey: first!.uri.split('/').at(-1)! });
    terminal.press('r');
    await terminal.waitFor('2 lines differ');
    expect(terminal.text()).toMatch(/− +"text": "the first one live".*│ \+ +"text": "the first, edited"/);
    terminal.press('Esc');
    await terminal.waitFor('5 Tail');
    await terminal.waitForGone('as it is now');
    terminal.press('Enter', 'Enter');
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
    await terminal.waitFor(/5 Tail ── .* a (?:minute|second)/);
    await author.write([{ collection: 'com.example.note', value: { note: 'elsewhere' } }]);
    await author.write([post('one')]);
    await author.write([post('two')]);
    await terminal.waitFor(/\d \+ two/);
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

test('a list that is tailed moves no row, counts what is new, and marks what changes', async () => {
  const author = await newAuthor();
  const [first] = await author.write([post('the first')]);
  await author.write([post('the second')]);
  await open(`${author.handle}/app.bsky.feed.post`);
  await terminal.waitFor('the second');
  terminal.press('t');
  await terminal.waitFor(/5 Tail ── .* a (?:minute|second)/);
  const [third] = await author.write([post('the third')]);
  await author.put({ ...post('the first, edited'), rkey: first!.uri.split('/').at(-1)! });
  await terminal.waitFor('1 new ↑');
  await terminal.waitFor(/~\S+ .* the first, edited/);
  expect(listRow()).toMatch(/^▌ .* the second /);

  terminal.press('g');
  await terminal.waitFor(() => /^▌\+.* the third /.test(listRow()));
  terminal.press('Enter');
  await terminal.waitFor('"text": "the third"');
  const rkey = third!.uri.split('/').at(-1)!;
  await author.put({ ...post('not what is shown'), rkey });
  await terminal.waitFor(/changed \d\d:\d\d:\d\d UTC — r shows it/);
  terminal.press('r');
  await terminal.waitFor('"text": "not what is shown"');
  await terminal.waitForGone('r shows it');
  await author.delete('app.bsky.feed.post', rkey);
  await terminal.waitFor(/deleted \d\d:\d\d:\d\d UTC/);
});

test('a flood of events is drawn a few times a second, and all of it is counted', async () => {
  await using jetstream = await startJetstream({ version: 1 });
  await open('alice.test', jetstream.url);
  await terminal.waitFor('@alice.test ✓');
  terminal.press(':');
  terminal.write('stream app.bsky.feed.like');
  await terminal.waitFor('the live events of app.bsky.feed.like');
  terminal.press('Enter');
  await terminal.waitFor(/5 Stream ── .* a (?:minute|second)/);
  terminal.mark();
  const started = performance.now();
  await jetstream.flood({ total: 4_000, rate: 2_000 });
  const likes = Array.from({ length: 4_000 }, (_, index) => syntheticEvent(index)).filter(
    (event) => event.kind === 'commit' && event.collection === 'app.bsky.feed.like',
  );
  await terminal.waitFor(`${new Intl.NumberFormat('en-US').format(likes.length)} records`);
  const seconds = (performance.now() - started) / 1000;
  // A frame a second more for the rate in the title, and some for what the end of the loading draws.
  expect(terminal.output().frames).toBeLessThanOrEqual(seconds * 11 + 10);
});

test(':stream shows what anybody writes, in the collections and of the accounts asked for', async () => {
  const [wanted, other] = [await newAuthor(), await newAuthor()];
  await open('alice.test');
  await terminal.waitFor('@alice.test ✓');
  terminal.press(':');
  terminal.write(`stream app.bsky.feed.* ${wanted.did}`);
  await terminal.waitFor('the live events of app.bsky.feed.*');
  terminal.press('Enter');
  await terminal.waitFor(/5 Stream ── app\.bsky\.feed\.\* .* a (?:minute|second)/);
  await other.write([post('not this one')]);
  await wanted.write([post('this one')]);
  await terminal.waitFor(/\+ app\.bsky\.feed\.post .* this one/);
  expect(terminal.text()).toMatch(/app\.bsky\.feed\.post +1 ▇+/);
  expect(terminal.text()).not.toContain('not this one');

  terminal.press('5', 'Space');
  await terminal.waitFor('paused');
  await wanted.write([post('held back')]);
  await terminal.waitFor('1 new ↑');
  expect(terminal.text()).not.toContain('held back');
  terminal.press('Space');
  await terminal.waitFor('held back');

  terminal.press('c');
  await terminal.waitFor(`: stream app.bsky.feed.* ${wanted.did}`);
  terminal.press('Ctrl-u');
  terminal.write('stream nonsense');
  terminal.press('Enter');
  await terminal.waitFor('“nonsense” is not a collection');
  terminal.press('Ctrl-u');
  terminal.write(`stream com.example.* ${wanted.did} ${other.did}`);
  terminal.press('Enter');
  await terminal.waitFor(/5 Stream ── com\.example\.\* .* a (?:minute|second)/);
  await other.write([{ collection: 'com.example.note', value: { note: 'by the other now' } }]);
  await terminal.waitFor(/com\.example\.note .* by the other n/);
});
