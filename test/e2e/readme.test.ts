import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useSeededNetwork } from '../network/seeded-network.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'atscope-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of the blocks of code of the part about archives, as they are printed. */
const [eight = [], sql = [], more = []] = (
  readFileSync(join(root, 'README.md'), 'utf8')
    .split(/^### Repositories at home$/m)[1]
    ?.split(/^#/m)[0] ?? ''
)
  .split(/^```$/m)
  .filter((_, index) => index % 2 === 1)
  .map((block) => block.trim().split('\n'));

/** A shell in which `atscope` is the built program, whose settings name the seeded network. */
beforeAll(async () => {
  const { plc, appview, nameServers } = await useSeededNetwork();
  const config = join(folder, 'config');
  mkdirSync(config);
  writeFileSync(join(config, 'settings.json'), JSON.stringify({ plc, appview, nameServers }));
  const program = join(folder, 'atscope');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/atscope.js')}" "$@"\n`);
  chmodSync(program, 0o755);
});

function run(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    ATSCOPE_CONFIG_DIR: join(folder, 'config'),
  };
  return new Promise((resolve) => {
    execFile('bash', ['-c', line], { cwd: folder, env, maxBuffer: 64e6 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

function isInstalled(name: string): boolean {
  try {
    execFileSync('which', [name]);
    return true;
  } catch {
    return false;
  }
}

describe('the lines of the README', () => {
  test.each(eight)('%s', async (line) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Nothing has become of it since; an export into a file says nothing.
    expect(stdout !== '').toBe(!/ (?:diff|export) /.test(line));
  });

  test('there are eight, each verb among them, and what they say is there', () => {
    expect(eight).toHaveLength(8);
    for (const verb of ['pull', 'verify', 'grep', 'diff', 'export']) {
      expect(eight.some((line) => line.startsWith(`atscope ${verb} `))).toBe(true);
    }
    for (const file of ['alice.ndjson', 'posts.csv', 'alice.sqlite', 'backup/alice.test.car']) {
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
  });

  // Whether another program can read it is looked at where there is one; what it would fetch from the Internet is left out.
  test.each(sql.filter((line) => !line.includes('ATTACH')))('%s', async (line) => {
    if (!isInstalled(line.split(' ')[0] ?? '')) return;
    const { code, stdout, stderr } = await run(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  test.each(more)('%s', async (line) => {
    if (line.includes('| jq') && !isInstalled('jq')) return;
    const { code, stdout, stderr } = await run(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });
});
