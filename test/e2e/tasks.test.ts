import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { signUp } from '../network/author.js';
import { postKind } from '../network/seed-posts.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

/** A key that is pressed, words that are typed, or what is seen before one goes on. */
type Step = string | { readonly type: string } | { readonly see: string | RegExp };

interface Task {
  /** Its number in docs/tasks.md. */
  readonly task: number;
  /** Where it begins; `alice.test` where it says nothing. */
  readonly from?: string;
  readonly steps: readonly Step[];
}

const see = (text: string | RegExp): Step => ({ see: text });
const type = (text: string): Step => ({ type: text });
const COPIED = /Copied|Sent to the terminal's clipboard/;
const POSTS = 'alice.test/app.bsky.feed.post';

const tasks: readonly Task[] = [
  { task: 1, steps: ['Enter', see('› app.bsky.feed.post'), 'Enter', see('4 Record')] },
  { task: 2, from: `${POSTS}/KEY`, steps: ['y', see('curl'), 'c', see(COPIED)] },
  { task: 3, from: `${POSTS}/KEY`, steps: ['x', see('com.atproto.repo.getRecord')] },
  { task: 4, from: `${POSTS}/KEY`, steps: ['y', see('at:// URI'), 'u', see(COPIED)] },
  { task: 5, from: `${POSTS}/KEY`, steps: ['y', see('JSON'), 'j', see(COPIED)] },
  {
    task: 6,
    steps: [':', type('identity'), see('identity of the account'), 'Enter', see('AtprotoPersonalDataServer')],
  },
  { task: 7, from: POSTS, steps: ['t', see(/5 Tail ── .* a (?:minute|second)/)] },
  {
    task: 8,
    steps: [
      ':',
      type('alice.test/com.example.garden.plant'),
      see('com.example.garden.plant'),
      'Enter',
      see('3 com.example.garden.plant'),
    ],
  },
  {
    task: 11,
    steps: ['f', see('› followers'), '/', type('bob'), see(/\/\s*bob/), 'Enter', see(/@bob\.test/)],
  },
  { task: 12, steps: ['Enter', see('› app.bsky.feed.post'), 'L', see('› likes')] },
  { task: 13, steps: ['F', see('› follows')] },
  { task: 14, from: `${POSTS}/KEY`, steps: ['u', see(/› app\.bsky\.feed\.post(?! ›)/)] },
  { task: 15, from: POSTS, steps: ['/', type('tomatoes'), see(/\/\s*tomatoes/), 'Enter', see('/tomatoes')] },
  { task: 16, from: POSTS, steps: ['z', see(/alice\.test › app\.bsky\.feed\.post/)] },
  { task: 17, from: POSTS, steps: ['y', see('NDJSON'), 'n', see(COPIED)] },
  {
    task: 18,
    from: `${POSTS}/REPLY`,
    steps: ['J', see(/▌ *↳/), 'Enter', see('› PARENT'), 'Esc', see('› REPLY')],
  },
  {
    task: 19,
    steps: [
      ':',
      type('people:alice'),
      see('go to people:alice'),
      'Enter',
      see('› alice'),
      see('@alice.test'),
    ],
  },
  { task: 21, steps: ['w', see(/\d+ followers in the list/)] },
  { task: 22, steps: ['H', see('› history')] },
  { task: 23, steps: ['A', see('Accounts')] },
  { task: 24, steps: ['?', see('Help')] },
  { task: 25, steps: [':', type('login'), see('sign in, in the browser'), 'Enter', see('Who signs in?')] },
  { task: 31, from: POSTS, steps: [':', type('load'), see('load all pages'), 'Enter', see('250 loaded')] },
  { task: 32, from: POSTS, steps: ['y', see('CSV'), 's', see(COPIED)] },
  { task: 33, from: POSTS, steps: ['s', see(/oldest/)] },
  { task: 34, from: POSTS, steps: ['n', see('page 2')] },
  { task: 35, from: POSTS, steps: ['G', see(/–100 of 100|–200 of 200/)] },
  {
    task: 36,
    steps: [':', type('stream'), see('live events of the network'), 'Enter', see('5 Stream ── the network')],
  },
  { task: 38, from: `${POSTS}/KEY`, steps: ['y', see('CID'), 'i', see(COPIED)] },
  { task: 39, steps: [':', type('lists'), see('lists of the account'), 'Enter', see('› lists')] },
  { task: 40, from: `${POSTS}/REPLY`, steps: ['J', 'J', see(/▌.*"uri"/), 'Enter', see('› PARENT')] },
];

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal?.close());

