import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultStage } from '../support/terminal/faults.js';

const stage = faultStage();

test('a broken settings.json is kept aside, told, and the defaults are used', async () => {
  const broken = '{"keys": {"app.quit": ["Q"]';
  const home = await stage.home(broken);
  const file = join(home, 'atscope', 'settings.json');
  await stage.open(stage.network, 'alice.test', { home });
  await stage.terminal.waitFor(/settings\.json is not JSON.*moved to .*settings\.json\.bad/);
  await stage.terminal.waitFor('@alice.test ✓');
  await stage.goesOnAndEnds();
  expect(await readFile(`${file}.bad`, 'utf8')).toBe(broken);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('a broken recents.json is kept aside, told, and new places are remembered', async () => {
  const home = await stage.home('{}');
  const file = join(home, 'atscope', 'recents.json');
  await writeFile(file, '{"places": [{');
  await stage.open(stage.network, 'alice.test', { home });
  await stage.terminal.waitFor(/recents\.json is not JSON.*moved to .*recents\.json\.bad/);
  await stage.terminal.waitFor('@alice.test ✓');
  await stage.goesOnAndEnds();
  expect(await readFile(`${file}.bad`, 'utf8')).toBe('{"places": [{');
  expect(await readFile(file, 'utf8')).toContain('alice.test');
});

test.each([
  ['[]', /The settings are not a JSON object; defaults are used/],
  ['{"appview": "example"}', /appview: "example" is not the web address of a service/],
  ['{"colour": "red"}', /"colour" is not a setting/],
  ['{"timeoutSeconds": "long"}', /timeoutSeconds: "long" is not a number from 1 to 300; 15 is used/],
])('settings that are %s are told on the screen, and the file stays as it is', async (settings, told) => {
  const home = await stage.home(settings);
  // Wide, since a notice has one line.
  await stage.open(stage.network, 'alice.test', { home, columns: 240 });
  await stage.terminal.waitFor(told);
  await stage.terminal.waitFor('@alice.test ✓');
  await stage.goesOnAndEnds();
  expect(await readFile(join(home, 'atscope', 'settings.json'), 'utf8')).toBe(settings);
});

test('identities that cannot be read are fetched again', async () => {
  const home = await stage.home('{}');
  const file = join(home, 'atscope', 'identities.tsv');
  const { plc, appview, seed } = stage.network;
  const key = `${appview} ${plc}\talice.test\t${Date.now()}`;
  await writeFile(file, `\0\u{fffd}\nno tabs\n${key}\t{"did":\n${key}\t{"did": 7}\n`);
  await stage.open(stage.network, 'alice.test', { home });
  await stage.terminal.waitFor('@alice.test ✓');
  await stage.goesOnAndEnds();
  expect(await readFile(file, 'utf8')).toContain(seed.alice.did);
});

// Root may write where modes forbid it: nobody may write below a file, or over a folder.
test.each([
  [
    'lies below a file',
    async (home: string) => {
      await writeFile(join(home, 'file'), '');
      return join(home, 'file', 'below');
    },
  ],
  [
    'is a file',
    async (home: string) => {
      await writeFile(join(home, 'file'), '');
      return join(home, 'file');
    },
  ],
  [
    'has folders where the files should be',
    async (home: string) => {
      for (const name of ['settings.json', 'recents.json', 'identities.tsv']) {
        await mkdir(join(home, 'folder', name, 'full'), { recursive: true });
      }
      return join(home, 'folder');
    },
  ],
])('a config folder that %s is told, and the places of this run are kept', async (_, make) => {
  const folder = await make(await stage.home('{}'));
  await stage.open(stage.network, 'alice.test', { env: { ATSCOPE_CONFIG_DIR: folder } });
  await stage.terminal.waitFor(/Not saved: |cannot be read/);
  await stage.terminal.waitFor('@alice.test ✓');
  stage.terminal.write(':bob.test\r');
  await stage.terminal.waitFor('@bob.test ✓');
  stage.terminal.press('[');
  await stage.terminal.waitFor('@alice.test ✓');
  await stage.goesOnAndEnds();
});
