import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hang, upstream } from '../faults/answers.js';
import { deferred } from '../support/deferred.js';
import { describeRepo, faultStage, listRecords, posts } from '../support/terminal/faults.js';
import { openTerminal } from '../support/terminal/terminal.js';

const stage = faultStage();
const program = new URL('../../dist/atscope.js', import.meta.url).pathname;
const alternateScreen = '\x1b[?1049h';

describe('sizes', () => {
  test('50 of them while it loads: the last one is drawn, and what was loading arrives', async () => {
    const resized = deferred<void>();
    const { urls } = await stage.faulty({
      pds: {
        [listRecords]: async () => {
          await resized.promise;
          return upstream();
        },
      },
    });
    await stage.open(urls, posts);
    await stage.waitForIn('list', /loading …/);
    for (let round = 0; round < 50; round++) {
      stage.terminal.resize(1 + ((round * 37) % 170), 1 + ((round * 13) % 55));
    }
    stage.terminal.resize(160, 48);
    resized.resolve();
    await stage.waitForIn('list', /of 100 loaded/);
    await stage.terminal.waitFor(({ screen }) => {
      const rows = screen();
      return rows.slice(0, -1).every((row) => /^[│╭╰├].*[│╮╯┤]$/.test(row)) && rows[0]!.includes('1 Profile');
    });
    await stage.goesOnAndEnds();
  });

  test('1×1: it runs, q ends it', async () => {
    await stage.open(stage.network, 'alice.test', { columns: 1, rows: 1 });
    await stage.terminal.waitFor(({ isAlternate }) => isAlternate());
    await stage.ends();
  });

  test('1×1 and then larger: all is there', async () => {
    await stage.open(stage.network, posts, { columns: 1, rows: 1 });
    await stage.terminal.waitFor(({ isAlternate }) => isAlternate());
    stage.terminal.write('jjj');
    stage.terminal.resize(160, 48);
    await stage.waitForIn('list', /of 100 loaded/);
    stage.terminal.resize(1, 1);
    stage.terminal.resize(160, 48);
    await stage.goesOnAndEnds();
  });
});

describe('signals while it loads', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('%s: the terminal is given back, the exit code is %i, and the place is remembered', async (signal, exitCode) => {
    const home = await stage.home('{}');
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: hang() } });
    await stage.open(urls, posts, { home });
    await stage.terminal.waitFor(({ text }) => pds.count(listRecords) === 1 && text().includes('loading …'));
    await stage.terminal.kill(signal);
    expect(await stage.terminal.waitForExit()).toMatchObject({ exitCode });
    expect(await stage.terminal.leftBehind()).toEqual([]);
    expect(await readFile(join(home, 'atscope', 'recents.json'), 'utf8')).toContain('app.bsky.feed.post');
  });

  test('what is noted at the last moment is written, too', async () => {
    const home = await stage.home('{}');
    const { pds, urls } = await stage.faulty({ pds: { [listRecords]: hang() } });
    await stage.open(urls, posts, { home });
    // A place is kept once its account is known to be there, and its collections are asked for after that.
    await stage.terminal.waitFor(() => pds.count(describeRepo) > 0);
    await stage.waitForIn('list', /loading …/);
    stage.terminal.press('f');
    await stage.terminal.waitFor('followers of alice.test');
    await stage.terminal.kill('SIGTERM');
    await stage.terminal.waitForExit();
    expect(await readFile(join(home, 'atscope', 'recents.json'), 'utf8')).toContain('followers');
  });
});

test('standard input closed while it loads: it ends by itself, says why, and the terminal is whole', async () => {
  const { urls } = await stage.faulty({ pds: { [listRecords]: hang() } });
  // Opened first: of a terminal that is there already, it would inherit the other end, and so keep it open.
  const terminal = stage.take(
    await openTerminal({
      command: 'sh',
      args: [
        '-c',
        'read -r tty; exec node "$0" "$@" < "$tty"',
        program,
        posts,
        ...['--plc', urls.plc, '--appview', urls.appview],
      ],
      columns: 160,
      rows: 48,
    }),
  );
  const keyboard = await openTerminal({ command: 'sh', args: ['-c', 'tty; exec cat'] });
  try {
    await keyboard.waitFor(/\/dev\/\S+/);
    terminal.write(`${/\/dev\/\S+/.exec(keyboard.text())![0]}\r`);
    await stage.waitForIn('list', /loading …/);
    await keyboard.close();
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 1, signal: 0 });
    expect(await terminal.leftBehind()).toEqual([]);
    expect(terminal.text()).toMatch(/^atscope: standard input was closed\.$/im);
  } finally {
    await keyboard.close();
  }
});

describe('what is no terminal', () => {
  test.each([
    ['input', '< /dev/null', /^atscope: standard input is not a terminal, .*\.$/],
    ['input (a pipe)', 'echo | ', /^atscope: standard input is not a terminal, .*\.$/],
    ['output', '> "$HOME/out"', /^atscope: standard output is not a terminal, .*\.$/],
    ['output (a pipe)', '| cat', /^atscope: standard output is not a terminal, .*\.$/],
  ])('standard %s: one line on stderr, exit code 2, nothing drawn', async (_, redirection, sentence) => {
    const run = `node ${program} alice.test 2> "$HOME/err"; echo code $? > "$HOME/code"`;
    const command = redirection.startsWith('echo')
      ? `${redirection} { ${run}; }`
      : `{ ${run}; } ${redirection}`;
    const terminal = stage.take(
      await openTerminal({ command: 'sh', args: ['-c', `touch "$HOME/out"; ${command}`] }),
    );
    await terminal.waitForExit();
    expect(await readFile(join(terminal.home, 'code'), 'utf8')).toBe('code 2\n');
    expect((await readFile(join(terminal.home, 'err'), 'utf8')).replace(/\n$/, '')).toMatch(sentence);
    expect(await readFile(join(terminal.home, 'out'), 'utf8')).toBe('');
    expect(terminal.raw).toBe('');
    expect(await terminal.leftBehind()).toEqual([]);
  });
});

describe('a command line that cannot be used', () => {
  test.each([
    ['not an address', /^atscope: .*not an address.* has a space in it/],
    [
      'https://example.com/profile',
      /^atscope: .*example\.com.* is not a place on the AT Protocol: type a handle/,
    ],
    ['did:plc:', /^atscope: .*did:plc:” is not a DID/],
    ['alice.test/no nsid', /^atscope: “no nsid” is not a collection/],
    ['\x1b]52;c;aGk=\x07', /^atscope: “\]52;c;aGk=” has no dot/],
    ['--nothing', /^atscope: .*--nothing.*\.$/],
  ])('%j: a sentence, exit code 2, nothing drawn', async (address, sentence) => {
    const terminal = await stage.open(stage.network, address, { columns: 300 });
    expect(await terminal.waitForExit()).toMatchObject({ exitCode: 2 });
    expect(terminal.text().trim()).toMatch(sentence);
    expect(terminal.raw).not.toContain(alternateScreen);
    expect(terminal.raw).not.toContain('\x1b');
    expect(await terminal.leftBehind()).toEqual([]);
  });
});
