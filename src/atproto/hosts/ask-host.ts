import { type RawItem, rawItemFromText } from '../calls/raw-items.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { AtClient } from '../client.js';
import type { ServiceParams } from '../service.js';

/** What a host says of one thing: an answer of success, or why there is none. */
export type HostAnswer =
  | { readonly item: RawItem; readonly rateLimit: string | undefined }
  | { readonly error: unknown };

/** What a host is asked for by XRPC: who answers a question says what they are. The facts of each are those of the reference servers. */
const QUERIES = {
  _health: {},
  'com.atproto.server.describeServer': {},
  'com.atproto.sync.listRepos': { limit: 1 },
  'com.atproto.sync.listHosts': { limit: 1 },
  'com.atproto.sync.listReposByCollection': { collection: 'app.bsky.feed.post', limit: 1 },
  'com.atproto.label.queryLabels': { uriPatterns: ['*'], limit: 1 },
  // Any account will do: an AppView has a list of none for it, and a PDS wants somebody to ask in whose name.
  'app.bsky.labeler.getServices': { dids: ['did:plc:ewvi7nxzyoun6zhxrhs64oiz'] },
  'app.bsky.feed.describeFeedGenerator': {},
} as const satisfies Readonly<Record<string, ServiceParams>>;

const QUERY_NAMES = Object.keys(QUERIES) as readonly (keyof typeof QUERIES)[];

/** The files that a host may have in its well-known folder. */
const FILES = ['did.json', 'oauth-protected-resource'] as const;

export type HostQuestion = keyof typeof QUERIES | (typeof FILES)[number];

/** What came so far. */
export type HostAnswers = ReadonlyMap<HostQuestion, HostAnswer>;

/** What a host says of itself is short; one that sends without end is cut off here. */
const ANSWER_MAX_BYTES = 256 * 1024;

/**
 * Asks a host, all at once, what it says of itself. Whoever named it may be a stranger. What fails is in the answers; where not even one
 * question reached the host, rejects with why the first of them did not. Rejects with an AbortError.
 *
 * @param onAnswer is told what is there, after each answer but the last
 */
export async function askHost(
  { service, fetch }: Pick<AtClient, 'service' | 'fetch'>,
  origin: URL,
  { signal, onAnswer }: { readonly signal: AbortSignal; onAnswer?(answers: HostAnswers): void },
): Promise<HostAnswers> {
  const answers = new Map<HostQuestion, HostAnswer>();
  const options = { signal, answerMaxBytes: ANSWER_MAX_BYTES };
  const host = service(origin, 'stranger');

  async function ask(question: HostQuestion, answer: Promise<HostAnswer>): Promise<void> {
    answers.set(question, await answer.catch((error: unknown) => ({ error })));
    signal.throwIfAborted();
    if (answers.size < QUERY_NAMES.length + FILES.length) onAnswer?.(answers);
  }

  async function query(nsid: keyof typeof QUERIES): Promise<HostAnswer> {
    const reply = await host.query(nsid, QUERIES[nsid], options);
    return { item: reply.item(), rateLimit: reply.header('ratelimit-policy') };
  }

  async function file(name: (typeof FILES)[number]): Promise<HostAnswer> {
    const url = new URL(`/.well-known/${name}`, origin).href;
    const answer = await fetch(url, { ...options, nsid: name, policy: 'stranger', maxRedirects: 2 });
    const { status } = answer;
    if (status !== 200) {
      const message = `${origin.host} answered ${status}`;
      throw new XrpcError({ failure: 'status', service: origin.host, nsid: name, status, message });
    }
    // What is no JSON is said to be none.
    answer.json();
    return { item: rawItemFromText(answer.text()), rateLimit: undefined };
  }

  const asked: readonly (readonly [HostQuestion, Promise<HostAnswer>])[] = [
    ...QUERY_NAMES.map((nsid) => [nsid, query(nsid)] as const),
    ...FILES.map((name) => [name, file(name)] as const),
  ];
  await Promise.all(asked.map(([question, answer]) => ask(question, answer)));
  const errors = asked.map(([question]) => errorOf(answers.get(question)));
  if (errors.every((error) => error !== undefined && !isHeard(error))) throw errors[0];
  // In the order of the questions, whatever came first.
  return new Map(asked.flatMap(([question]) => [[question, answers.get(question) ?? { error: undefined }]]));
}

const errorOf = (answer: HostAnswer | undefined): unknown =>
  answer !== undefined && 'error' in answer ? answer.error : undefined;

/** Whether there was an answer at all. */
const isHeard = (error: unknown): boolean =>
  error instanceof XrpcError && ['status', 'malformed', 'too-large'].includes(error.failure);
