import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { openWorkspace } from './workspace.js';

const processes = () => execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' });

/** A process that opens a workspace, says where, and stays. */
const OWNER = `
  const { openWorkspace } = await import(${JSON.stringify(new URL('./workspace.ts', import.meta.url))});
  console.log((await openWorkspace({ postgres: true })).folder);
  setInterval(() => {}, 60_000);
`;

test('closing ends the database and removes the folder', async () => {
  const workspace = await openWorkspace({ postgres: true });
  expect(processes()).toContain(`${workspace.folder}/postgres`);
  await workspace.close();
  expect(existsSync(workspace.folder)).toBe(false);
  expect(processes()).not.toContain(workspace.folder);
});

test.each([
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGKILL',
] as const)('%s of its owner ends it, too', async (signal) => {
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', OWNER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [folder]: string[] = await once(createInterface({ input: owner.stdout }), 'line');
  expect(processes()).toContain(`${folder}/postgres`);
  owner.kill(signal);
  await vi.waitFor(() => expect(existsSync(folder!)).toBe(false), { timeout: 30_000 });
  expect(processes()).not.toContain(folder);
});
