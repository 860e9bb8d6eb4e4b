import { describe, expect, test } from 'vitest';
import { readProxies } from '../../src/keep/proxies.js';

type Environment = Record<string, string>;

/** The way to an address in one word: `direct`, the proxy as `kind host`, or the problem. */
function way(env: Environment, url: string): string {
  const found = readProxies(env).wayTo(new URL(url));
  if (found.kind === 'proxy') return `${found.proxy.kind} ${found.proxy.host} by ${found.proxy.variable}`;
  return found.kind === 'unusable' ? found.problem : 'direct';
}

const upper = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2', ALL_PROXY: 'http://all:3' };

describe('the way to an address', () => {
  test.each<[Environment, string, string]>([
    [{}, 'https://a.example', 'direct'],
    [upper, 'https://a.example', 'http secure:2 by HTTPS_PROXY'],
    [upper, 'wss://a.example', 'http secure:2 by HTTPS_PROXY'],
    [upper, 'http://a.example', 'http plain:1 by HTTP_PROXY'],
    [upper, 'ws://a.example', 'http plain:1 by HTTP_PROXY'],
    [{ ...upper, https_proxy: 'http://lower:4' }, 'https://a.example', 'http lower:4 by https_proxy'],
    [{ ...upper, http_proxy: 'http://lower:4' }, 'https://a.example', 'http secure:2 by HTTPS_PROXY'],
    [{ ...upper, all_proxy: 'http://lower:4' }, 'https://a.example', 'http secure:2 by HTTPS_PROXY'],
    [{ ALL_PROXY: 'http://all:3', all_proxy: 'http://lower:4' }, 'wss://a', 'http lower:4 by all_proxy'],
    [{ ALL_PROXY: 'http://all:3' }, 'http://a.example', 'http all:3 by ALL_PROXY'],
    [{ ALL_PROXY: 'http://all:3' }, 'wss://a.example', 'http all:3 by ALL_PROXY'],
    [{ HTTP_PROXY: 'http://plain:1' }, 'https://a.example', 'direct'],
    [{ HTTP_PROXY: 'http://plain:1' }, 'wss://a.example', 'direct'],
    [{ HTTPS_PROXY: 'http://secure:2' }, 'http://a.example', 'direct'],
    [{ HTTP_PROXY: 'http://plain:1', all_proxy: 'socks5://all:3' }, 'https://a', 'socks5 all:3 by all_proxy'],
    // An empty one says that there is to be none.
    [{ ...upper, https_proxy: '' }, 'https://a.example', 'direct'],
    [{ HTTPS_PROXY: ' ', ALL_PROXY: 'http://all:3' }, 'https://a.example', 'direct'],
    [{ NO_PROXY: '*' }, 'https://a.example', 'direct'],
  ])('with %j to %s: %s', (env, url, expected) => {
    expect(way(env, url)).toBe(expected);
  });

  test.each([
    'http://localhost:1',
    'https://LOCALHOST.',
    'ws://pds.localhost',
    'http://127.0.0.1',
    'wss://127.9.9.9:8080',
    'http://2130706433',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'http://0.0.0.0:3000',
  ])('to %s never leads through a proxy', (url) => {
    expect(way(upper, url)).toBe('direct');
  });
});

