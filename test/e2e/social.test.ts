import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { signUpWithPassword } from '../network/signed-in.js';
import { choosePassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

let network: SeededNetwork;

beforeAll(async () => {
  network = await useSeededNetwork();
});

const now = () => ({ createdAt: new Date().toISOString() });

test('one follows back from the live pane, likes a post, undoes both, and is asked before a block', async () => {
  const run = randomBytes(3).toString('hex');
  const me = await signUpWithPassword(network.pds, `me-${run}.test`);
  const fan = await signUp(network.pds, `fan-${run}.test`);
  await fan.write([
    { collection: 'app.bsky.actor.profile', rkey: 'self', value: { displayName: 'Fay the Fan' } },
    { collection: 'app.bsky.feed.post', value: { text: 'A post to like.', ...now() } },
  ]);
  await network.processAll();

  const stream = `${network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  const args = [me.handle, '--watch', '--stream', stream];
  await using terminal = await openAtscope(network, args, { columns: 160, rows: 44 });
  const noticed = (text: string) => terminal.waitFor((shown) => shown.screen().at(-1)!.includes(text));
  async function followed(): Promise<readonly string[]> {
    const query = new URLSearchParams({ repo: me.did, collection: 'app.bsky.graph.follow' });
    const answer = await fetch(`${network.pds}/xrpc/com.atproto.repo.listRecords?${query}`);
    const { records } = (await answer.json()) as { records: { value: { subject: string } }[] };
    return records.map(({ value }) => value.subject);
  }

  await terminal.waitFor('0 followers in the list');
  terminal.press('m');
  await noticed('Nobody is signed in');
  terminal.write(`:login ${me.handle}\r`);
  await choosePassword(terminal);
  await terminal.waitFor(`The app password of ${me.handle}`);
  terminal.write(`${me.password}\r`);
  await terminal.waitFor('this is you');

  await fan.write([{ collection: 'app.bsky.graph.follow', value: { subject: me.did, ...now() } }]);
  await terminal.waitFor((shown) => shown.screen().some((line) => /\+ .*Fay.*followed/.test(line)));
  terminal.press('5');
  terminal.write(':follow-back\r');
  await noticed(`You follow @${fan.handle} now. U undoes it.`);
  expect(await followed()).toEqual([fan.did]);
  terminal.press('U');
  await noticed(`Undone: followed @${fan.handle}.`);
  expect(await followed()).toEqual([]);

  await network.processAll();
  terminal.write(`:${fan.handle}/app.bsky.feed.post\r`);
  await terminal.waitFor('♥ 0');
  terminal.press('m');
  await terminal.waitFor(`l  like the post of @${fan.handle}`);
  terminal.press('l');
  await terminal.waitFor('♥ 1');
  await terminal.waitFor('you liked it');
  await noticed(`You like the post of @${fan.handle} now.`);
  terminal.press('U');
  await noticed(`Undone: liked the post of @${fan.handle}.`);
  await terminal.waitFor('♥ 0');
  await terminal.waitForGone('you liked it');

  terminal.press('m');
  await terminal.waitFor(`b  block @${fan.handle}`);
  terminal.press('b');
  await terminal.waitFor(`Block @${fan.handle}?`);
  await terminal.waitFor('▌ leave it as it is');
  terminal.press('Enter');
  await terminal.waitForGone('leave it as it is');
  expect(terminal.text()).not.toContain('blocking this account');
  terminal.write(':block\r');
  await terminal.waitFor('▌ leave it as it is');
  terminal.press('Down');
  terminal.press('Enter');
  await noticed(`You block @${fan.handle} now.`);
  await terminal.waitFor('blocking this account');
  terminal.press('U');
  await noticed(`Undone: blocked @${fan.handle}.`);
  await terminal.waitForGone('blocking this account');

  terminal.write(':report\r');
  await terminal.waitFor(`Report the post of @${fan.handle}`);
  await terminal.waitFor(`bsky.app/profile/${fan.did}/post/`);
  terminal.press('Esc');
  await terminal.waitForGone('Report the post');
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
}, 120_000);
