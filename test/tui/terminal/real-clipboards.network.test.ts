import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktopPrograms } from '../../../src/tui/terminal/clipboard-programs.js';
import { createClipboard } from '../../../src/tui/terminal/copy-text.js';
import { runClipboardProgram } from '../../../src/tui/terminal/run-clipboard-program.js';

const run = promisify(execFile);

const isInstalled = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const texts: readonly [string, string][] = [
  ['a line', 'at://did:plc:abc/app.bsky.feed.post/3k'],
  ['wide letters, joined ones, and line ends', '日本語 👩‍👩‍👧‍👦 é \r\n\tend\n'],
  ['200 KB', `日本${'0123456789'.repeat(20_000)}end`],
];
const AMPLE_MS = 30_000;

describe.skipIf(!isInstalled('Xvfb') || !isInstalled('xclip'))('the clipboard of a real X server', () => {
  let display: string;
  let server: ReturnType<typeof spawn>;

  beforeAll(async () => {
    // It takes a display that is free, and writes its number.
    server = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = server.stdio[3] as NodeJS.ReadableStream;
    display = await new Promise<string>((resolve, reject) => {
      server.once('exit', () => reject(new Error('Xvfb has ended.')));
      number.once('data', (data: Buffer) => resolve(`:${data.toString().trim()}`));
    });
  });
  afterAll(() => {
    // What holds its clipboard ends with it.
    server?.kill();
  });

  /** xclip ends a moment before its child has the clipboard: it is asked until it has. */
  async function untilClipboardHas(text: string): Promise<void> {
    const read = ['-selection', 'clipboard', '-out'];
    for (let found: string | undefined; found !== text; ) {
      found = await run('xclip', read, { env: envOf(), maxBuffer: 10_000_000 }).then(
        ({ stdout }) => stdout,
        () => undefined,
      );
    }
  }
  // xsel wants a home for its log.
  const envOf = () => ({ PATH: process.env.PATH, HOME: process.env.HOME, DISPLAY: display });

  test.each(texts)('xclip: %s', async (_, text) => {
    const env = envOf();
    const sent: string[] = [];
    const copy = createClipboard({
      ...{ env, platform: 'linux', timeoutMs: AMPLE_MS },
      write: (sequence) => void sent.push(sequence),
    });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    await untilClipboardHas(text);
    expect(sent).toEqual([]);
  });

  test.skipIf(!isInstalled('xsel')).each(texts)('xsel: %s', async (_, text) => {
    const env = envOf();
    const xsel = desktopPrograms(env, 'linux').find(({ command }) => command === 'xsel')!;
    const { signal } = new AbortController();
    expect(await runClipboardProgram(xsel, text, { env, timeoutMs: AMPLE_MS, signal })).toBe(true);
    await untilClipboardHas(text);
  });
});

describe.skipIf(!isInstalled('tmux'))('a real tmux', () => {
  const socket = `atscope-clipboard-${process.pid}`;
  const tmux = async (...args: readonly string[]) =>
    (await run('tmux', ['-L', socket, '-f', '/dev/null', ...args], { maxBuffer: 10_000_000 })).stdout;
  let env: Record<string, string | undefined>;

  beforeAll(async () => {
    await tmux('new-session', '-d', '-s', 'main', 'cat');
    const [path, server, session] = (
      await tmux('display-message', '-p', '-t', 'main', '#{socket_path},#{pid},#{session_id}')
    )
      .trim()
      .split(',');
    env = { PATH: process.env.PATH, LANG: 'C.UTF-8', TMUX: `${path},${server},${session?.slice(1)}` };
  });
  afterAll(async () => {
    await tmux('kill-server').catch(() => {});
  });

  test.each(texts)('has it in its buffer, with its default settings: %s', async (_, text) => {
    const copy = createClipboard({ env, platform: 'linux', timeoutMs: AMPLE_MS, write: () => {} });
    expect(await copy(text)).toEqual({ kind: 'copied' });
    expect((await tmux('show-buffer')) === text).toBe(true);
  });

  test('that has ended leaves it to the terminal', async () => {
    const sent: string[] = [];
    const copy = createClipboard({
      env: { ...env, TMUX: '/nonexistent/socket,1,0' },
      ...{ platform: 'linux', timeoutMs: AMPLE_MS },
      write: (sequence) => void sent.push(sequence),
    });
    expect(await copy('left')).toEqual({ kind: 'sent' });
    expect(sent.join('')).toContain(Buffer.from('left').toString('base64'));
  });
});
