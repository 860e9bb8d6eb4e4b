import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.js';
import { VERBS } from '../../src/cli/verbs.js';
import { readBundle } from '../support/package/bundle.js';
import { runProgram } from '../support/package/run-program.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const bundle = await readBundle();

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

let scratch: string;
let packed: Packed;
let installed: string;

/** npm as on a machine that has no network and has never installed anything. */
async function npm(args: readonly string[], cwd: string): Promise<string> {
  const { stdout, stderr, exitCode } = await runProgram('npm', args, {
    cwd,
    env: { npm_config_cache: join(scratch, 'cache'), npm_config_offline: 'true' },
  });
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'atscope-package-'));
  const report = JSON.parse(
    await npm(['pack', '--json', '--silent', '--pack-destination', scratch], project),
  );
  // Newer versions of npm tell of each package under its name.
  packed = Array.isArray(report) ? report[0] : report.atscope;
  installed = join(scratch, 'a folder');
  await npm(['install', '--prefix', installed, join(scratch, packed.filename)], scratch);
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Runs the installed command without a terminal. */
const atscope = (...args: string[]) =>
  runProgram(join(installed, 'node_modules/.bin/atscope'), args, {
    cwd: installed,
    env: { ATSCOPE_CONFIG_DIR: join(scratch, 'config'), XDG_CACHE_HOME: join(scratch, 'compiled') },
  });

describe('the package', () => {
  test('holds what a user needs, and nothing else', () => {
    expect(packed.files.map(({ path }) => path).sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/THIRD-PARTY-LICENSES.txt',
        'dist/atscope.1',
        'dist/atscope.js',
        'dist/jpeg-turbo.wasm',
        'dist/webp.wasm',
        ...Object.keys(bundle.outputs),
        'package.json',
      ].sort(),
    );
  });

  test('has a command that may be executed', () => {
    const launcher = packed.files.find(({ path }) => path === 'dist/atscope.js')!;
    expect(launcher.mode & 0o111).toBe(0o111);
  });

  test('needs no other package', async () => {
    const entries = await readdir(join(installed, 'node_modules'));
    expect(entries.filter((name) => !name.startsWith('.'))).toEqual(['atscope']);
  });

  test('names the packages in its bundle, each once and with the text of its licence', async () => {
    const file = join(installed, 'node_modules/atscope/dist/THIRD-PARTY-LICENSES.txt');
    const [, ...entries] = (await readFile(file, 'utf8')).split(
      /\n\n(?:-{80}\n\n)?(?=\S+ \d+\.\d+\.\d+\S* \()/,
    );
    const names = entries.map((entry) => entry.split('\n')[0]!);
    for (const name of ['ink', 'react', 'undici', 'zustand', 'yoga-layout', '@atcute/lexicons']) {
      const found = names.findIndex((heading) => heading.startsWith(`${name} `));
      expect(entries[found], name).toMatch(/permission is hereby granted|permission to use, copy/i);
    }
    for (const [name, holder, terms] of [
      ['omggif', /Dean McNamee/, /permission is hereby granted/i],
      [
        '@cwasm/jpeg-turbo',
        /It is made of libjpeg-turbo:.*D\. R\. Commander/s,
        /redistribution and use in source/i,
      ],
      ['@cwasm/webp', /It is made of libwebp:.*Google/s, /redistribution and use in source/i],
    ] as const) {
      const found = names.findIndex((heading) => heading.startsWith(`${name} `));
      expect(entries[found], name).toMatch(holder);
      expect(entries[found], name).toMatch(terms);
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names.join()).not.toContain('undefined');
  });

  test('tells nothing of the machine that built it', async () => {
    for (const { path } of packed.files) {
      const content = await readFile(join(installed, 'node_modules/atscope', path), 'utf8');
      expect(content.includes(project), path).toBe(false);
    }
  });
});

