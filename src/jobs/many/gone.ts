import { isDid } from '@atcute/lexicons/syntax';
import { atUriParts } from '../../atproto/at-uri.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { AtClient } from '../../atproto/client.js';
import { pdsOf } from '../../atproto/pds-source.js';
import { accountState, type RepoStatus } from '../../places/identity/account-state.js';
import { askHost, STATUS } from '../../places/identity/ask-host.js';
import { asked } from '../../places/identity/asked.js';
import { textField } from '../../text/json-fields.js';

/**
 * How something stands that does not simply stand there. `gone`: whoever would have it says that it is not. `away`: its account is not
 * shown now, and may come back. `unknown`: nobody could be asked.
 */
export type Absence = 'gone' | 'away' | 'unknown';

/** What was found of something that an AppView does not show. */
export interface Absent {
  readonly absence: Absence;
  /** A word for it: `deleted`, `deactivated`, `takendown`. */
  readonly word: string;
}

/** What is asked of the network. */
export type GoneClient = Pick<AtClient, 'appview' | 'resolve' | 'service'>;

export interface GoneOptions {
  readonly signal: AbortSignal;
  /** Is told how many of them were looked at. */
  onProgress?(done: number, total: number): void;
}

/** What one `getProfiles` or `getPosts` takes. */
const ASKED_AT_ONCE = 25;
const CALLS_MAX = 4;

/** Accounts that may come back, by what their host says of them. */
const AWAY: ReadonlySet<string> = new Set([
  'deactivated',
  'takendown',
  'suspended',
  'inactive',
  'desynchronized',
  'throttled',
  'homeless',
]);

/**
 * Finds among accounts (DIDs) and records (at-URIs) those that are not there any more. The AppView is asked first, many at once; what it
 * does not show is gone only where the account's own host, or the PLC directory, says so. Rejects where the AppView cannot be asked.
 */
export async function findAbsent(
  client: GoneClient,
  subjects: ReadonlySet<string>,
  { signal, onProgress = () => {} }: GoneOptions,
): Promise<ReadonlyMap<string, Absent>> {
  const hosts = new OwnHosts(client, signal);
  const found = new Map<string, Absent>();
  let done = 0;
  function seen(count: number): void {
    done += count;
    onProgress(done, subjects.size);
  }

  async function confirm(subject: string): Promise<void> {
    const absent = await hosts.absent(subject);
    if (absent) found.set(subject, absent);
    seen(1);
  }

  const all = [...subjects];
  const accounts = all.filter(isDid);
  const posts = all.filter((subject) => atUriParts(subject)?.collection === 'app.bsky.feed.post');
  const known = new Set([...accounts, ...posts]);
  // An AppView shows posts by their URIs, and no other records.
  const missing = all.filter((subject) => !known.has(subject));
  await eachOf([...partsOf(accounts), ...partsOf(posts)], async (part) => {
    const shown = new Set(await shownOf(client, part, signal));
    const others = part.filter((subject) => !shown.has(subject));
    missing.push(...others);
    seen(part.length - others.length);
  });
  await eachOf(missing, confirm);
  return found;
}

/** Those of a part that the AppView shows. All of them are DIDs, or all of them are of posts. */
async function shownOf(
  { appview }: GoneClient,
  part: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    if (isDid(part[0])) return (await appview.getProfiles(part, { signal })).map(({ did }) => did);
    const views = await appview.getPosts(part, { signal });
    return Array.from({ length: views.length }, (_, at) => textField(views.at(at)?.value(), 'uri') ?? '');
  } catch (error) {
    // One that it refuses does not keep the others from being asked about.
    if (error instanceof XrpcError && error.status === 400) return [];
    throw error;
  }
}

/** What accounts and records come to at the accounts' own hosts. An account is asked about once. */
class OwnHosts {
  readonly #client: GoneClient;
  readonly #signal: AbortSignal;
  readonly #accounts = new Map<string, Promise<AtHost>>();

  constructor(client: GoneClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  async absent(subject: string): Promise<Absent | undefined> {
    if (isDid(subject)) return (await this.#account(subject)).absent;
    const { repo, collection, rkey } = atUriParts(subject) ?? {};
    if (repo === undefined || collection === undefined || rkey === undefined) return UNKNOWN;
    const { absent, pds } = await this.#account(repo);
    if (absent !== undefined || pds === undefined) return absent;
    return await this.#record(pds, { repo, collection, rkey });
  }

  async #record(pds: URL, params: { repo: string; collection: string; rkey: string }) {
    const service = this.#client.service(pds, 'stranger');
    const answer = await asked(
      () => service.query('com.atproto.repo.getRecord', params, { signal: this.#signal }),
      this.#signal,
    );
    if ('value' in answer) return undefined;
    return answer.error instanceof XrpcError && answer.error.error === 'RecordNotFound' ? DELETED : UNKNOWN;
  }

  #account(repo: string): Promise<AtHost> {
    const known = this.#accounts.get(repo) ?? this.#ask(repo);
    this.#accounts.set(repo, known);
    return known;
  }

  async #ask(repo: string): Promise<AtHost> {
    const signal = this.#signal;
    const found = await asked(() => this.#client.resolve(repo, { fresh: true, signal }), signal);
    if ('error' in found) return { absent: unresolved(repo, found.error) };
    const { did } = found.value;
    const pds = await asked(() => pdsOf(found.value), signal);
    if ('error' in pds) return { absent: { absence: 'away', word: 'homeless' } };
    const status = await asked(
      async (): Promise<RepoStatus> =>
        (await askHost(this.#client.service(pds.value, 'stranger'), STATUS, did, signal)).read,
      signal,
    );
    const state = accountState({
      log: undefined,
      hasPds: true,
      status,
      unresolved: undefined,
      now: Date.now(),
    });
    const word = state?.word ?? 'unknown';
    if (word === 'active') return { absent: undefined, pds: pds.value };
    if (word === 'deleted') return { absent: DELETED };
    return { absent: AWAY.has(word) ? { absence: 'away', word } : UNKNOWN };
  }
}

/** An account at its own host, which is known where the account is there. */
interface AtHost {
  readonly absent: Absent | undefined;
  readonly pds?: URL | undefined;
}

const DELETED: Absent = { absence: 'gone', word: 'deleted' };
const UNKNOWN: Absent = { absence: 'unknown', word: 'unknown' };

/** The directory knows for good what it has not; the host of a did:web may only have lost a file, and a handle leads elsewhere one day. */
function unresolved(repo: string, error: unknown): Absent {
  const isMissing = error instanceof XrpcError && (error.status === 404 || error.status === 410);
  return isMissing && repo.startsWith('did:plc:') ? DELETED : UNKNOWN;
}

function* partsOf(all: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < all.length; at += ASKED_AT_ONCE) yield all.slice(at, at + ASKED_AT_ONCE);
}

/** Does something with each, some at the same time. The first failure ends it. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  async function goOn(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: CALLS_MAX }, goOn));
}
