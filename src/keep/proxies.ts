import { type HostList, hostList, LOOPBACK } from './host-list.js';

/** A proxy that the environment names. */
export interface ProxyServer {
  readonly kind: 'http' | 'https' | 'socks5';
  /** Without its brackets where it is an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** `proxy.example:3128`, for sentences. */
  readonly host: string;
  /** The variable that names it. */
  readonly variable: string;
  /** What it asks for who one is. Never shown. */
  readonly user: { readonly name: string; readonly password: string } | undefined;
}

/** By which way an address is reached. */
export type Way =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: ProxyServer }
  /** A variable that does not name a proxy: nothing goes past it, since whoever set it may not want that. */
  | { readonly kind: 'unusable'; readonly problem: string };

/** The proxies of an environment. */
export interface Proxies {
  /** The way to an address of `http:`, `https:`, `ws:` or `wss:`. */
  wayTo(url: URL): Way;
}

export const DIRECT: Way = { kind: 'direct' };
export const noProxies: Proxies = { wayTo: () => DIRECT };

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
};
const PROXY_PORTS = { http: 80, https: 443, socks5: 1080 } as const;
const KINDS: Readonly<Record<string, ProxyServer['kind']>> = {
  'http:': 'http',
  'https:': 'https',
  'socks:': 'socks5',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
};

type Environment = Readonly<Record<string, string | undefined>>;

interface Said {
  readonly variable: string;
  readonly value: string;
}

/** The variable as it is set, the lower case before the upper one. An empty one says that there is to be no proxy. */
function variableOf(env: Environment, name: string): Said | undefined {
  for (const variable of [name, name.toUpperCase()]) {
    const value = env[variable];
    if (value !== undefined) return { variable, value: value.trim() };
  }
  return undefined;
}

/** A text that is no percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readProxy({ variable, value }: Said): Way {
  if (value === '') return DIRECT;
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  const kind = url === null ? undefined : KINDS[url.protocol];
  // A path is a slip, as in `http//proxy`.
  if (!url?.hostname || kind === undefined || !/^\/?$/.test(url.pathname)) {
    // The value is not shown: it may hold a password.
    const example = 'http://proxy.example:3128 or socks5://proxy.example:1080';
    return { kind: 'unusable', problem: `${variable} in the environment is not a proxy such as ${example}` };
  }
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? PROXY_PORTS[kind] : Number(url.port);
  const host = `${url.hostname}:${port}`;
  const user =
    url.username === '' && url.password === ''
      ? undefined
      : { name: decoded(url.username), password: decoded(url.password) };
  return { kind: 'proxy', proxy: { kind, hostname, port, host, variable, user } };
}

interface Exempt {
  readonly hosts: HostList;
  /** Undefined: all. */
  readonly port: number | undefined;
}

/** An entry of NO_PROXY: a name stands for the hosts below it too, as everywhere that reads the variable. */
function readExempt(entry: string): Exempt {
  const [, bracketed, bare] = /^(?:(\[[^\]]*\])|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bracketed ?? bare;
  const port = host === undefined ? undefined : /:(\d+)$/.exec(entry.slice(host.length))?.[1];
  const name = (host ?? entry).replace(/^\./, '');
  return {
    hosts: hostList(name.startsWith('*') ? [name] : [name, `*.${name}`]),
    port: port === undefined ? undefined : Number(port),
  };
}

/**
 * Reads the proxies that an environment names, by the rules of curl: `https_proxy` is for https and wss, `http_proxy` for http
 * and ws, `all_proxy` for what these leave unsaid, and `no_proxy` names the hosts that are reached directly: names with what
 * is below them, IP addresses, networks, each with a port where only that is meant, or `*`. Lower case goes before upper case.
 * This machine is always reached directly. Throws nothing.
 */
export function readProxies(env: Environment): Proxies {
  const all = variableOf(env, 'all_proxy');
  const said = { http: variableOf(env, 'http_proxy') ?? all, https: variableOf(env, 'https_proxy') ?? all };
  if (said.http === undefined && said.https === undefined) return noProxies;
  const ways = {
    http: said.http ? readProxy(said.http) : DIRECT,
    https: said.https ? readProxy(said.https) : DIRECT,
  };
  const exempt = (variableOf(env, 'no_proxy')?.value ?? '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(readExempt);

  function isExempt({ hostname, port, protocol }: URL): boolean {
    if (LOOPBACK.holds(hostname)) return true;
    const at = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
    return exempt.some((entry) => (entry.port ?? at) === at && entry.hosts.holds(hostname));
  }

  return {
    wayTo: (url) => (isExempt(url) ? DIRECT : ways[/^(?:https|wss):$/.test(url.protocol) ? 'https' : 'http']),
  };
}
