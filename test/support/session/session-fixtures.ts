import { createHmac, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { ClientSettings } from '../../../src/atproto/client-settings.js';
import type { SessionStore, StoredSession } from '../../../src/atproto/session/session.js';
import { openSessionStore } from '../../../src/keep/session-store.js';
import { type Author, signUp } from '../../network/author.js';
import { JWT_SECRET } from '../../network/network.js';
import { temporaryFolder } from '../temporary-folder.js';

export interface Network {
  readonly plc: string;
  readonly pds: string;
  readonly appview: string;
}

/** A handle of the test network that nobody has. */
export const freshHandle = (name: string): string => `${name}-${randomBytes(4).toString('hex')}.test`;

/** An account of the test network with the password `correct horse`. */
export async function signUpWithPassword(
  pds: string,
  name: string,
): Promise<Author & { password: 'correct horse' }> {
  const password = 'correct horse';
  return { ...(await signUp(pds, freshHandle(name), password)), password };
}

export interface Run {
  readonly client: AtClient;
  readonly store: SessionStore;
  readonly folder: string;
}

/** A client as a run of atscope has it, with the sign-ins of a folder: a new one, or that of an earlier run. */
export async function startRun(
  { plc, appview }: Pick<Network, 'plc' | 'appview'>,
  { folder, ...settings }: { folder?: string } & Partial<ClientSettings> & { entryway?: string } = {},
): Promise<Run> {
  const there = folder ?? (await temporaryFolder());
  const store = openSessionStore(there);
  const { entryway, ...rest } = settings;
  const client = createClient({ plc, appview, sessions: { store, proxy: undefined, entryway }, ...rest });
  onTestFinished(() => client.close());
  return { client, store, folder: there };
}

/** The names of the calls that a client has made, without those that find an account. */
export function callsOf({ client }: Pick<Run, 'client'>): string[] {
  return client.journal
    .entries()
    .map(({ nsid }) => nsid.split('.').at(-1)!)
    .filter((name) => name !== 'resolveHandle' && name !== 'did document');
}

/** The token as its PDS would have signed it, had it been made three hours before it was. */
export function expired(jwt: string): string {
  const [header, body] = jwt.split('.');
  const { iat, exp, ...rest } = JSON.parse(Buffer.from(body!, 'base64url').toString());
  const old = { ...rest, iat: iat - 3 * 3600, exp: iat - 3600 };
  const signed = `${header}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`;
}

/** Has the access token in the store end, as two hours do. */
export async function expireAccess(store: SessionStore, did: string): Promise<StoredSession> {
  const session = (await store.get(did))!;
  const old = { ...session, accessJwt: expired(session.accessJwt) };
  await store.put(old);
  return old;
}

/** Asks a PDS as the tests do, past the client: the status of the answer. */
export async function askAs(
  token: string,
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; error: string | undefined; body: Record<string, unknown> }> {
  const answer = await fetch(url, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
  const text = await answer.text();
  const body = text === '' ? {} : JSON.parse(text);
  return { status: answer.status, error: body.error, body };
}
