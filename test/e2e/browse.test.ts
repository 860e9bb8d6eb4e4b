import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

async function open(address: string, options = {}) {
  terminal = await openAtscope(network, [address], { columns: 160, rows: 48, ...options });
}

/** The text of the row that the cursor of a pane is on. */
function selected(pane: 'left' | 'list') {
  const from = pane === 'left' ? 0 : 30;
  const rows = terminal.screen().map((row) => row.slice(from, from + 60));
  return rows.find((row) => row.includes('▌')) ?? '';
}

/** Whether the cursor of the list is on a record: its key is in the URI above the record that is shown beside it. */
const isOn = (uri: string): boolean =>
  terminal.screen().some((row) => row.slice(100).includes(uri.slice(-13)));

describe('an account', () => {
  test('shows its profile, identity, collections and DID document', async () => {
    await open('alice.test/identity');
    await terminal.waitFor('@alice.test ✓');
    await terminal.waitFor('130 followers · 60 follows');
    await terminal.waitFor('com.example.garden');
    await terminal.waitFor(network.seed.alice.did);
    await terminal.waitFor('AtprotoPersonalDataServer');
    expect(terminal.isAlternate()).toBe(true);
  });

  test('has a profile that scrolls where it is longer than its pane', async () => {
    await open('alice.test', { columns: 100, rows: 30 });
    // The identity adds lines to what the AppView said.
    await terminal.waitFor('PDS localhost');
    await terminal.waitFor('@alice.test ✓');
    await terminal.waitFor(/1 Profile ── 1–8 of \d+/);
    expect(terminal.text()).not.toContain('created 2');
    terminal.press('1', 'G');
    await terminal.waitFor('created 2');
    await terminal.waitFor(/1 Profile ── [2-9]–(\d+) of \1 /);
    terminal.press('g');
    await terminal.waitFor(/1 Profile ── 1–8 of \d+/);
  });

  test('is found by its DID, an at:// URI and web addresses', async () => {
    const { alice } = network.seed;
    const addresses = [
      alice.did,
      `at://${alice.did}`,
      '@Alice.test',
      'https://bsky.app/profile/alice.test',
      'https://pdsls.dev/at://alice.test',
    ];
    for (const address of addresses) {
      await open(address);
      await terminal.waitFor('@alice.test ✓');
      await terminal.close();
    }
  });
});

describe('a collection', () => {
  test('pages through all 250 posts without stopping at an edge', async () => {
    await open('alice.test/app.bsky.feed.post');
    await terminal.waitFor('100 loaded · more');
    terminal.press('G');
    await terminal.waitFor('200 loaded');
    terminal.press('G');
    await terminal.waitFor('250 loaded');
    terminal.press('G');
    await terminal.waitFor('–250 of 250');
    const [oldest] = network.seed.posts.slice(-1);
    await terminal.waitFor(() => isOn(oldest!.uri));
  });

  test('40 j in one write move 40 rows', async () => {
    await open('alice.test/app.bsky.feed.post');
    await terminal.waitFor('100 loaded');
    terminal.write('j'.repeat(40));
    await terminal.waitFor(() => isOn(network.seed.posts[40]!.uri));
  });

  test('turns the pages of the service, and shows the cursor', async () => {
    await open('alice.test/app.bsky.feed.post');
    await terminal.waitFor('100 loaded');
    terminal.press('n');
    await terminal.waitFor('page 2');
    await terminal.waitFor(() => isOn(network.seed.posts[100]!.uri));
    // There is room for it in the whole screen.
    terminal.press('z');
    await terminal.waitFor(/page 2 · cursor/);
    terminal.press('z');
    await terminal.waitFor(() => isOn(network.seed.posts[100]!.uri));
    terminal.press('p');
    await terminal.waitFor(() => isOn(network.seed.posts[0]!.uri));
    terminal.press('p');
    await terminal.waitFor('This is the first page.');
  });

  test('is read oldest first and back', async () => {
    await open('alice.test/app.bsky.feed.post');
    await terminal.waitFor('100 loaded');
    const uris = network.seed.posts.map(({ uri }) => uri);
    terminal.press('s');
    await terminal.waitFor('oldest first');
    await terminal.waitFor(() => isOn(uris.at(-1)!));
    terminal.press('s');
    await terminal.waitFor(() => isOn(uris[0]!));
  });

  test('is filtered while one types, says how many match, and shows all again', async () => {
    await open('alice.test/app.bsky.feed.post');
    await terminal.waitFor('100 loaded');
    terminal.press('/');
    terminal.write('tomatoes');
    // The pages that are not loaded come, and are looked through.
    await terminal.waitFor(/\/tomatoes · \d+ of 250 (?!…|· more|· loading)/);
    const y = terminal.screen().findIndex((row) => /│ .*tomatoes/.test(row));
    const x = terminal.screen()[y]!.indexOf('tomatoes');
    expect(terminal.cell(x, y)).toMatchObject({ underline: true, bold: true });
    terminal.press('Enter');
    await terminal.waitForGone('/ tomatoes');
    await terminal.waitFor('/tomatoes');
    terminal.press('Esc');
    await terminal.waitForGone('/tomatoes');
    await terminal.waitFor(/–\d+ of 250/);
  });
});

