import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileName } from '../../src/keep/kept-files.js';
import { unwatchedOf } from './unwatched.js';

const accountOf = (name: string) => ({ did: `did:plc:${name}`, handle: `${name}.test` });

test('an account is watched no more whose watch was not kept for a while, or never', async () => {
  const home = await mkdtemp(join(tmpdir(), 'atscope-soak-'));
  const folder = join(home, 'atscope', 'watches');
  await mkdir(folder, { recursive: true });
  const keep = (name: string, at: number): Promise<void> =>
    writeFile(
      join(folder, fileName(accountOf(name).did, 'ndjson')),
      `${JSON.stringify({ at, followers: [], gone: [], lines: [] })}\n`,
    );
  await keep('now', Date.now());
  await keep('before', Date.UTC(2026, 0, 1));
  expect(await unwatchedOf(home, ['now', 'before', 'never'].map(accountOf))).toEqual([
    'before.test is watched no more: it was kept last at 2026-01-01T00:00:00.000Z',
    'never.test is watched no more: it was never kept',
  ]);
  await rm(home, { recursive: true });
});
