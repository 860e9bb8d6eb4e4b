import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.js';

describe('the command line', () => {
  test('names an address, services and a config folder', () => {
    expect(
      parseCommandLine(
        [
          '--appview',
          'http://localhost:2584',
          'alice.test',
          '--plc=http://localhost:2582/',
          '--config-dir',
          '/c',
        ],
        {},
      ),
    ).toEqual({
      kind: 'run',
      address: 'alice.test',
      appview: 'http://localhost:2584',
      plc: 'http://localhost:2582',
      streams: undefined,
      watch: false,
      as: undefined,
      service: undefined,
      configDir: '/c',
    });
  });

  test('may be empty: the rest is up to the settings', () => {
    expect(parseCommandLine([], {})).toEqual({
      kind: 'run',
      address: undefined,
      appview: undefined,
      plc: undefined,
      streams: undefined,
      watch: false,
      as: undefined,
      service: undefined,
      configDir: undefined,
    });
  });

  test('names streams, to be tried in turn, and starts a watch', () => {
    const first = 'wss://jetstream.test/subscribe';
    const second = 'wss://pds.test/xrpc/com.atproto.sync.subscribeRepos';
    const read = parseCommandLine(['a.test', '--watch', '--stream', first, '--stream', second], {});
    expect(read).toMatchObject({ address: 'a.test', streams: [first, second], watch: true });
    expect(parseCommandLine(['--stream', first, 'a.test'], {})).toMatchObject({
      streams: [first],
      address: 'a.test',
    });
  });

  test('names private hosts that may be led to, for the screen and for the verbs', () => {
    const given = ['--allow-private-hosts', '10.0.0.0/8, *.corp', '--allow-private-hosts=fd00::1'];
    for (const argv of [given, [...given, 'history', 'a.test'], ['history', 'a.test', ...given]]) {
      expect(parseCommandLine(argv, {})).toMatchObject({
        allowPrivateHosts: ['10.0.0.0/8', '*.corp', 'fd00::1'],
      });
    }
  });

  test('names who to start as, and where to sign in', () => {
    expect(parseCommandLine(['--as', 'bob.test', '--service', 'http://pds.test/'], {})).toMatchObject({
      kind: 'run',
      address: undefined,
      as: 'bob.test',
      service: 'http://pds.test',
    });
  });

  test('signs in and out by commands of their own, with the services before or behind them', () => {
    const places = { appview: 'http://a.test', plc: 'http://p.test', configDir: '/c' };
    const options = ['--appview', places.appview, '--plc', places.plc, '--config-dir', places.configDir];
    const login = { kind: 'login', account: 'bob@mail.test', service: 'http://pds.test', ...places };
    expect(
      parseCommandLine(['login', 'bob@mail.test', '--service', 'http://pds.test', ...options], {}),
    ).toEqual(login);
    expect(
      parseCommandLine([...options, 'login', '--service', 'http://pds.test', 'bob@mail.test'], {}),
    ).toEqual(login);
    expect(parseCommandLine(['logout', 'bob.test', ...options], {})).toEqual({
      kind: 'logout',
      account: 'bob.test',
      ...places,
    });
    expect(parseCommandLine(['logout', 'bob.test'], { ATSCOPE_CONFIG_DIR: '/env' })).toMatchObject({
      configDir: '/env',
    });
  });

  test.each([
    [['login', 'bob.test'], { account: 'bob.test', way: undefined }],
    [['login'], { account: undefined, way: undefined }],
    [['login', '--oauth'], { account: undefined, way: 'read' }],
    [['login', 'bob.test', '--write'], { account: 'bob.test', way: 'write' }],
    [['login', '--oauth', '--write', 'bob.test'], { account: 'bob.test', way: 'write' }],
    [['login', '--app-password', 'bob.test'], { account: 'bob.test', way: 'password' }],
  ])('%j signs in in a way', (argv, line) => {
    expect(parseCommandLine(argv, {})).toMatchObject({ kind: 'login', ...line });
  });

  test('prints the history of an account, named by any address', () => {
    expect(parseCommandLine(['history', '@alice.test', '--config-dir', '/c'], {})).toEqual({
      kind: 'history',
      address: '@alice.test',
      json: false,
      appview: undefined,
      plc: undefined,
      configDir: '/c',
    });
    for (const argv of [
      ['history', '--json', 'a.test'],
      ['history', 'a.test', '--json'],
    ]) {
      expect(parseCommandLine(argv, {})).toMatchObject({ kind: 'history', address: 'a.test', json: true });
    }
    expect(parseCommandLine(['history'], {})).toMatchObject({ kind: 'usage' });
    expect(parseCommandLine(['history.test'], {})).toMatchObject({ kind: 'run', address: 'history.test' });
    const twice = parseCommandLine(['history', 'a.test', 'b.test'], {});
    expect(twice).toEqual({ kind: 'usage', message: expect.stringContaining('one address only') });
  });

  test('puts records, from a file or from standard input, by rules', () => {
    const rules = { swap: undefined, force: false, validate: undefined, dryRun: false, files: undefined };
    const put = { kind: 'put', address: 'a.test', file: undefined, ...rules, yes: false, json: false };
    for (const [argv, read] of [
      [['a.test'], {}],
      [['a.test', '-'], { file: '-' }],
      [['--swap', 'bafy', 'a.test', 'post.json'], { swap: 'bafy', file: 'post.json' }],
      [['a.test', '--force', '--yes', '--json'], { force: true, yes: true, json: true }],
      [['a.test', '--validate', '--dry-run'], { validate: true, dryRun: true }],
      [['a.test', '--no-validate', '--files=photos'], { validate: false, files: 'photos' }],
    ] as const) {
      expect(parseCommandLine(['put', ...argv], {})).toMatchObject({ ...put, ...read });
    }
    for (const argv of [['put'], ['put', 'a.test', 'a', 'b'], ['put', 'a.test', '--swap']]) {
      expect(parseCommandLine(argv, {})).toMatchObject({ kind: 'usage' });
    }
  });

  test('deletes what addresses name', () => {
    const rm = { kind: 'rm', yes: false, swap: undefined, dryRun: false, json: false };
    for (const [argv, read] of [
      [['archive:a.test'], { addresses: ['archive:a.test'] }],
      [
        ['at://a.test/b.c.d/e', 'at://a.test/b.c.d/f', '--yes'],
        { addresses: ['at://a.test/b.c.d/e', 'at://a.test/b.c.d/f'], yes: true },
      ],
      [['-', '--dry-run'], { addresses: ['-'], dryRun: true }],
      [['at://a.test/b.c.d/e', '--swap', 'bafy', '--json'], { swap: 'bafy', json: true }],
    ] as const) {
      expect(parseCommandLine(['rm', ...argv], {})).toMatchObject({ ...rm, ...read });
    }
    expect(parseCommandLine(['rm'], {})).toMatchObject({ kind: 'usage' });
  });

  test('login and logout are commands only where the address would be first', () => {
    expect(parseCommandLine(['login.test'], {})).toMatchObject({ kind: 'run', address: 'login.test' });
    expect(parseCommandLine(['login', '--help'], {})).toMatchObject({
      kind: 'print',
      text: expect.stringContaining('Usage: atscope login [options] [account]'),
    });
  });

  test('goes before ATSCOPE_CONFIG_DIR, and an empty ATSCOPE_CONFIG_DIR is none', () => {
    function configDir(argv: string[], value: string) {
      const read = parseCommandLine(argv, { ATSCOPE_CONFIG_DIR: value });
      return read.kind === 'run' ? read.configDir : read;
    }
    expect(configDir([], '/from-env')).toBe('/from-env');
    expect(configDir(['--config-dir', '/from-line'], '/from-env')).toBe('/from-line');
    expect(configDir([], '')).toBeUndefined();
  });

  test('takes an address that is a whole at:// URI', () => {
    const uri = 'at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3kl';
    expect(parseCommandLine([uri], {})).toMatchObject({ kind: 'run', address: uri });
  });

  test.each([['--help'], ['-h'], ['--help', 'alice.test']])('prints help for %s %s', (...argv) => {
    const read = parseCommandLine(argv.filter(Boolean), {});
    expect(read.kind).toBe('print');
    const text = read.kind === 'print' ? read.text : '';
    for (const part of [
      'Usage: atscope [options] [address]',
      '--appview <url>',
      'https://public.api.bsky.app',
      '--plc <url>',
      'https://plc.directory',
      '--config-dir <dir>',
      '--as <account>',
      '--service <url>',
      'login [options] [account]',
      'logout [options] <account>',
      'ATSCOPE_CONFIG_DIR',
      'NO_COLOR',
      'Exit codes: 0',
    ]) {
      expect(text).toContain(part);
    }
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('prints the version, and only that', () => {
    expect(parseCommandLine(['--version'], {})).toEqual({ kind: 'print', text: 'development\n' });
  });

  test.each([
    [['alice.test', 'bob.test'], 'give one address only'],
    [['--apview', 'https://a.test'], "unknown option '--apview' (did you mean --appview?)"],
    [['--appview'], "option '--appview <url>' argument missing"],
    [['--appview', 'api.test'], '--appview: "api.test" is not the web address of a service'],
    [['--appview', 'wss://api.test'], '--appview: "wss://api.test" is not the web address of a service'],
    [['--appview', ''], '--appview: "" is not the web address of a service'],
    [['--plc', 'https://plc.test/did:plc:abc'], 'has more than a host: https://plc.test would do'],
    [['--stream', 'https://stream.test'], '--stream: '],
    [['login', '--app-password'], 'an app password is of one account: name it'],
    [['login', '--app-password', '--write', 'bob.test'], "option '--app-password' cannot be used with"],
    [['login', 'bob.test', 'hunter2'], 'a password cannot be an argument'],
    [['login', 'bob.test', '--watch'], "unknown option '--watch'"],
    [['login', 'bob.test', '--service', 'pds.test'], '--service: "pds.test" is not the web address'],
    [['logout', 'bob.test', '--service', 'https://pds.test'], "unknown option '--service'"],
    [['--allow-private-hosts', '10.0.0.0/8,10/8'], '--allow-private-hosts: "10/8" is no host name'],
    [['--allow-private-hosts', ''], '--allow-private-hosts: "" is no host name'],
    [['--as'], "option '--as <account>' argument missing"],
    [['--plc', 'https://me:secret@plc.test'], 'holds a user name or a password'],
  ])('refuses %j in one sentence', (argv, part) => {
    const read = parseCommandLine(argv, {});
    expect(read).toEqual({ kind: 'usage', message: expect.stringContaining(part) });
    expect(read).toEqual({
      kind: 'usage',
      message: expect.stringMatching(/^atscope: [^\n]+\. See atscope --help\.$/),
    });
  });
});

describe('ls and cat', () => {
  test('take an address, and ls which rows and columns', () => {
    expect(parseCommandLine(['cat', 'alice.test', '--config-dir', '/c'], {})).toEqual({
      kind: 'cat',
      address: 'alice.test',
      configDir: '/c',
    });
    const given = ['--limit', '500', '--reverse', '--filter', 'a b', '--columns', 'when, text', '--json'];
    expect(parseCommandLine(['ls', 'alice.test/followers', ...given, '--as', 'bob.test'], {})).toMatchObject({
      kind: 'ls',
      address: 'alice.test/followers',
      limit: 500,
      all: false,
      reverse: true,
      filter: 'a b',
      columns: ['when', 'text'],
      json: true,
      as: 'bob.test',
    });
    expect(parseCommandLine(['ls', 'alice.test/followers'], {})).toMatchObject({
      limit: undefined,
      columns: undefined,
      json: false,
    });
  });

  test.each([
    [['--limit', '0'], '--limit: "0" is no number of rows, such as 500'],
    [['--limit', '1e3'], '--limit: "1e3" is no number of rows, such as 500'],
    [['--columns', ' , '], '--columns: it names no column'],
    [['bob.test'], 'give one address only'],
  ])('refuse %j in a sentence', (more, sentence) => {
    expect(parseCommandLine(['ls', 'alice.test', ...more], {})).toEqual({
      kind: 'usage',
      message: `atscope: ${sentence}. See atscope --help.`,
    });
  });
});