describe('a record', () => {
  test('opens from the list, and its references are followed', async () => {
    await open('alice.test/app.bsky.graph.follow');
    await terminal.waitFor(/60 loaded/);
    terminal.press('Enter');
    await terminal.waitFor('4 Record');
    await terminal.waitFor('"subject"');
    const line = terminal.screen().findIndex((row) => row.includes('"subject"'));
    const first = terminal.screen().findIndex((row) => row.slice(80).includes('▌'));
    terminal.write('j'.repeat(line - first));
    terminal.press('Enter');
    await terminal.waitForGone('4 Record');
    await terminal.waitFor(/@\w+\.test ✓/);
    terminal.press('Esc');
    await terminal.waitFor('"subject"');
    terminal.press('Esc');
    await terminal.waitFor('alice.test › app.bsky.graph.follow');
  });

  test('is left by Esc for the place one came from, each place once, at last for the start screen', async () => {
    await open('alice.test');
    await terminal.waitFor('2 Contents');
    terminal.press('f');
    await terminal.waitFor(/› followers/);
    terminal.press('1', 'F');
    await terminal.waitFor('alice.test › follows');
    terminal.press('1', 'f');
    await terminal.waitFor(/› followers/);
    terminal.press('z');
    await terminal.waitForGone('2 Contents');
    terminal.press('Esc');
    await terminal.waitFor('2 Contents');
    terminal.press('Esc');
    await terminal.waitFor(/› follows/);
    terminal.press('Esc');
    await terminal.waitForGone('› follows');
    terminal.press('Esc');
    await terminal.waitFor('the AT Protocol from the keyboard');
  });

  test('is opened by its address, with a handle and with a DID', async () => {
    const uri = network.seed.posts[0]!.uri;
    const rkey = uri.split('/').at(-1)!;
    for (const address of [uri, `at://alice.test/app.bsky.feed.post/${rkey}`]) {
      await open(address);
      await terminal.waitFor('4 Record');
      await terminal.waitFor('"createdAt"');
      await terminal.waitFor(network.seed.posts[0]!.cid.slice(0, 12));
      await terminal.close();
    }
  });

  test('is folded and unfolded', async () => {
    await open('alice.test/identity');
    await terminal.waitFor('"verificationMethod"');
    terminal.press('4', 'v', 'v', 'Space');
    await terminal.waitFor(/\{.*keys\}/);
    await terminal.waitForGone('"verificationMethod"');
    terminal.press('Space');
    await terminal.waitFor('"verificationMethod"');
  });

  test('of 200 KB and 50 levels deep is scrolled to its end', async () => {
    for (const uri of [network.seed.records.large, network.seed.records.deep]) {
      await open(uri);
      await terminal.waitFor('4 Record');
      await terminal.waitFor(/▌[^│]*@alice\.test/);
      terminal.press('G');
      await terminal.waitFor('▌}');
      terminal.press('g');
      await terminal.waitFor(/▌[^│]*@alice\.test/);
      await terminal.close();
    }
  });
});

describe('an account', () => {
  test('shows what people come for at once, and beside it what the cursor of the contents rests on', async () => {
    await open('alice.test');
    await terminal.waitFor('3 app.bsky.feed.post');
    await terminal.waitFor('100 loaded');
    await terminal.waitFor(() => isOn(network.seed.posts[0]!.uri));
    expect(selected('list')).toContain('▌');
    expect(terminal.text()).toContain('alice.test  ');
    terminal.press('g');
    await terminal.waitFor('3 identity of alice.test');
    await terminal.waitFor('1 operation, which holds');
    await terminal.waitFor('"verificationMethod"');
    terminal.press('j');
    await terminal.waitFor('3 log of alice.test');
    await terminal.waitFor('created · handle @alice.test');
    // Further down, whatever else there is between.
    for (let row = selected('left'); !row.includes('followers'); row = selected('left')) {
      terminal.press('j');
      await terminal.waitFor(() => selected('left') !== row);
    }
    await terminal.waitFor('3 followers of alice.test');
    await terminal.waitFor(`@${network.seed.followers[0]!.handle}`);
    terminal.press('G', 'Enter');
    await terminal.waitFor('alice.test › com.example');
    terminal.press('Esc');
    await terminal.waitForGone('alice.test › com.example');
  });

  test('is read without leaving it: a post in full with two keys', async () => {
    await open('alice.test');
    await terminal.waitFor('100 loaded');
    terminal.press('l', 'Enter');
    await terminal.waitFor('4 Record');
    terminal.press('Esc');
    await terminal.waitFor('4 Preview');
    expect(terminal.text()).not.toContain('› app.bsky.feed.post');
  });
});

describe('followers, follows and likes', () => {
  test('are lists like the others', async () => {
    await open('alice.test');
    await terminal.waitFor('@alice.test ✓');
    terminal.press('f');
    await terminal.waitFor('alice.test › followers');
    await terminal.waitFor(`@${network.seed.followers[0]!.handle}`);
    terminal.press('G');
    await terminal.waitFor('of 130');
    // On a row F is about that row's account; at the left about this one.
    terminal.press('1', 'F');
    await terminal.waitFor('alice.test › follows');
    await terminal.waitFor(`@${network.seed.follows[0]!.handle}`);
    terminal.press('Enter');
    await terminal.waitFor(`${network.seed.follows[0]!.handle} `);
    await terminal.waitForGone('› follows');
    terminal.press('[');
    await terminal.waitFor('alice.test › follows');
    terminal.press('[', ']', '[');
    await terminal.waitFor('alice.test › followers');
  });

  test('likes of a post open from the post', async () => {
    await open(network.seed.popular.uri);
    await terminal.waitFor('4 Record');
    terminal.press('L');
    await terminal.waitFor(`@${network.seed.popular.likers[0]!.handle}`);
    terminal.press('Esc');
    await terminal.waitFor('"createdAt"');
  });

  test('a key that is not possible here says why', async () => {
    await open('alice.test/identity');
    await terminal.waitFor('@alice.test ✓');
    terminal.press('L');
    await terminal.waitFor('Only a post has likes');
  });
});
