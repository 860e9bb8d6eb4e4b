import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { type FakeLabeler, startFakeLabeler } from '../support/services/fake-labeler.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const home = scratchFolder();

let network: SeededNetwork;
let terminal: Terminal;
let labeler: FakeLabeler;

beforeAll(async () => {
  network = await useSeededNetwork();
  labeler = await startFakeLabeler({ plc: network.plc });
  await mkdir(join(home, 'atscope'), { recursive: true });
  const settings = { labelers: [network.around.labeler.did, labeler.did] };
  await writeFile(join(home, 'atscope', 'settings.json'), JSON.stringify(settings));
  terminal = await openAtscope(network, ['spammer.test'], { columns: 160, rows: 48, home });
});

afterAll(async () => {
  await terminal.close();
  await labeler[Symbol.asyncDispose]();
});

test('the labels of an account and of a record, why one is there, and who says so', async () => {
  const { account, negated } = network.around.labelled;
  await labeler.say({ uri: account, val: 'forged', sig: 'broken' });
  await terminal.waitFor('@spammer.test ✓');
  terminal.write(':labels\r');
  await terminal.waitFor(/labels of spammer\.test ── .* 2 labelers asked/);
  await terminal.waitFor(/✓ .* Rude +@labeler\.test +the acc/);
  // The newest one stands first, whoever says it, and is marked.
  expect(terminal.text()).toMatch(/▌✗.*forged/);

  terminal.press('j', 'Enter');
  await terminal.waitFor('the label spam of spammer.test');
  await terminal.waitFor(/✓ +signature +good under the key/);
  await terminal.waitFor(/defined +by @labeler\.test, in what it declares/);
  expect(terminal.text()).toMatch(/to object +appeal to its labeler/);
  terminal.press('j', 'j', 'j', 'Enter');
  await terminal.waitFor('label definitions of labeler.test');
  await terminal.waitFor(/labels at +http:/);
  // Nothing of a labeler's words is obeyed.
  expect(terminal.text()).toContain('escapes');
  expect(terminal.text()).toContain('␛[31mRed');

  terminal.write(`:${negated.uri}/labels\r`);
  await terminal.waitFor(/Rude .* taken back/);
});

test('what a labeler says comes live, is held back, and goes on after the connection broke', async () => {
  terminal.write(`:labels:${labeler.did}\r`);
  await terminal.waitFor(/✗.* forged .*@spammer\.test/);
  terminal.press('t');
  await terminal.waitFor(/5 Labels ── .* a (?:minute|second)/);
  await labeler.say({ uri: network.around.labelled.account, val: 'live-one' });
  await terminal.waitFor(/\d \+ live-one +@spammer\.test/);
  terminal.press('5', 'Space');
  await terminal.waitFor('paused');
  await labeler.say({ uri: network.around.labelled.post.uri, val: 'live-two', neg: true });
  await terminal.waitFor('1 new ↑');
  expect(terminal.text()).not.toMatch(/− live-two/);
  terminal.press('Space');
  await terminal.waitFor(/− live-two +@painter\.test/);
  labeler.cut();
  await labeler.say({ uri: network.around.labelled.account, val: 'live-three' });
  await terminal.waitFor(/\+ live-three/);

  terminal.press('g', 'Enter');
  await terminal.waitFor('the label live-three of spammer.test');
  await terminal.waitFor(/✓ +signature +good/);
  terminal.write(`:labels:${labeler.did}\r`);
  await terminal.waitFor(/labels by /);
  terminal.press('t');
  await terminal.waitForGone('5 Labels');
});

test('on a pipe each label is a line, with how its signature stands', async () => {
  const { plc, appview } = network;
  const listening = labeler.nextListener();
  const where = ['--plc', plc, '--appview', appview, '--config-dir', join(home, 'atscope')];
  const child = spawn(process.execPath, [program, 'tail', `labels:${labeler.did}`, ...where], {
    env: { ...process.env, TERM: 'dumb' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}');
  await listening;
  const { account } = network.around.labelled;
  const good = await labeler.say({ uri: account, val: 'piped' });
  expect(await next()).toMatchObject({
    kind: 'label',
    did: account,
    src: labeler.did,
    val: 'piped',
    neg: false,
    signature: 'good',
    label: good,
  });
  await labeler.say({ uri: account, val: 'piped', sig: 'other key' });
  const why = expect.stringContaining('is not signed by the key');
  expect(await next()).toMatchObject({ signature: 'bad', why });
});
