import { quoted, type Reading } from '../atproto/actor-syntax.js';
import { isPrivateHost } from '../atproto/calls/host-policy.js';

/** The address of a host, or of a list of it. */
export interface AboutHost<Kind extends string> {
  readonly kind: Kind;
  /** As {@link hostText} writes it: `pds.example.com`, `localhost:2583`, `http://pds.example.com`. */
  readonly host: string;
}

/** Where a host that stands in an address is asked: https, or http for one of this machine or house that says nothing else. */
export const hostOrigin = ({ host }: AboutHost<string>): URL => originOf(host) ?? new URL(host);

/** Undefined for text that is no host. */
function originOf(name: string): URL | undefined {
  if (name.includes('://')) return undefined;
  const plain = URL.parse(`http://${name}`);
  if (plain === null) return undefined;
  return isPrivateHost(plain) ? plain : (URL.parse(`https://${name}`) ?? undefined);
}

/** The one text for an origin: its scheme is left out where {@link hostOrigin} knows it. */
export function hostText(url: URL): string {
  const usual = isPrivateHost(url) ? 'http:' : 'https:';
  return url.protocol === usual ? hostAndPort(url) : `${url.protocol}//${hostAndPort(url)}`;
}

function hostAndPort({ hostname, port }: URL): string {
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
}

/** The place of the host of a web address, as a DID document or another service names it; undefined where it is none. */
export function hostAddress(origin: string | URL | undefined): AboutHost<'host'> | undefined {
  const url = origin === undefined ? undefined : URL.parse(String(origin));
  return url && isHostUrl(url) ? { kind: 'host', host: hostText(url) } : undefined;
}

/** The place of a host by its name, with a port where it is not the usual one; undefined where it is none. */
export function namedHost(name: string): AboutHost<'host'> | undefined {
  const read = readHost(name.split('/'));
  return read.ok && read.rest.length === 0 ? { kind: 'host', host: read.host } : undefined;
}

const EXAMPLE = 'a host looks like bsky.social or localhost:2583';

/**
 * Reads what follows `host:`: a name, with a port where it is not the usual one, or a web address without a path; and the words behind it.
 */
export function readHost(
  segments: readonly string[],
): Reading<{ readonly host: string; readonly rest: readonly string[] }> {
  const written = segments.join('/');
  const [, scheme = '', name = '', path = ''] = /^(https?:\/\/)?([^/]*)(.*)$/is.exec(written) ?? [];
  // Brackets are taken off the end of an address that is pasted.
  const whole = name.startsWith('[') && !name.includes(']') ? `${name}]` : name;
  const url = scheme === '' ? originOf(whole) : URL.parse(`${scheme}${whole}`);
  if (!url || !isHostUrl(url) || /[?#\\]/.test(whole)) {
    return { ok: false, reason: `${quoted(name)} is not a host: ${EXAMPLE}` };
  }
  return { ok: true, host: hostText(url), rest: path.split('/').filter((word) => word !== '') };
}

function isHostUrl({ protocol, username, password, hostname }: URL): boolean {
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return (
    isWeb &&
    username === '' &&
    password === '' &&
    /^(?:\[[\da-f:.]+\]|[a-z\d._-]*[a-z\d_-]\.?)$/.test(hostname)
  );
}
