import { type Author, signUp } from './author.js';

/** An account of the test network with a password, which calls what only itself may call, as any client would. */
export interface SignedIn extends Author {
  readonly password: string;
  /** A procedure at its own PDS, with the rights of the account's password. */
  call(nsid: string, input: object): Promise<unknown>;
}

/** Makes an account that can sign in. */
export async function signUpWithPassword(
  pds: string,
  handle: string,
  password = `${handle}-pass`,
): Promise<SignedIn> {
  const author = await signUp(pds, handle, password);
  const { accessJwt } = (await post(pds, 'com.atproto.server.createSession', {
    identifier: handle,
    password,
  })) as { accessJwt: string };
  return { ...author, password, call: (nsid, input) => post(pds, nsid, input, accessJwt) };
}

async function post(service: string, nsid: string, input: object, token?: string): Promise<unknown> {
  const response = await fetch(`${service}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${nsid} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