/** With the keys of records for their names: of the newest post, of a reply of alice's to herself, and of what that answers. */
function named(text: string): string {
  const { posts } = network.seed;
  const keyOf = (index: number) => posts[index]!.uri.split('/').at(-1)!;
  const reply = posts.length - 1 - lastReply(posts.length);
  return text
    .replace('KEY', keyOf(0))
    .replace('REPLY', keyOf(reply))
    .replace('PARENT', keyOf(reply + 3));
}

/** The number of alice's newest reply to herself: an even one, to the third before it. */
function lastReply(count: number): number {
  for (let number = count - 1; number > 0; number--) {
    if (postKind(number) === 'reply' && number % 2 === 0) return number;
  }
  throw new Error('Alice answers herself nowhere.');
}

/** The rows of the page, by number: the keys and how many they are. */
async function rows() {
  const page = await readFile(new URL('../../docs/tasks.md', import.meta.url), 'utf8');
  return new Map(
    page
      .split('\n')
      .filter((line) => /^\| \d+ \|/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, number, , keys, count]) => [Number(number), { keys, count }]),
  );
}

test('the page has forty tasks of four kinds of users, and counts the keys that it names', async () => {
  const all = await rows();
  expect([...all.keys()]).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  for (const [number, { keys, count }] of all) {
    const named = [...(keys ?? '').matchAll(/`[^`]+`/g)].length;
    if (!/^[-–]/.test(count ?? '')) expect(Number(count), `task ${number}`).toBe(named);
  }
});

test.each(tasks)('task $task of docs/tasks.md takes the keys that it says', async ({ task, from, steps }) => {
  const address = named(from ?? 'alice.test');
  const stream = `${network.pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  terminal = await openAtscope(network, [address, '--stream', stream], { columns: 160, rows: 48 });
  await terminal.waitFor('@alice.test ✓');
  await terminal.waitFor(address.endsWith('post') || from === undefined ? '100 loaded' : '"createdAt"');
  const pressed: string[] = [];
  for (const step of steps) {
    if (typeof step === 'string') {
      terminal.press(step);
      pressed.push(`\`${step}\``);
    } else if ('type' in step) {
      terminal.write(step.type);
      pressed.push(step.type);
    } else {
      await terminal.waitFor(typeof step.see === 'string' ? named(step.see) : step.see);
    }
  }
  const row = (await rows()).get(task);
  expect(row?.keys).toBe(pressed.join(' '));
  expect(Number(row?.count)).toBe(steps.filter((step) => typeof step === 'string').length);
});

test('task 29 of docs/tasks.md: the last unfollower and their profile, with the watch on', async () => {
  const run = Date.now().toString(36);
  const watched = await signUp(network.pds, `star-${run}.test`);
  const follower = await signUp(network.pds, `fan-${run}.test`);
  await network.processAll();
  const stream = `${network.pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  terminal = await openAtscope(network, [watched.handle, '--watch', '--stream', stream], {
    columns: 160,
    rows: 48,
  });
  await terminal.waitFor(/5 Live ── .* a (?:minute|second)/);
  await terminal.waitFor('0 followers in the list');
  const collection = 'app.bsky.graph.follow';
  const [followed] = await follower.write([
    { collection, value: { subject: watched.did, createdAt: new Date().toISOString() } },
  ]);
  await terminal.waitFor('+1 −0');
  await follower.delete(collection, followed!.uri.split('/').at(-1)!);
  await terminal.waitFor('+1 −1');
  const { keys, count } = (await rows()).get(29)!;
  const pressed = ['5', 'Enter'];
  terminal.press(...pressed);
  await terminal.waitFor(new RegExp(`@${follower.handle} ✓`));
  expect([keys, Number(count)]).toEqual([pressed.map((key) => `\`${key}\``).join(' '), pressed.length]);
});