describe('a proxy', () => {
  test.each([
    ['proxy.example:3128', 'http proxy.example:3128'],
    ['proxy.example', 'http proxy.example:80'],
    ['10.0.0.1:8080', 'http 10.0.0.1:8080'],
    ['http://proxy.example/', 'http proxy.example:80'],
    ['HTTP://PROXY.example:80', 'http proxy.example:80'],
    ['https://proxy.example', 'https proxy.example:443'],
    ['socks5://proxy.example', 'socks5 proxy.example:1080'],
    ['socks5h://proxy.example:9050', 'socks5 proxy.example:9050'],
    ['socks://127.0.0.1:9050', 'socks5 127.0.0.1:9050'],
    ['http://[::1]:3128', 'http [::1]:3128'],
    [' http://proxy.example:1 ', 'http proxy.example:1'],
    ['http://me:secret@proxy.example:1', 'http proxy.example:1'],
    ['me:secret@proxy.example:1', 'http proxy.example:1'],
  ])('may be written %s', (value, expected) => {
    expect(way({ HTTPS_PROXY: value }, 'https://a.example')).toBe(`${expected} by HTTPS_PROXY`);
  });

  test.each([
    'http://',
    'http://me:secret@',
    'socks4://proxy.example',
    'ftp://me:secret@proxy.example',
    'http://me:secret@proxy:99999',
    'http://me:secret@pro xy',
    'http//secret',
  ])('that is %s is named by its variable and not by its value', (value) => {
    const said = way({ https_proxy: value }, 'https://a.example');
    expect(said).toBe(
      'https_proxy in the environment is not a proxy such as http://proxy.example:3128 or socks5://proxy.example:1080',
    );
    expect(way({ https_proxy: value }, 'http://a.example')).toBe('direct');
  });

  test.each([
    ['http://me:secret@proxy', { name: 'me', password: 'secret' }],
    ['http://me@proxy', { name: 'me', password: '' }],
    ['http://m%40e:s%3Ac%2Fret@proxy', { name: 'm@e', password: 's:c/ret' }],
    ['http://me:100%@proxy', { name: 'me', password: '100%' }],
    ['http://proxy', undefined],
  ])('%s is told who one is', (value, user) => {
    const found = readProxies({ https_proxy: value }).wayTo(new URL('https://a.example'));
    expect(found).toMatchObject({ kind: 'proxy' });
    expect(found.kind === 'proxy' && found.proxy.user).toEqual(user);
  });
});

describe('NO_PROXY', () => {
  test.each([
    ['a.example', 'https://a.example'],
    ['a.example', 'https://b.a.example'],
    ['A.Example.', 'https://a.example.'],
    ['.a.example', 'https://a.example'],
    ['.a.example', 'https://b.a.example'],
    ['*.a.example', 'https://b.a.example'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['x, a.example', 'https://a.example'],
    ['x a.example', 'wss://a.example'],
    ['a.example:8443', 'https://a.example:8443'],
    ['a.example:443', 'wss://a.example'],
    ['a.example:80', 'http://a.example'],
    ['*', 'https://a.example'],
    ['b.example,*', 'https://a.example'],
    ['*:443', 'https://a.example'],
    ['10.0.0.0/8', 'https://10.1.2.3'],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]'],
    ['10.1.2.3:8443', 'https://10.1.2.3:8443'],
    ['fd00::/8', 'https://[fd00::1]'],
    ['fd00::1', 'https://[fd00::1]:8443'],
    ['[fd00::1]', 'https://[fd00::1]'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ])('of %s is for %s', (list, url) => {
    expect(way({ ...upper, NO_PROXY: list }, url)).toBe('direct');
  });

  test.each([
    ['a.example', 'https://ba.example'],
    ['*.a.example', 'https://a.example'],
    ['a.example:8443', 'https://a.example'],
    ['[fd00::1]:8443', 'https://[fd00::1]'],
    ['*:8443', 'https://a.example'],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['10.0.0.0/8', 'https://a.example'],
    ['', 'https://a.example'],
    [',,', 'https://a.example'],
    ['nonsense/99', 'https://nonsense'],
  ])('of %j is not for %s', (list, url) => {
    expect(way({ ...upper, NO_PROXY: list }, url)).toBe('http secure:2 by HTTPS_PROXY');
  });

  test('in lower case goes before the one in upper case, also where it is empty', () => {
    const url = 'https://a.example';
    expect(way({ ...upper, NO_PROXY: '*', no_proxy: 'b.example' }, url)).toContain('secure:2');
    expect(way({ ...upper, NO_PROXY: '*', no_proxy: '' }, url)).toContain('secure:2');
  });
});
