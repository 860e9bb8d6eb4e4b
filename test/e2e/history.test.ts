import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { runProgram } from '../support/package/run-program.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

const FOLLOW = 'app.bsky.graph.follow';
const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

test('what a watch told is filtered, listed and exported, in the program and without it', async () => {
  const run = Date.now().toString(36);
  const watched = await signUp(network.pds, `star-${run}.test`);
  const fans: readonly Author[] = [
    await signUp(network.pds, `mira-${run}.test`),
    await signUp(network.pds, `noel-${run}.test`),
  ];
  await network.processAll();
  const stream = `${network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  terminal = await openAtscope(network, [watched.handle, '--watch', '--stream', stream], {
    columns: 160,
    rows: 48,
  });
  await terminal.waitFor('0 followers in the list');
  function command(name: string) {
    terminal.press(':');
    terminal.write(name);
    terminal.press('Enter');
  }

  command('history');
  await terminal.waitFor('Nobody has come or gone while this account was watched');
  terminal.press('[');

  for (const fan of fans) {
    const value = { subject: watched.did, createdAt: new Date().toISOString() };
    const [ref] = await fan.write([{ collection: FOLLOW, value }]);
    await terminal.waitFor(new RegExp(`\\+ .*@${fan.handle} .*follows`));
    await fan.delete(FOLLOW, ref!.uri.split('/').at(-1)!);
    await terminal.waitFor(new RegExp(`− .*@${fan.handle} .*unfollowed`));
  }
  await terminal.waitFor('● +2 −2');
  const shown = (handle: string) =>
    terminal.screen().filter((row) => new RegExp(`\\d\\d:\\d\\d:\\d\\d .*@${handle}`).test(row)).length;
  expect(fans.map(({ handle }) => shown(handle))).toEqual([2, 2]);

  terminal.press('5', '/');
  terminal.write('mira');
  await terminal.waitFor('2 of 4 match “mira”');
  expect(fans.map(({ handle }) => shown(handle))).toEqual([2, 0]);
  terminal.press('Esc');
  await terminal.waitFor(() => shown(fans[1]!.handle) === 2);

  command('history');
  await terminal.waitFor(/history of star-.*1–4 of 4/);
  await terminal.waitFor(`− unfollowed  @${fans[1]!.handle}`);
  command('export-history');
  await terminal.waitFor(/Wrote 4 lines to .*atscope-history-/);
  command('export-history');
  await terminal.waitFor(/Wrote 4 lines to .*-2\.ndjson/);
  const files = (await readdir(terminal.home)).filter((name) => name.endsWith('.ndjson'));
  const texts = await Promise.all(files.map((name) => readFile(join(terminal.home, name), 'utf8')));
  expect(texts).toHaveLength(2);
  expect(texts[0]).toBe(texts[1]);
  const exported = texts[0]!
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exported.map(({ kind, handle }) => [kind, handle])).toEqual(
    [...fans].reverse().flatMap(({ handle }) => [
      ['unfollowed', handle],
      ['followed', handle],
    ]),
  );
  expect(exported.every((line) => line.watched === watched.did)).toBe(true);

  terminal.press('3', 'j', 'Enter');
  await terminal.waitFor(`@${fans[1]!.handle} ✓`);
  terminal.press('q');
  expect(await terminal.waitForExit()).toMatchObject({ exitCode: 0 });

  const services = ['--plc', network.plc, '--appview', network.appview];
  const configDir = join(terminal.home, 'atscope');
  const printed = await runProgram(process.execPath, [
    program,
    'history',
    watched.handle,
    '--config-dir',
    configDir,
    ...services,
  ]);
  expect(printed).toEqual({ stdout: texts[0], stderr: '', exitCode: 0 });

  const never = await runProgram(process.execPath, [program, 'history', fans[0]!.handle, ...services]);
  expect(never).toMatchObject({ stdout: '', exitCode: 1 });
  expect(never.stderr).toMatch(/^atscope: there is no history of mira-/);
});
