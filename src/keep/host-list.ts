import { BlockList, isIP, isIPv4 } from 'node:net';

/** Hosts by name, by the names below a suffix, by IP address and by network. */
export interface HostList {
  /** Whether a host is on it: a name or an IP address, as `URL.hostname` or a lookup gives it. */
  holds(host: string): boolean;
  /** Whether there are addresses on it, so that a name may be on it by what it leads to. */
  readonly hasAddresses: boolean;
}

/** A host as it is compared: an IP address in its shortest form, or a name. */
interface Host {
  readonly text: string;
  readonly isAddress: boolean;
}

type Entry =
  | { readonly kind: 'all' }
  | { readonly kind: 'below'; readonly suffix: string }
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'network'; readonly address: string; readonly prefix: number };

/** IPv4 written as IPv6: `::ffff:a.b.c.d`, and the NAT64 prefix that IPv6-only networks reach the public IPv4 by. */
const EMBEDDING = new BlockList();
EMBEDDING.addSubnet('64:ff9b::', 96, 'ipv6');
EMBEDDING.addSubnet('::ffff:0:0', 96, 'ipv6');
const EMBEDDING_PREFIX = 96;

/** The IPv4 address that an IP address of version 6 stands for; undefined where it stands for none. */
export function embeddedIPv4(ip: string): string | undefined {
  if (!ip.includes(':') || !EMBEDDING.check(ip, 'ipv6')) return undefined;
  // The URL parser spells the last 32 bits as two groups of hex digits, and drops those that are zero.
  const { hostname } = new URL(`http://[${ip}]`);
  const groups = /:([\da-f]*):([\da-f]*)$/.exec(hostname.slice(1, -1));
  const [high = 0, low = 0] = groups?.slice(1).map((group) => Number.parseInt(group || '0', 16)) ?? [];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** One label of a name, as DNS and the URL parser have it. */
const NAME = /^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/;

/** A host in whichever way it is written; undefined for what is none. */
function readHost(text: string): Host | undefined {
  if (/[/?#@\\\s]/.test(text)) return undefined;
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  // The zone of an IPv6 address says by which wire, and not where.
  const spelt = bare.includes(':') ? `[${bare.replace(/%.*$/, '')}]` : bare;
  const hostname = URL.parse(`http://${spelt}`)?.hostname.replace(/\.$/, '');
  if (hostname === undefined || hostname === '') return undefined;
  if (hostname.startsWith('[')) {
    const ip = hostname.slice(1, -1);
    return { text: embeddedIPv4(ip) ?? ip, isAddress: true };
  }
  if (isIPv4(hostname)) return { text: hostname, isAddress: true };
  return NAME.test(hostname) ? { text: hostname, isAddress: false } : undefined;
}

function readNetwork(text: string): Entry | undefined {
  const [, base = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const ip = base.replace(/^\[(.*)\]$/, '$1');
  const prefix = Number(bits);
  const version = isIP(ip);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  const inner = prefix >= EMBEDDING_PREFIX ? embeddedIPv4(ip) : undefined;
  return inner === undefined
    ? { kind: 'network', address: ip, prefix }
    : { kind: 'network', address: inner, prefix: prefix - EMBEDDING_PREFIX };
}

function readEntry(written: string): Entry | undefined {
  const text = written.trim();
  if (text === '*') return { kind: 'all' };
  if (text.includes('/')) return readNetwork(text);
  if (text.startsWith('*.')) {
    const suffix = readHost(text.slice(2));
    return suffix && !suffix.isAddress ? { kind: 'below', suffix: `.${suffix.text}` } : undefined;
  }
  const host = readHost(text);
  return host && { kind: 'host', host };
}

/** What is wrong with an entry of a list of hosts, as the end of a sentence about it; undefined for a good one. */
export function hostEntryProblem(text: string): string | undefined {
  if (readEntry(text) !== undefined) return undefined;
  // What people paste: an address of the web, or one with a port.
  const address = text.includes('/') ? text : `http://${text}`;
  const host = (address.includes('://') && URL.parse(address)?.hostname) || '';
  const meant = readHost(host) === undefined ? '' : `: ${host} would do`;
  return `is no host name, *.suffix, IP address, network such as 198.18.0.0/15, or *${meant}`;
}

/** Makes a list of what is written; an entry that is none ({@link hostEntryProblem}) holds nothing. */
export function hostList(written: readonly string[]): HostList {
  const entries = written.map(readEntry).filter((entry) => entry !== undefined);
  const networks = new BlockList();
  for (const entry of entries) {
    if (entry.kind === 'network') networks.addSubnet(entry.address, entry.prefix, familyOf(entry.address));
  }

  function holdsHost({ text, isAddress }: Host): boolean {
    if (isAddress && networks.check(text, familyOf(text))) return true;
    return entries.some((entry) => {
      if (entry.kind === 'host') return entry.host.text === text;
      return entry.kind === 'below' && !isAddress && text.endsWith(entry.suffix);
    });
  }

  return {
    holds(text) {
      if (entries.length === 0) return false;
      if (entries.some(({ kind }) => kind === 'all')) return true;
      const host = readHost(text);
      return host !== undefined && holdsHost(host);
    },
    hasAddresses: entries.some(
      (entry) => entry.kind === 'network' || (entry.kind === 'host' && entry.host.isAddress),
    ),
  };
}

const familyOf = (ip: string): 'ipv4' | 'ipv6' => (isIPv4(ip) ? 'ipv4' : 'ipv6');

/** This machine itself, by its names (RFC 6761 6.3) and its addresses. */
export const LOOPBACK = hostList(['localhost', '*.localhost', '127.0.0.0/8', '::1', '0.0.0.0', '::']);
