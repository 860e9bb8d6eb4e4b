import { BlockList, isIP, isIPv4 } from 'node:net';
import { embeddedIPv4, hostList, LOOPBACK } from '../../keep/host-list.js';
import { XrpcError } from './xrpc-error.js';

/** Which hosts a stranger (a DID document, a handle) may send atscope to. */
export interface HostPolicy {
  /** True when every service that the user configured is private itself: a network on this machine or in this house. */
  readonly private: boolean;
  /**
   * Throws a `refused` XrpcError, its message one sentence, when the address may not be followed. A `proxy` looks the name up
   * where nobody here sees what it leads to: then the name counts as it is written.
   */
  check(url: URL, proxy?: string): void;
  /** Whether a name may resolve to this IP; asked when connecting, so that a name cannot hide where it leads. */
  allowsAddress(ip: string, name?: string): boolean;
  /** How the user lets a private address through, in words. */
  readonly wayOut: string;
}

/** What the user lets through, though it is private. */
export interface HostExceptions {
  /** Hosts as the setting `allowPrivateHosts` has them. */
  readonly allow?: readonly string[] | undefined;
  /** The file that this setting is in, for sentences. */
  readonly settingsFile?: string | undefined;
}

/** IANA's special-purpose IPv4 registry, with multicast and the reserved block. */
const SPECIAL = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv4');

/** Of IPv6 only 2000::/3 is given out for the public network; these are the parts of it that are not. */
const GLOBAL_UNICAST = new BlockList();
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6');
const SPECIAL_UNICAST = new BlockList();
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL_UNICAST.addSubnet(net, prefix, 'ipv6');

/** Whether an IP is reachable on the public network. False for text that is no IP. */
export function isPublicAddress(ip: string): boolean {
  const bare = ip.replace(/%.*$/, '');
  if (isIP(bare) === 0) return false;
  if (isIPv4(bare)) return !SPECIAL.check(bare, 'ipv4');
  const inner = embeddedIPv4(bare);
  if (inner !== undefined) return !SPECIAL.check(inner, 'ipv4');
  return GLOBAL_UNICAST.check(bare, 'ipv6') && !SPECIAL_UNICAST.check(bare, 'ipv6');
}

/** Names that belong to a machine or a house (RFC 6761, RFC 6762, RFC 8375, and ICANN's `.internal`). */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/** Whether a host is on this machine or in this house by its name, which is not looked up. */
export function isPrivateHost(url: URL): boolean {
  const { hostname } = url;
  // An IPv6 address stands in brackets. To ask `isIPv6` of every name takes as long as a tenth of a bare Node, once.
  if (hostname.startsWith('[')) return !isPublicAddress(hostname.slice(1, -1));
  const host = hostname.replace(/\.$/, '');
  if (isIPv4(host)) return !isPublicAddress(host);
  return !host.includes('.') || PRIVATE_NAME.test(host);
}

const isAddress = ({ hostname }: URL): boolean =>
  hostname.startsWith('[') || isIPv4(hostname.replace(/\.$/, ''));

/** Whether a host is this machine itself, by its name (RFC 6761 6.3) or its address. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.holds(url.hostname);
}

function refusal(url: URL, reason: string): XrpcError {
  return new XrpcError({
    failure: 'refused',
    service: url.host,
    nsid: 'connect',
    message: `${url.origin === 'null' ? url.href : url.origin} was not contacted: ${reason}`,
    tellsAll: true,
  });
}

/**
 * The rule for hosts that somebody other than the user names. They may be private (loopback, link-local, cloud
 * metadata, private and carrier-grade ranges, and IPv6 spellings of these), and speak plain http, only when all
 * services that the user configured are private themselves, which is how a test network works; or where the user lets
 * them through by name or by address. A name that is let through may lead anywhere.
 */
export function hostPolicy(
  configuredUrls: readonly string[],
  { allow = [], settingsFile }: HostExceptions = {},
): HostPolicy {
  const allPrivate = configuredUrls.length > 0 && configuredUrls.every((url) => isPrivateHost(new URL(url)));
  const allowed = hostList(allow);
  const file = settingsFile === undefined ? '' : ` (${settingsFile})`;
  const wayOut = `\`allowPrivateHosts\` in settings.json${file} lets it through`;

  return {
    private: allPrivate,
    wayOut,
    check(url, proxy) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refusal(url, 'only https is followed');
      if (url.username !== '' || url.password !== '') throw refusal(url, 'it carries a user name');
      if (allPrivate) return;
      if (isPrivateHost(url)) {
        if (allowed.holds(url.hostname)) return;
        // By its name alone; where it leads is held against the addresses that are let through when it is looked up.
        if (!allowed.hasAddresses || isAddress(url) || proxy !== undefined) {
          const seen =
            proxy === undefined ? '' : ` by its name, since the proxy ${proxy} looks names up itself`;
          const why = 'it is a private address, and the configured services are public';
          throw refusal(url, `${why}. ${wayOut}${seen}`);
        }
      }
      if (url.protocol !== 'https:') throw refusal(url, 'it is not https');
    },
    allowsAddress: (ip, name) =>
      allPrivate || isPublicAddress(ip) || allowed.holds(ip) || (name !== undefined && allowed.holds(name)),
  };
}
