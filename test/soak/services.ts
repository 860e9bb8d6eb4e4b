import type { Answer, Request, ToldAnswer } from '../faults/answer.js';
import {
  cutOff,
  delayed,
  drop,
  error,
  html,
  json,
  limitsUntil,
  rateLimited,
  truncatedJson,
} from '../faults/answers.js';
import { type Routes, type Service, startService } from '../faults/service.js';
import type { randomFrom } from '../support/random.js';
import type { Account, World } from './world.js';
import { FOLLOW, followOf } from './world.js';

type Random = ReturnType<typeof randomFrom>;

/** The directory, the AppView and the PDS of all accounts, on one socket. */
export interface Services {
  readonly origin: string;
  /** How often something went wrong on purpose. */
  readonly faults: number;
  readonly calls: number;
  /** Whether things go wrong now. */
  isCalm: boolean;
  close(): Promise<void>;
}

/** Of so many answers one is wrong. */
const ONE_WRONG_OF = 12;
const POSTS = 'app.bsky.feed.post';
const LIST_ROWS = 60;

export async function startServices(world: World, random: Random): Promise<Services> {
  let service: Service | undefined;
  let faults = 0;
  let calls = 0;
  const services = {
    isCalm: true,
    get origin() {
      return service?.origin ?? '';
    },
    get faults() {
      return faults;
    },
    get calls() {
      return calls;
    },
    close: async () => service?.close(),
  };

  function answer(of: (request: Request) => unknown): Answer {
    return (request) => {
      calls += 1;
      // What it keeps of each request would be all the memory of an hour.
      if (service !== undefined) service.requests.length = 0;
      const value = of(request);
      const whole =
        value === undefined ? error(400, 'InvalidRequest', 'There is no such account') : json(value);
      if (services.isCalm || random.below(ONE_WRONG_OF) > 0) return whole;
      faults += 1;
      return wrong(value ?? {}, whole, random);
    };
  }

  const routes = routesOf(world, () => services.origin);
  service = await startService(
    Object.fromEntries(Object.entries(routes).map(([route, of]) => [route, answer(of)])) satisfies Routes,
  );
  return services;
}

/** What misbehaving services answer in place of what is so. */
function wrong(value: unknown, whole: ToldAnswer, random: Random): ToldAnswer {
  const inAMinute = Math.floor(Date.now() / 1000) + 60;
  const ways: readonly (() => ToldAnswer)[] = [
    () => html(502),
    () => html(200),
    () => error(500),
    () => ({ ...error(502, 'UpstreamFailure', 'Upstream Failure'), headers: limitsUntil(inAMinute) }),
    () => rateLimited({ retryAfter: 1 }),
    () => rateLimited({ retryAfter: '0.5' }),
    () => delayed(1_000 + random.below(2_000), whole),
    () => drop(),
    () => cutOff(value),
    () => truncatedJson(value),
    () => json(withOddMember(value, random)),
  ];
  return random.pick(ways)();
}

/** One item of a list, or one member, is what nobody expects. */
function withOddMember(value: unknown, random: Random): unknown {
  const odd = random.pick([null, 42, '', [], {}, -0, '0001-01-01T00:00:00Z']);
  if (Array.isArray(value)) return value.length === 0 ? value : value.with(random.below(value.length), odd);
  if (typeof value !== 'object' || value === null) return odd;
  const optional = Object.keys(value).filter((name) => OPTIONAL.has(name));
  if (optional.length > 0) return { ...value, [random.pick(optional)]: odd };
  const nested = Object.entries(value).filter(([, member]) => typeof member === 'object');
  if (nested.length === 0) return value;
  const [name, member] = random.pick(nested);
  return { ...value, [name]: withOddMember(member, random) };
}

const OPTIONAL: ReadonlySet<string> = new Set(['displayName', 'followersCount', 'description', 'createdAt']);

function routesOf(
  world: World,
  origin: () => string,
): Readonly<Record<string, (request: Request) => unknown>> {
  function about(name: string | null, tell: (account: Account) => unknown): unknown {
    const account = world.account(name);
    return account && tell(account);
  }
  return {
    '/did:*': ({ path }) => about(path.slice(1), (account) => documentOf(account, origin())),
    'com.atproto.identity.resolveHandle': ({ query }) => about(query.get('handle'), ({ did }) => ({ did })),
    'app.bsky.actor.getProfile': ({ query }) =>
      about(query.get('actor'), (account) => profileOf(account, world)),
    'app.bsky.actor.getProfiles': ({ query }) => ({
      profiles: query.getAll('actors').flatMap((actor) => {
        const account = world.account(actor);
        return account ? [profileOf(account, world)] : [];
      }),
    }),
    'app.bsky.graph.getFollowers': ({ query }) =>
      about(query.get('actor'), (account) => {
        const from = Number(query.get('cursor') ?? 0);
        const rows = Math.min(LIST_ROWS, Number(query.get('limit') ?? 50));
        const all = world.listed(account.did);
        const more = all.length > from + rows ? { cursor: String(from + rows) } : {};
        const followers = all.slice(from, from + rows).map(({ follower }) => profileOf(follower, world));
        return { subject: profileOf(account, world), followers, ...more };
      }),
    'app.bsky.graph.getFollows': ({ query }) =>
      about(query.get('actor'), (account) => ({ subject: profileOf(account, world), follows: [] })),
    'app.bsky.graph.getRelationships': ({ query }) =>
      about(query.get('actor'), ({ did: actor }) => ({
        actor,
        relationships: query.getAll('others').map((did) => {
          const follow = world.known(did, actor);
          const followedBy = follow && `at://${did}/${FOLLOW}/${follow.rkey}`;
          return { $type: 'app.bsky.graph.defs#relationship', did, ...(followedBy && { followedBy }) };
        }),
      })),
    'com.atproto.repo.describeRepo': ({ query }) =>
      about(query.get('repo'), (account) => ({
        ...account,
        didDoc: documentOf(account, origin()),
        collections: [POSTS, FOLLOW],
        handleIsCorrect: true,
      })),
    'com.atproto.repo.listRecords': ({ query }) =>
      about(query.get('repo'), ({ did }) => ({ records: recordsOf(did, query.get('collection'), world) })),
    'com.atproto.repo.getRecord': ({ query }) =>
      about(query.get('repo'), ({ did }) => recordsOf(did, query.get('collection'), world)[0]),
  };
}

const documentOf = ({ did, handle }: Account, origin: string): object => ({
  id: did,
  alsoKnownAs: [`at://${handle}`],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
});

const profileOf = (account: Account, world: World): object => ({
  ...account,
  displayName: `${account.handle} 🌱 of the soak`,
  description: 'Comes and goes.',
  followersCount: world.listed(account.did).length,
  followsCount: 3,
  postsCount: 2,
  createdAt: '2024-02-30T00:00:00Z',
});

function recordsOf(did: string, collection: string | null, world: World): readonly object[] {
  const isPosts = collection === POSTS;
  return Array.from({ length: 30 }, (_, index) => ({
    uri: `at://${did}/${collection}/3l${String(index).padStart(11, '2')}`,
    cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
    value: isPosts
      ? {
          $type: POSTS,
          text: `post ${index}: 日本語 and é and 👩‍👩‍👧‍👦`,
          createdAt: '2026-01-02T03:04:05.678Z',
        }
      : followOf(world.strangers[index % world.strangers.length]?.did),
  }));
}
