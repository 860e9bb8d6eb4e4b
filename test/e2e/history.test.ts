import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { runProgram } from '../support/package/run-program.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import { openTerminal, type Terminal } from '../support/terminal/terminal.js';

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
    await terminal.waitFor(new RegExp(`\\+ .*@${fan.handle} .*followed`));
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
  await terminal.waitFor(/history of star-.*1–4 of 4 · 2 left and did not return/);
  // The day stands in the first of its rows only.
  await terminal.waitFor(/\d{4}-\d\d-\d\d {2}\d\d:\d\d {2}− unfollowed/);
  expect(terminal.screen().filter((row) => /\d{4}-\d\d-\d\d {2}\d\d:\d\d/.test(row))).toHaveLength(1);
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

  const [mira, noel] = [fans[0]!, fans[1]!];
  await mira.write([
    { collection: FOLLOW, value: { subject: watched.did, createdAt: new Date().toISOString() } },
  ]);
  await terminal.waitFor('● +3 −2');
  await terminal.waitFor(new RegExp(`\\+ .*@${mira.handle} .*followed`));
  command('history');
  await terminal.waitFor(/history of star-.*1–5 of 5 · 1 left and did not return/);
  await terminal.waitFor(new RegExp(`− unfollowed  @${mira.handle} .*came back`));
  terminal.press('3', 's');
  await terminal.waitFor(/1–5 of 5 · oldest first · 1 left and/);
  terminal.press('s');
  await terminal.waitFor(/history of star-.*1–1 of 1 · left and did not return/);
  await terminal.waitFor(`− unfollowed  @${noel.handle}`);
  expect(terminal.text()).not.toMatch(/came back/);
  terminal.press('s');
  await terminal.waitFor(/history of star-.*1–5 of 5 · 1 left and did not return/);

  terminal.press('3', 'g', 'j', 'Enter');
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
  expect(printed).toMatchObject({ stderr: '', exitCode: 0 });
  const objects = printed.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  // It goes on where the export ended, which did not know yet who would come back.
  expect(objects.slice(1).map(({ cameBack: _, ...line }) => line)).toEqual(
    exported.map(({ cameBack: _, ...line }) => line),
  );
  expect(objects.map(({ kind, handle, cameBack }) => [kind, handle, cameBack])).toEqual([
    ['followed', mira.handle, undefined],
    ['unfollowed', noel.handle, false],
    ['followed', noel.handle, undefined],
    ['unfollowed', mira.handle, true],
    ['followed', mira.handle, undefined],
  ]);

  const asked = [program, 'history', watched.handle, '--config-dir', configDir, ...services];
  for (const json of [false, true]) {
    await using shown = await openTerminal({ args: [...asked, ...(json ? ['--json'] : [])], columns: 100 });
    expect(await shown.waitForExit()).toMatchObject({ exitCode: 0 });
    const rows = shown.screen().map((row) => row.trimEnd());
    if (json) expect(rows.join('')).toContain(printed.stdout.split('\n')[1]);
    else {
      expect(rows.slice(0, 3)).toEqual([
        `history of ${watched.handle} · 5 lines · 1 left and did not return`,
        '',
        expect.stringMatching(/^(today|yesterday)$/),
      ]);
      expect(rows.find((row) => row.includes('came back'))).toMatch(
        new RegExp(`^  \\d\\d:\\d\\d  − unfollowed  @${mira.handle} +came back$`),
      );
    }
  }

  const never = await runProgram(process.execPath, [program, 'history', fans[0]!.handle, ...services]);
  expect(never).toMatchObject({ stdout: '', exitCode: 1 });
  expect(never.stderr).toMatch(/^atscope: there is no history of mira-/);
});
