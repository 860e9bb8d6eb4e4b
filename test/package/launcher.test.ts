import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, runProgram } from '../support/package/run-program.js';

const source = fileURLToPath(new URL('../../src/launcher/atscope.js', import.meta.url));

/** In place of the program: tells what the launcher made ready for it. */
const program = `
import { getCompileCacheDir } from 'node:module';
const { NODE_ENV, FORCE_COLOR } = process.env;
console.log(JSON.stringify({ NODE_ENV, FORCE_COLOR, args: process.argv.slice(2), compiled: getCompileCacheDir() }));
`;

let folder: string;
let launcher: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atscope-launcher-'));
  launcher = join(folder, 'atscope.js');
  await copyFile(source, launcher);
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(join(folder, 'main.js'), program);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the launcher under this Node as if it were of another version. */
async function launchOn(version: string): Promise<Outcome> {
  const disguise = join(folder, `node-${version}.cjs`);
  const versions = `{ value: { ...process.versions, node: '${version}' } }`;
  await writeFile(disguise, `Object.defineProperty(process, 'versions', ${versions});`);
  return runProgram(process.execPath, ['--require', disguise, launcher]);
}

async function launchWith(env: Readonly<Record<string, string | undefined>>) {
  const clean = { NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_COMPILE_CACHE: undefined, HOME: folder };
  const { stdout, stderr, exitCode } = await runProgram(process.execPath, [launcher, 'alice.test'], {
    env: { ...clean, XDG_CACHE_HOME: join(folder, 'cache'), LOCALAPPDATA: join(folder, 'cache'), ...env },
  });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return JSON.parse(stdout);
}

/** A Node too old for atscope, if there is one on this machine. */
async function findOldNode(): Promise<string | undefined> {
  for (const place of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(place, 'node');
    const version = await runProgram(node, ['--version']).then(
      ({ stdout }) => /^v(\d+)\./.exec(stdout)?.[1],
      () => undefined,
    );
    if (version !== undefined && Number(version) < 22) return node;
  }
  return undefined;
}

const oldNode = await findOldNode();

describe('the launcher', () => {
  test.each([
    '8.17.0',
    '12.22.12',
    '18.20.8',
    '20.20.2',
    '22.18.0',
  ])('refuses Node %s in one line', async (version) => {
    const { stdout, stderr, exitCode } = await launchOn(version);
    expect(stdout).toBe('');
    expect(stderr).toBe(`atscope needs Node.js 22.19 or newer; this is ${version} (${process.execPath}).\n`);
    expect(exitCode).toBe(2);
  });

  test.each(['22.19.0', '22.20.1', '23.0.0', '24.21.0', '100.0.0'])('runs on Node %s', async (version) => {
    expect(await launchOn(version)).toMatchObject({ stderr: '', exitCode: 0 });
  });

  test.skipIf(oldNode === undefined)('refuses a Node that is really old', async () => {
    const { stdout, stderr, exitCode } = await runProgram(oldNode!, [launcher, 'alice.test']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^atscope needs Node\.js 22\.19 or newer; this is [\d.]+ \(.*\)\.\n$/);
    expect(exitCode).toBe(2);
  });

  test('asks for the version that package.json asks for', async () => {
    const { engines } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const { stderr } = await launchOn('1.0.0');
    expect(engines.node).toBe(`>=${/Node\.js ([\d.]+) or newer/.exec(stderr)?.[1]}`);
  });

  test.each([
    source,
    fileURLToPath(new URL('../../dist/atscope.js', import.meta.url)),
  ])('holds to what Node 10 parses, ES2018 and import(): %s', async (file) => {
    const code = await readFile(file, 'utf8');
    const lowered = await transform(code, { target: 'es2018', supported: { 'dynamic-import': true } });
    const kept = await transform(code, { target: 'esnext' });
    expect(lowered.code).toBe(kept.code);
    expect(code).not.toMatch(/^\s*import\s*[{*"'a-z]|\bimport\.meta\b|^\s*export\b/m);
  });

  test('hands over the arguments, in production mode whatever the shell says', async () => {
    expect(await launchWith({ NODE_ENV: 'development' })).toMatchObject({
      NODE_ENV: 'production',
      args: ['alice.test'],
    });
  });

  test('leaves NO_COLOR and FORCE_COLOR to the screen, which keeps what is no colour', async () => {
    expect((await launchWith({ NO_COLOR: '1' })).FORCE_COLOR).toBeUndefined();
    expect((await launchWith({ NO_COLOR: '1', FORCE_COLOR: '3' })).FORCE_COLOR).toBe('3');
  });

  test("keeps compiled code in the user's own cache folder", async () => {
    expect((await launchWith({})).compiled.startsWith(folder)).toBe(true);
  });

  test('starts all the same where that folder cannot be made', async () => {
    const file = join(folder, 'not-a-folder');
    await writeFile(file, '');
    const { compiled } = await launchWith({ XDG_CACHE_HOME: file, LOCALAPPDATA: file, HOME: file });
    expect(compiled).toBeUndefined();
  });
});
