import { describe, expect, test } from 'vitest';
import { embeddedIPv4, hostEntryProblem, hostList } from '../../src/keep/host-list.js';

describe('an entry of a list of hosts', () => {
  test.each([
    '*',
    ' * ',
    'localhost',
    'PDS.Example.COM.',
    'bücher.example',
    'my_host.corp',
    '*.corp',
    '*.BÜCHER.example',
    '10.0.0.1',
    '10.1',
    '0x7f.1',
    '[::1]',
    '::1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '0.0.0.0/0',
    '10.0.0.9/8',
    '::/0',
    '[fd00::]/8',
    '::ffff:10.0.0.0/104',
  ])('may be %j', (text) => {
    expect(hostEntryProblem(text)).toBeUndefined();
  });

  test.each([
    ['', ''],
    [' ', ''],
    ['*.', ''],
    ['*.10.0.0.1', ''],
    ['pds.*', ''],
    ['*corp', ''],
    ['**', ''],
    ['a b', ''],
    ['10.0.0.256', ''],
    ['10.0.0.0/33', ''],
    ['10.0.0.0/', ''],
    ['10/8', ''],
    ['fd00::/129', ''],
    ['corp/8', ''],
    ['10.0.0.0/255.0.0.0', ''],
    ['10.0.0.1-10.0.0.9', ''],
    ['pds.corp:8443', ': pds.corp would do'],
    ['https://pds.corp', ': pds.corp would do'],
    ['http://[::1]:80/', ': [::1] would do'],
  ])('is not %j', (text, meant) => {
    expect(hostEntryProblem(text)).toBe(
      `is no host name, *.suffix, IP address, network such as 198.18.0.0/15, or *${meant}`,
    );
  });
});

describe('a list of hosts', () => {
  test.each([
    ['10.0.0.9/8', '10.255.255.255'],
    ['0.0.0.0/0', '1.2.3.4'],
    ['::ffff:10.0.0.0/104', '10.9.9.9'],
    ['10.0.0.0/8', '::ffff:a00:1'],
    ['10.0.0.0/8', '[::FFFF:10.0.0.1]'],
    ['::1', '[0:0:0:0:0:0:0:1]'],
    ['fe80::/10', 'fe80::1%en0'],
    ['10.1', '10.0.0.1'],
    ['0.0.0.0', '::ffff:0:0'],
    ['*.corp', 'a.b.corp.'],
    ['localhost', 'localhost.'],
  ])('of %s holds %s', (entry, host) => {
    expect(hostList([entry]).holds(host)).toBe(true);
  });

  test.each([
    ['10.0.0.0/8', '11.0.0.0'],
    ['0.0.0.0/0', 'pds.example'],
    ['0.0.0.0/0', '::1'],
    ['*.corp', 'corp'],
    ['*.corp', 'xcorp'],
    ['localhost', 'pds.localhost'],
    ['10.0.0.1', '10.0.0.1.example'],
    ['nonsense/8', 'nonsense'],
    ['a', ''],
  ])('of %s does not hold %s', (entry, host) => {
    expect(hostList([entry]).holds(host)).toBe(false);
  });

  test('of none holds nothing', () => {
    expect(hostList([]).holds('localhost')).toBe(false);
  });
});

test.each([
  ['::ffff:0.0.0.0', '0.0.0.0'],
  ['::ffff:1.0.0.0', '1.0.0.0'],
  ['::ffff:0.0.0.1', '0.0.0.1'],
  ['64:ff9b::', '0.0.0.0'],
  ['64:ff9b::8.8.8.8', '8.8.8.8'],
  ['::8.8.8.8', undefined],
  ['8.8.8.8', undefined],
])('%s stands for %s', (ip, inner) => {
  expect(embeddedIPv4(ip)).toBe(inner);
});
