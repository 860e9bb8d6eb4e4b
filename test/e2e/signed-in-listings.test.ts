import { expect, test } from 'vitest';
import { useSeededNetwork } from '../network/seeded-network.js';
import { choosePassword } from '../support/terminal/choose-password.js';
import { openAtscope } from '../support/terminal/open-atscope.js';

test('from a search as nobody over signing in to notifications, the timeline, lists and a pack, and out again', async () => {
  const network = await useSeededNetwork();
  const { nora, feeds } = network.around;
  await using terminal = await openAtscope(network, ['posts:quiet thought'], { columns: 160, rows: 40 });
  const at = (breadcrumb: string) => terminal.waitFor((shown) => shown.screen().at(-1)!.includes(breadcrumb));

  // What its author asks not to be shown to nobody comes with the sign-in, in the list that is open.
  await terminal.waitFor('only for who is signed in');
  terminal.write(`:login ${nora.handle}\r`);
  await choosePassword(terminal);
  await terminal.waitFor(`The app password of ${nora.handle}`);
  terminal.write(`${nora.password}\r`);
  await terminal.waitFor('A quiet thought, number 3');
  terminal.press('s');
  await terminal.waitFor('· top first');

  terminal.write(':notifications\r');
  await terminal.waitFor('notifications of nora.test ── 1–8 of 8');
  await terminal.waitFor('quoted you');
  // The words of what was liked are asked for beside.
  await terminal.waitFor((shown) =>
    shown.screen().some((line) => /@uma\.test +liked +Hello, I am new here/.test(line)),
  );
  terminal.press('s');
  await terminal.waitFor('· replies, mentions and quotes');
  await terminal.waitForGone('followed you');
  terminal.press('s');
  await terminal.waitFor('1–2 of 2 · likes');
  terminal.press('Enter');
  await at('app.bsky.feed.post');
  await terminal.waitFor('✓ signed');
  terminal.press('Esc');
  await terminal.waitFor('1–2 of 2 · likes');

  terminal.write(':timeline\r');
  await terminal.waitFor('timeline of nora.test');
  await terminal.waitFor((shown) => shown.screen().some((line) => /⟲ Uma +@nora\.test +Hello/.test(line)));
  await terminal.waitFor('↳ @nora.test Welcome!');

  terminal.write(':memberships uma.test\r');
  await terminal.waitFor((shown) => shown.screen().some((line) => /✓ +My painters +curation/.test(line)));

  terminal.write(`:${feeds.pack}\r`);
  await terminal.waitFor('⇢ the people in it');
  terminal.write(':members\r');
  await terminal.waitFor('1–5 of 5 · 0 joined by it');
  await terminal.waitFor('The Painter');
  terminal.press('u');
  await at('app.bsky.graph.starterpack › 3');

  // Whose they were is gone: nobody else sees them.
  terminal.write(':notifications\r');
  await terminal.waitFor('1–8 of 8');
  terminal.press('A');
  await terminal.waitFor(`▌● @${nora.handle}`);
  terminal.press('d');
  await terminal.waitFor(`d signs out @${nora.handle}, Esc keeps it`);
  terminal.press('d');
  await terminal.waitFor(`Signed out @${nora.handle}.`);
  await terminal.waitFor(() => !terminal.text().includes(`● @${nora.handle}`));
  terminal.press('Esc');
  await terminal.waitForGone('nobody: the public view');
  await terminal.waitFor(/Only their owner sees notifications: \S+ signs in\./);
  expect(terminal.text()).not.toContain('quoted you');

  terminal.press(':');
  terminal.write('old maps');
  await terminal.waitFor('look for posts by “old maps”');
  terminal.press('Esc');
  await terminal.waitForGone('look for posts by');
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });
});
