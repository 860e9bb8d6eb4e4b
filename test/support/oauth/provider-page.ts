import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'undici';

/** What a person does on the page of the authorization server. */
export interface Visit {
  /** The address that atscope has opened. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Denies access, on the page that asks for it. */
  readonly denies?: boolean | undefined;
  /** What they grant of what is asked for; undefined: all. */
  readonly grants?: string | undefined;
}

/**
 * Signs in and grants access as the page of the reference PDS does for a person, without a browser, and gives the address that the
 * browser is sent to in the end. Nobody has been there by then.
 */
export async function visitProvider({ url, username, password, denies, grants }: Visit): Promise<string> {
  const { origin } = new URL(url);
  const cookies = new Map<string, string>();

  async function get(address: string, headers: Record<string, string>) {
    const answer = await request(address, { headers: { cookie: cookieHeader(cookies), ...headers } });
    keepCookies(answer.headers, cookies);
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  }

  async function post(name: string, body: object, token?: string): Promise<Record<string, unknown>> {
    const answer = await request(`${origin}/@atproto/oauth-provider/~api/${name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'same-origin',
        referer: url,
        cookie: cookieHeader(cookies),
        'x-csrf-token': cookies.get('csrf-token') ?? '',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    keepCookies(answer.headers, cookies);
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${name} was answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text);
  }

  const page = await get(url, navigation('none'));
  if (page.status === 303) return String(page.headers.location);
  if (page.status !== 200 || !page.text.includes('__authorizeData')) {
    throw new Error(`the page was answered ${page.status}: ${page.text.slice(0, 500)}`);
  }
  const { account, ephemeralToken } = await post('sign-in', {
    locale: 'en',
    username,
    password,
    remember: false,
  });
  const { did } = account as { did: string };
  const answer = denies
    ? await post('reject', {}, String(ephemeralToken))
    : await post('consent', { did, ...(grants !== undefined && { scope: grants }) }, String(ephemeralToken));
  const last = await get(String(answer.url), { ...navigation('same-origin'), referer: url });
  if (last.status !== 303) throw new Error(`the way back was answered ${last.status}: ${last.text}`);
  return String(last.headers.location);
}

const navigation = (site: string) => ({
  'sec-fetch-site': site,
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
});

const cookieHeader = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function keepCookies(headers: IncomingHttpHeaders, cookies: Map<string, string>): void {
  for (const line of [headers['set-cookie'] ?? []].flat()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) cookies.set(name, value);
  }
}
