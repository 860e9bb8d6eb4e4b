import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openAtscope } from '../support/terminal/open-atscope.js';
import type { Terminal } from '../support/terminal/terminal.js';

let network: SeededNetwork;
let terminal: Terminal;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(() => terminal.close());

/** Opens a post where these programs are the ones that can be found under their names. Gives the folder that they are in. */
async function openPost(programs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
  const bin = join(await temporaryFolder(), 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const PATH = [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const uri = network.seed.posts[0]!.uri;
  terminal = await openAtscope(network, [uri], { columns: 120, rows: 40, env: { ...env, PATH } });
  await terminal.waitFor('"createdAt"');
  return { bin, uri };
}

async function copyUri() {
  terminal.press('y');
  await terminal.waitFor('at:// URI');
  terminal.press('Enter');
}

const IN_X = { DISPLAY: ':0' };

test('"Copied" is said where a program has taken the text, and the terminal is not asked then', async () => {
  const { bin, uri } = await openPost({ xclip: 'cat > "$0.took"' }, IN_X);
  await copyUri();
  await terminal.waitFor('Copied the at:// URI.');
  expect(await readFile(join(bin, 'xclip.took'), 'utf8')).toBe(uri);
  expect(terminal.clipboard).toEqual([]);
});

test.each([
  ['it fails', { xclip: 'exit 1', xsel: 'exit 1' }],
  ['it hangs', { xclip: 'exec sleep 1000', xsel: 'exit 1' }],
])('"Sent" is said where nobody confirms it: %s', async (_, programs) => {
  const { uri } = await openPost(programs, IN_X);
  await copyUri();
  await terminal.waitFor("Sent to the terminal's clipboard: the at:// URI.");
  expect(terminal.clipboard).toEqual([uri]);
});

test('over ssh it is the clipboard of the terminal', async () => {
  const { uri } = await openPost({ xclip: 'exit 0' }, { ...IN_X, SSH_TTY: '/dev/pts/0' });
  await copyUri();
  await terminal.waitFor("Sent to the terminal's clipboard: the at:// URI.");
  expect(terminal.clipboard).toEqual([uri]);
});

test('keys are heard while a program hangs, and the notice of the later copy stays', async () => {
  const script = 'read -r first; case "$first" in at:*) exec sleep 1000;; esac; echo "$first" > "$0.took"';
  const { bin } = await openPost({ xclip: script, xsel: 'exit 1' }, IN_X);
  await copyUri();
  terminal.press('y');
  await terminal.waitFor('at:// URI');
  terminal.press('d');
  await terminal.waitFor(/(Copied the|clipboard: the) (?!at:)/);
  expect(await readFile(join(bin, 'xclip.took'), 'utf8')).toMatch(/^did:/);
  expect(terminal.text()).toContain('Copied the DID.');
  expect(terminal.clipboard).toEqual([]);
});
