import { describe, expect, it } from 'vitest';
import { hostPolicy, isLoopback, isPublicAddress } from '../../../src/atproto/calls/host-policy.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';

const publicNetwork = hostPolicy(['https://public.api.bsky.app', 'https://plc.directory']);
const testNetwork = hostPolicy(['http://127.0.0.1:2584', 'http://localhost:2582/']);

function refusal(policy: typeof publicNetwork, url: string): string | undefined {
  try {
    policy.check(new URL(url));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(XrpcError);
    expect((error as XrpcError).failure).toBe('refused');
    return (error as XrpcError).message;
  }
}

describe('on the public network', () => {
  it.each([
    'http://127.0.0.1',
    'https://127.0.0.1:2583',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://0.0.0.0',
    'https://169.254.169.254',
    'https://10.1.2.3',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://100.100.100.200',
    'https://255.255.255.255',
    'https://224.0.0.1',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:a9fe:a9fe]',
    'https://[::127.0.0.1]',
    'https://[64:ff9b::10.0.0.1]',
    'https://[64:ff9b:1::1]',
    'https://[fe80::1]',
    'https://[fd00:ec2::254]',
    'https://[2002:7f00:1::]',
    'https://localhost',
    'https://localhost.',
    'https://pds.localhost:2583',
    'https://intranet',
    'https://printer.local',
    'https://metadata.google.internal',
  ])('%s is refused', (url) => {
    expect(refusal(publicNetwork, url)).toMatch(
      /was not contacted: it is a private address, and the configured services are public\. `allowPrivateHosts` in settings\.json lets it through$/,
    );
  });

  it.each([
    ['http://pds.example.com', 'it is not https'],
    ['https://user:secret@pds.example.com', 'it carries a user name'],
    ['file:///etc/passwd', 'only https is followed'],
    ['ftp://pds.example.com', 'only https is followed'],
  ])('%s is refused: %s', (url, reason) => {
    const message = refusal(publicNetwork, url);
    expect(message).toContain(reason);
    expect(message).not.toContain('secret');
  });

  it.each([
    'https://morel.us-east.host.bsky.network',
    'https://pds.example.com:8443',
    'https://8.8.8.8',
    'https://172.32.0.1',
    'https://[2606:4700:4700::1111]',
    'https://[64:ff9b::8.8.8.8]',
    'https://localhost.example.com',
  ])('%s may be followed', (url) => {
    expect(refusal(publicNetwork, url)).toBeUndefined();
  });

  it('is asked again about the IP that a name resolved to', () => {
    expect(publicNetwork.allowsAddress('127.0.0.1')).toBe(false);
    expect(publicNetwork.allowsAddress('fe80::1%eth0')).toBe(false);
    expect(publicNetwork.allowsAddress('::ffff:192.168.0.1')).toBe(false);
    expect(publicNetwork.allowsAddress('not an address')).toBe(false);
    expect(publicNetwork.allowsAddress('1.1.1.1')).toBe(true);
    expect(publicNetwork.allowsAddress('::ffff:1.1.1.1')).toBe(true);
  });
});

describe('when all configured services are private', () => {
  it('private addresses and plain http may be followed', () => {
    expect(testNetwork.private).toBe(true);
    expect(refusal(testNetwork, 'http://localhost:2583')).toBeUndefined();
    expect(refusal(testNetwork, 'http://127.0.0.1:2583')).toBeUndefined();
    expect(testNetwork.allowsAddress('127.0.0.1')).toBe(true);
  });

  it('one public service among them makes the network public', () => {
    const mixed = hostPolicy(['http://127.0.0.1:2584', 'https://plc.directory']);
    expect(mixed.private).toBe(false);
    expect(refusal(mixed, 'http://127.0.0.1:2583')).toContain('private address');
  });
});

