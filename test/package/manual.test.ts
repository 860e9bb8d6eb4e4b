import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandTable } from '../../src/cli/command-line.js';
import { runProgram } from '../support/package/run-program.js';

const file = fileURLToPath(new URL('../../dist/atscope.1', import.meta.url));

const works = async (program: string, args: readonly string[]): Promise<boolean> =>
  await runProgram(program, args).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
const hasGroff = await works('groff', ['--version']);

test('package.json names the manual', async () => {
  const { man, version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(man).toBe('dist/atscope.1');
  expect(await readFile(file, 'utf8')).toMatch(
    new RegExp(`^\\.TH ATSCOPE 1 "" "atscope ${version.replaceAll('.', '\\.')}"`),
  );
});

test('every line of the manual is text, or a request that man knows', async () => {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const known = /^\.(?:TH|SH|SS|TP|br|nf|fi)(?: |$)/;
  expect(lines.filter((line) => /^[.']/.test(line) && !known.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('.SH')).map((line) => line.slice(4))).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'OPTIONS',
    'COMMANDS',
    'NOTES',
  ]);
});

test.skipIf(!hasGroff)(
  'the manual, rendered, has every verb, option and note, and no complaint',
  async () => {
    // The machine's own formatter, without colours and without bold by overstriking.
    const args = ['-man', '-Tutf8', '-ww', '-P-c', '-P-b', '-P-o', '-P-u', '-rLL=100n', '-rHY=0', file];
    const { stdout, stderr, exitCode } = await runProgram('groff', args);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const words = stdout.replace(/\s+/g, ' ').replaceAll('‐', '-');
    const table = commandTable();
    for (const row of [table, ...table.verbs]) {
      expect(words).toContain(row.description.replace(/\s+/g, ' '));
      for (const { long, description } of row.options) {
        expect(words).toContain(`--${long}`);
        expect(words).toContain(description);
      }
    }
    expect(words).toContain('alice.test/app.bsky.feed.post/3k…/thread');
    expect(words).toContain('Exit codes: 0 quit');
  },
);
