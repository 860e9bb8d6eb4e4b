import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fileName } from '../../src/keep/kept-files.js';
import { runProgram } from '../support/package/run-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';

test.each([
  ['is not JSON', '{"lines": [\n'],
  ['is of another kind', '[7]\n'],
  ['is empty', ''],
])('atscope history says where a history is that %s, the first time and later', async (_, content) => {
  const folder = await temporaryFolder();
  const file = join(folder, 'watches', fileName(DID, 'ndjson'));
  await mkdir(join(folder, 'watches'));
  await writeFile(file, content);
  const history = () => runProgram(process.execPath, [program, 'history', DID, '--config-dir', folder]);
  for (const outcome of [await history(), await history()]) {
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toContain(
      `there is no history of ${DID}: what was kept cannot be read, and is in ${file}.bad`,
    );
  }
  expect(await readFile(`${file}.bad`, 'utf8')).toBe(content);
});

test('atscope history says that an account was never watched only where that is so', async () => {
  const folder = await temporaryFolder();
  const outcome = await runProgram(process.execPath, [program, 'history', DID, '--config-dir', folder]);
  expect(outcome.stderr).toContain('atscope has never watched it with these settings');
});
