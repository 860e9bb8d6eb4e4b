import type { ProxyServer } from '../../keep/proxies.js';

/** A proxy that could not do what it was asked for. The message is a clause, and names the proxy. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly failure: 'timeout' | 'connection';
  /** Whether the same may go better another time. */
  readonly passing: boolean;

  constructor(
    { host, variable }: Pick<ProxyServer, 'host' | 'variable'>,
    words: string,
    options: { failure?: 'timeout' | 'connection'; passing?: boolean; cause?: unknown } = {},
  ) {
    super(`the proxy ${host} (${variable}) ${words}`, { cause: options.cause });
    this.failure = options.failure ?? 'connection';
    this.passing = options.passing ?? false;
  }
}

/** The error of a proxy that answered with a status instead of doing what it was asked for; `target` is what that was for. */
export function proxyStatusError(proxy: ProxyServer, status: number, target: string): ProxyError {
  if (status !== 407) {
    return new ProxyError(proxy, `answered ${status} when asked for ${target}`, { passing: status >= 500 });
  }
  return new ProxyError(proxy, credentialWords(proxy, '407'));
}

/** How a proxy asks who one is, or does not like the answer. */
export function credentialWords({ user }: ProxyServer, how: string): string {
  return user === undefined
    ? `asks for a user name and a password (${how})`
    : `does not accept the user name and the password that it was given (${how})`;
}

/** `Proxy-Authorization` for a proxy that has a user name in its address. */
export function proxyAuthorization({ user }: ProxyServer): Record<string, string> {
  if (user === undefined) return {};
  const credentials = Buffer.from(`${user.name}:${user.password}`).toString('base64');
  return { 'proxy-authorization': `Basic ${credentials}` };
}
