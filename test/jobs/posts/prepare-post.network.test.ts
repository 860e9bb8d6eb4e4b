import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sendFiles } from '../../../src/jobs/changes/blob-files.js';
import { postText } from '../../../src/jobs/posts/post-text.js';
import { datedPost, type PreparedPost, preparePost } from '../../../src/jobs/posts/prepare-post.js';
import type { Author } from '../../network/author.js';
import { png } from '../../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type Run, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const POST = 'app.bsky.feed.post';

let network: SeededNetwork;
let author: Author;
let other: Author;
let account: { did: string; password: string };

beforeAll(async () => {
  network = await useSeededNetwork();
  const signed = await signUpWithPassword(network.pds, 'poster');
  [author, account] = [signed, signed];
  other = await signUpWithPassword(network.pds, 'asked');
});

async function start() {
  const run = await startRun(network);
  await run.client.sessions.signIn({ identifier: account.did, password: account.password });
  return run;
}

const said = (text: string) => ({ text, createdAt: new Date().toISOString() });
const { signal } = new AbortController();
const depsOf = ({ client }: Run) => ({ client, host: 'pds.test', signal });
const prepare = (run: Run, typed: string) => preparePost(typed, depsOf(run));

/** Sends it as the screen does, and reads it back from its PDS. */
async function sent(run: Run, { plan }: PreparedPost) {
  if (plan === undefined) throw new Error('there is nothing to send');
  const writer = await run.client.writer();
  const source = datedPost(plan);
  const deps = { validate: run.client.validate, writer, host: 'pds.test', signal };
  const json = plan.files.length === 0 ? source : await sendFiles({ ...plan, source }, deps);
  const written = await writer.write({ kind: 'create', collection: POST, rkey: plan.rkey, json });
  const stored = await writer.read(POST, plan.rkey);
  expect(stored?.cid).toBe(written.cid);
  return { uri: `at://${writer.did}/${POST}/${plan.rkey}`, record: JSON.parse(stored?.json ?? '') };
}

test('what is posted covers the same bytes with its facets as what was typed', async () => {
  const run = await start();
  const picture = join(await temporaryFolder(), 'a sea.png');
  await writeFile(picture, png(3, 90, 60));
  const text = `👩‍👩‍👧‍👦 日本 @${other.handle}さん: https://example.com/é, #海 and @nobody-${other.handle}`;
  const images = [{ path: picture, alt: 'the sea' }];
  const post = await prepare(run, postText({ langs: ['en', 'ja'], by: 'x', images, text }));
  expect(post).toMatchObject({
    faults: [],
    langs: ['en', 'ja'],
    images: [{ name: 'a sea.png', alt: 'the sea', width: 90, height: 60, type: 'image/png' }],
    notes: [expect.stringMatching(/is nobody's handle/)],
  });
  const { record, uri } = await sent(run, post);
  expect(record).toMatchObject({
    text,
    langs: ['en', 'ja'],
    embed: {
      images: [{ alt: 'the sea', aspectRatio: { width: 90, height: 60 }, image: { mimeType: 'image/png' } }],
    },
  });
  const bytes = Buffer.from(record.text);
  type Facet = { index: { byteStart: number; byteEnd: number }; features: Record<string, string>[] };
  const covered = record.facets.map(({ index, features }: Facet) => [
    bytes.toString('utf8', index.byteStart, index.byteEnd),
    features[0]?.did ?? features[0]?.uri ?? features[0]?.tag,
  ]);
  expect(covered).toEqual([
    [`@${other.handle}`, other.did],
    ['https://example.com/é', 'https://example.com/é'],
    ['#海', '海'],
  ]);
  await network.processAll();
  const [view] = await run.client.appview.getPosts([uri]).then((items) => [items.at(0)?.value()]);
  expect(view).toMatchObject({ embed: { images: [{ alt: 'the sea' }] } });
});

test('an answer names the post and the beginning of its thread as they are now', async () => {
  const run = await start();
  const [root] = await author.write([{ collection: POST, value: said('root') }]);
  if (root === undefined) throw new Error('nothing was written');
  await network.processAll();
  const reply = (uri: string, text: string) =>
    postText({ langs: [], by: 'x', about: { kind: 'reply', uri, what: 'answering', said: '' }, text });
  const first = await sent(run, await prepare(run, reply(root.uri, 'one')));
  await network.processAll();
  const second = await prepare(run, reply(first.uri, 'two'));
  expect(second).toMatchObject({ faults: [], notes: [], reply: { by: `@${author.handle}`, said: 'one' } });
  const { record } = await sent(run, second);
  expect(record.reply).toEqual({ root, parent: { uri: first.uri, cid: expect.any(String) } });
  expect(record.reply.parent.cid).toBe(second.reply?.cid);
});

test('a thread that is shut says so, and what is not there cannot be answered', async () => {
  const run = await start();
  const [{ uri } = { uri: '' }] = await other.write([{ collection: POST, value: said('shut') }]);
  const rkey = uri.split('/').at(-1) ?? '';
  const gate = { post: uri, allow: [], createdAt: new Date().toISOString() };
  await other.put({ collection: 'app.bsky.feed.threadgate', rkey, value: gate });
  await network.processAll();
  const shut = await prepare(run, `reply: ${uri}\n---\nhello`);
  expect(shut.faults).toEqual([]);
  expect(shut.notes.join()).toMatch(/has chosen who may answer it, and you are not among them/);
  const gone = await prepare(run, `reply: ${uri.slice(0, -13)}3k2222222222s\n---\nhello`);
  expect(gone.faults.join()).toMatch(/The post that it answers cannot be read: There is no such record/);
  const none = await prepare(run, 'quote: at://x/y\n---\nhello');
  expect(none).toMatchObject({
    plan: undefined,
    faults: [expect.stringMatching(/not the address of a post/)],
  });
});

test.each([
  ['301 characters of many bytes each', `${'👩‍👩‍👧‍👦'.repeat(12)}${'é'.repeat(289)}`, /1 character too long/],
  ['3,001 bytes', '👩‍👩‍👧‍👦'.repeat(121), /bytes too long/],
  ['nothing', '', /says nothing/],
])('%s is told before it is sent', async (_, text, fault) => {
  const post = await prepare(await start(), `---\n${text}`);
  expect(post.plan).toBeUndefined();
  expect(post.faults.join()).toMatch(fault);
});

test('a file that is no picture, or is not there, is told', async () => {
  const run = await start();
  const file = join(await temporaryFolder(), 'a.txt');
  await writeFile(file, 'hello');
  expect((await prepare(run, `image: ${file}\n---\n`)).faults.join()).toMatch(/a\.txt/);
  expect((await prepare(run, `image: ${file}.gone\n---\n`)).faults.join()).toMatch(/is not there/);
});