describe('with allowPrivateHosts', () => {
  const services = ['https://public.api.bsky.app', 'https://plc.directory'];
  const letting = (...allow: string[]) =>
    hostPolicy(services, { allow, settingsFile: '/home/me/settings.json' });

  it.each([
    ['10.0.0.5', 'https://10.0.0.5'],
    ['10.0.0.5', 'http://10.0.0.5:2583'],
    ['10.0.0.5', 'https://0xa.5'],
    ['10.0.0.5', 'https://012.0.0.5'],
    ['10.0.0.5', 'https://167772165'],
    ['10.0.0.5', 'https://[::ffff:10.0.0.5]'],
    ['::ffff:10.0.0.5', 'https://10.0.0.5'],
    ['10.0.0.0/8', 'https://[64:ff9b::10.0.0.5]'],
    ['0xa.5', 'https://10.0.0.5'],
    ['fd00::/8', 'https://[fd12::1]'],
    ['FE80::1%eth0', 'https://[fe80::1]'],
    ['localhost', 'http://LOCALHOST.:2583'],
    ['Intranet', 'https://intranet'],
    ['*.corp.internal', 'https://pds.corp.internal'],
    ['*', 'http://127.0.0.1'],
    ['*', 'https://anything.local'],
  ])('%s lets %s through', (entry, url) => {
    expect(refusal(letting(entry), url)).toBeUndefined();
  });

  it.each([
    ['10.0.0.5', 'https://10.0.0.6'],
    ['10.0.0.0/8', 'https://192.168.0.1'],
    ['10.0.0.0/8', 'https://[fd00::1]'],
    ['fd00::/8', 'https://10.0.0.1'],
    ['*.corp.internal', 'https://corp.internal'],
    ['corp.internal', 'https://pds.corp.internal'],
    ['*.internal', 'https://pds.internal.local'],
    ['', 'https://10.0.0.1'],
    ['10.0.0.0/33', 'https://10.0.0.1'],
  ])('%j does not let %s through, and the refusal names the setting and its file', (entry, url) => {
    expect(refusal(letting(entry), url)).toMatch(
      /private address.*\. `allowPrivateHosts` in settings\.json \(\/home\/me\/settings\.json\) lets it through$/,
    );
  });

  it('lets no other rule off: a host of the public network is asked over https only, and without a user name', () => {
    for (const policy of [letting('*'), letting('pds.example.com', '198.18.0.0/15')]) {
      expect(refusal(policy, 'http://pds.example.com')).toContain('it is not https');
      expect(refusal(policy, 'https://me@10.0.0.1')).toContain('it carries a user name');
      expect(refusal(policy, 'file:///etc/passwd')).toContain('only https is followed');
      expect(policy.private).toBe(false);
    }
  });

  it('counts for what a name leads to', () => {
    const fakeIps = letting('198.18.0.0/15', 'fd00::/8');
    expect(fakeIps.allowsAddress('198.18.3.4', 'pds.example.com')).toBe(true);
    expect(fakeIps.allowsAddress('::ffff:198.19.255.255', 'pds.example.com')).toBe(true);
    expect(fakeIps.allowsAddress('fd00::1%eth0', 'pds.example.com')).toBe(true);
    expect(fakeIps.allowsAddress('198.20.0.0', 'pds.example.com')).toBe(true);
    expect(fakeIps.allowsAddress('10.0.0.1', 'pds.example.com')).toBe(false);
    expect(fakeIps.allowsAddress('127.0.0.1', 'pds.example.com')).toBe(false);
  });

  it('lets a name that it lists lead anywhere, and no other', () => {
    expect(letting('*.example.com').allowsAddress('10.0.0.1', 'PDS.example.com.')).toBe(true);
    expect(letting('*.example.com').allowsAddress('10.0.0.1', 'example.com')).toBe(false);
    expect(letting('bücher.example').allowsAddress('10.0.0.1', 'xn--bcher-kva.example')).toBe(true);
  });

  it('leaves a name of a house to its lookup where addresses are listed', () => {
    const company = letting('10.0.0.0/8');
    expect(refusal(company, 'https://pds.corp.internal')).toBeUndefined();
    expect(company.allowsAddress('10.1.2.3', 'pds.corp.internal')).toBe(true);
    expect(company.allowsAddress('192.168.1.1', 'pds.corp.internal')).toBe(false);
    expect(refusal(company, 'http://pds.corp.internal')).toContain('it is not https');
  });
});

describe('isLoopback', () => {
  it.each([
    'http://localhost:2583',
    'http://pds.localhost/',
    'http://127.0.0.1',
    'http://127.3.2.1:1',
    'http://[::1]:8080',
    'http://2130706433',
  ])('%s is this machine', (url) => {
    expect(isLoopback(new URL(url))).toBe(true);
  });
  it.each([
    'https://bsky.social',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'http://127.example.com',
    'http://[::2]',
  ])('%s is another one', (url) => {
    expect(isLoopback(new URL(url))).toBe(false);
  });
});

describe('isPublicAddress', () => {
  it.each([
    '203.0.113.7',
    '192.0.0.8',
    '192.0.2.1',
    '198.19.0.1',
    '2001:db8::1',
    '2001::1',
    '3fff::1',
    'ff02::1',
    '',
  ])('%j is not public', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });
});