describe('the installed command', () => {
  test('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    expect(await atscope('--version')).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });

  test.each([
    ['--help'],
    ['-h'],
    ...VERBS.flatMap((verb) => [
      [verb, '--help'],
      [verb, '-h'],
    ]),
  ])('prints the help of the command line, and loads nothing for it: %s %s', async (...argv) => {
    const asked = argv.filter(Boolean);
    const alone = join(scratch, 'alone');
    await mkdir(alone, { recursive: true });
    await copyFile(join(installed, 'node_modules/atscope/dist/atscope.js'), join(alone, 'atscope.mjs'));
    const line = parseCommandLine(asked, {});
    expect(line.kind).toBe('print');
    const text = line.kind === 'print' ? line.text : '';
    expect(await runProgram(process.execPath, [join(alone, 'atscope.mjs'), ...asked])).toEqual({
      stdout: text,
      stderr: '',
      exitCode: 0,
    });
  });

  test('prints help beside an address, too', async () => {
    const { stdout, stderr, exitCode } = await atscope('--help', 'alice.test');
    expect(stdout).toMatch(/^Usage: atscope \[options\] \[address\]\n/);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  test('loads each of its files from a folder with a space in its name', async () => {
    const programs = ['dist/main.js', 'dist/archive-worker.js'];
    const files = Object.keys(bundle.outputs).filter((file) => !programs.includes(file));
    const urls = files.map((file) => pathToFileURL(join(installed, 'node_modules/atscope', file)).href);
    const program = `for (const url of ${JSON.stringify(urls)}) await import(url);`;
    const outcome = await runProgram(process.execPath, ['--input-type=module', '--eval', program]);
    expect(outcome).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect(installed).toContain(' ');
  });

  test('starts the thread that reads archives', async () => {
    const worker = pathToFileURL(join(installed, 'node_modules/atscope/dist/archive-worker.js'));
    const program = `import { Worker } from 'node:worker_threads';
      const worker = new Worker(new URL('${worker}'), { workerData: { file: 'none.car' }, execArgv: [] });
      worker.on('message', ({ kind, code }) => console.log(kind, code));`;
    const outcome = await runProgram(process.execPath, ['--input-type=module', '--eval', program]);
    expect(outcome).toEqual({ stdout: 'error ENOENT\n', stderr: '', exitCode: 0 });
  });

  test.each([
    'jpeg',
    'webp',
    'png',
    'gif',
  ] as const)('starts the thread that reads pictures: %s', async (format) => {
    const worker = pathToFileURL(join(installed, 'node_modules/atscope/dist/pictures.js'));
    const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#f00' } })
      .toFormat(format)
      .toBuffer();
    const program = `import { Worker } from 'node:worker_threads';
      const worker = new Worker(new URL('${worker}'), { execArgv: [] });
      const bytes = new Uint8Array(Buffer.from('${picture.toString('base64')}', 'base64'));
      worker.postMessage({ id: 1, request: { bytes, maxWidth: 3, maxHeight: 9 } });
      worker.on('message', ({ decoded }) => {
        if (!decoded) return;
        console.log(decoded.facts.type, decoded.pixels.width, decoded.pixels.height, decoded.pixels.rgba[0] > 250);
        void worker.terminate();
      });`;
    const outcome = await runProgram(process.execPath, ['--input-type=module', '--eval', program]);
    const type = format === 'webp' ? 'WebP' : format.toUpperCase();
    expect(outcome).toEqual({ stdout: `${type} 3 2 true\n`, stderr: '', exitCode: 0 });
  });

  test('says so where there is no terminal, and draws nothing', async () => {
    const { stdout, stderr, exitCode } = await atscope('alice.test');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^atscope: [^\n\x1b]*terminal[^\n\x1b]*\n$/);
    expect(exitCode).toBe(2);
  });

  test('refuses a command line that makes no sense', async () => {
    const { stdout, stderr, exitCode } = await atscope('--appview', 'nowhere');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^atscope: --appview: "nowhere" is not the web address of a service.*\n$/);
    expect(exitCode).toBe(2);
  });
});
