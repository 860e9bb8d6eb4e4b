import { type Author, post as call, type NewRecord, type StrongRef, signUp } from './author.js';
import { dated, moment } from './moments.js';
import type { LocalNetwork } from './network.js';
import type { SeedAccount } from './seed.js';
import { type SeedFeeds, seedFeeds } from './seed-feeds.js';
import { type PlannedLabel, type SeedLabel, type SeedLabeler, seedLabeler } from './seed-labels.js';
import { type SeedPictures, seedPictures } from './seed-pictures.js';
import { type SeedThread, seedThread } from './seed-thread.js';

/** What is around accounts and records: labels, pictures, a thread, feeds, and who is told of it. All of it is by accounts of its own. */
export interface SeedAround {
  readonly labeler: SeedLabeler;
  /** What the labeler says, in the order in which it said so. */
  readonly labels: readonly SeedLabel[];
  /** Of those labels, each way that one can be, by name. */
  readonly labelled: {
    /** An account, by its DID: `spam`, which its labeler defines as an alert. */
    readonly account: string;
    readonly post: StrongRef;
    /** A label for this very version of it. */
    readonly version: StrongRef;
    /** `graphic-media` and `porn`, which are everybody's. */
    readonly global: StrongRef;
    /** A label that was taken back. */
    readonly negated: StrongRef;
    /** A label that has expired, and one that will. */
    readonly expired: StrongRef;
    /** A value that its labeler does not explain, and one whose name has escapes. */
    readonly odd: StrongRef;
  };
  readonly pictures: SeedPictures;
  readonly thread: SeedThread;
  readonly feeds: SeedFeeds;
  /** `shy.test`, which asks apps not to show it to who is not signed in; its posts, the newest first; one of `uma.test` that quotes it. */
  readonly shy: {
    readonly did: string;
    readonly handle: string;
    readonly posts: readonly StrongRef[];
    readonly quotedBy: StrongRef;
  };
  /**
   * `nora.test`, who can sign in: she follows some, subscribes to the labeler, blocks `xenia.test`, has a list with two on it, and others
   * answered, liked, followed, mentioned, quoted and reposted her.
   */
  readonly nora: SeedAccount & {
    readonly post: StrongRef;
    readonly list: string;
    readonly listed: readonly string[];
    /** How many notifications there are of each reason. */
    readonly reasons: Readonly<Record<string, number>>;
  };
}

const POST = 'app.bsky.feed.post';
/** Who has no more to say of itself than a name; nobody but `nora` and `tess` can sign in. */
const NAMES = {
  tess: 'Tess',
  uma: 'Uma',
  viktor: 'Viktor',
  wren: 'Wren',
  xenia: 'Xenia',
  curator: 'The Curator',
  spammer: 'Cheap Watches',
  nora: 'Nora',
} as const;
const WITH_PASSWORD: ReadonlySet<string> = new Set(['nora', 'tess']);

/** Writes it all. It can be done beside the rest of the seed, and is not indexed yet when this resolves. */
export async function seedAround(network: LocalNetwork): Promise<{
  around: SeedAround;
  accounts: Readonly<Record<string, SeedAccount>>;
}> {
  const { pds } = network;
  const [{ labeler, author: labelerAuthor, publish }, { pictures, author: painter }, named, shyAuthor] =
    await Promise.all([
      seedLabeler(network),
      seedPictures(network),
      Promise.all(Object.keys(NAMES).map((name) => signUpAs(pds, name as keyof typeof NAMES))),
      signUp(pds, 'shy.test'),
    ]);
  const authors: Record<string, Author> = {
    ...Object.fromEntries(named),
    shy: shyAuthor,
    painter,
    labeler: labelerAuthor,
  };
  const shy = await seedShy(shyAuthor);
  const thread = await seedThread(authors);
  const [quotedBy, spams] = await Promise.all([
    writeOne(authors.uma!, quoteOf(35_000, 'Somebody whom not all may see said:', shy[0]!)),
    authors.spammer!.write(
      [1, 2, 3].map((n) => dated(35_100 + n, POST, { text: `Cheap watches, only today! (${n})` })),
    ),
  ]);
  const did = (name: string) => authors[name]!.did;
  const feeds = await seedFeeds(network, authors.curator!, {
    members: ['painter', 'tess', 'uma', 'shy'].map(did),
    muted: did('spammer'),
    posts: [...Object.values(pictures.posts), thread.root, thread.shy, thread.quote],
  });
  const nora = await seedNora(pds, authors, labeler.did);

  const { jpeg, alpha, webp, gif, wide, tall } = pictures.posts;
  const about = ({ uri }: StrongRef, val: string, more: Partial<PlannedLabel> = {}) => ({
    uri,
    val,
    ...more,
  });
  const labels = await publish([
    { uri: did('spammer'), val: 'spam' },
    { uri: did('spammer'), val: 'rude' },
    { uri: `at://${did('spammer')}/app.bsky.actor.profile/self`, val: 'misleading' },
    about(spams[0]!, 'spam'),
    about(jpeg, 'ai-picture'),
    about(webp, 'misleading', { cid: webp.cid }),
    about(alpha, 'graphic-media'),
    about(alpha, 'porn'),
    about(wide, 'rude', { neg: true }),
    about(tall, 'spoiler', { exp: '2025-06-01T00:00:00.000Z' }),
    about(tall, 'ai-picture', { exp: '2095-06-01T00:00:00.000Z' }),
    about(gif, 'unexplained'),
    about(gif, 'escapes'),
    { uri: feeds.list, val: 'rude' },
    { uri: feeds.feed, val: 'misleading' },
    { uri: feeds.pack, val: 'spoiler' },
  ]);

  return {
    accounts: Object.fromEntries(
      Object.entries(authors).map(([name, { did, handle, password }]) => [name, { did, handle, password }]),
    ),
    around: {
      labeler,
      labels,
      labelled: {
        account: did('spammer'),
        post: jpeg,
        version: webp,
        global: alpha,
        negated: wide,
        expired: tall,
        odd: gif,
      },
      pictures,
      thread,
      feeds,
      shy: {
        did: shyAuthor.did,
        handle: shyAuthor.handle,
        posts: [thread.shy, ...shy.toReversed()],
        quotedBy,
      },
      nora,
    },
  };
}

async function signUpAs(pds: string, name: keyof typeof NAMES): Promise<readonly [string, Author]> {
  const author = await signUp(pds, `${name}.test`, WITH_PASSWORD.has(name) ? `${name}-pass` : undefined);
  await author.write([profile({ displayName: NAMES[name] })]);
  return [name, author];
}

/** The profile with its label, and three posts, the oldest first. */
async function seedShy(author: Author): Promise<StrongRef[]> {
  const labels = {
    $type: 'com.atproto.label.defs#selfLabels',
    values: [{ val: '!no-unauthenticated' }],
  };
  await author.write([profile({ displayName: 'Shy', description: 'Only for who is signed in.', labels })]);
  return await author.write(
    [1, 2, 3].map((n) => dated(31_000 + n, POST, { text: `A quiet thought, number ${n}`, langs: ['en'] })),
  );
}

/** What nora has, and what the others have to do with her. */
async function seedNora(
  pds: string,
  authors: Readonly<Record<string, Author>>,
  labeler: string,
): Promise<SeedAround['nora']> {
  const nora = authors.nora!;
  const did = (name: string) => authors[name]!.did;
  const list = dated(36_001, 'app.bsky.graph.list', {
    name: 'My painters',
    purpose: 'app.bsky.graph.defs#curatelist',
  });
  const uri = `at://${nora.did}/${list.collection}/${list.rkey}`;
  const listed = ['painter', 'uma'].map(did);
  const post = await writeOne(nora, dated(36_000, POST, { text: 'Hello, I am new here', langs: ['en'] }));
  await nora.write([
    list,
    ...listed.map((subject, i) => dated(36_002 + i, 'app.bsky.graph.listitem', { list: uri, subject })),
    ...['tess', 'uma', 'painter', 'shy', 'labeler'].map((name, i) =>
      dated(36_010 + i, 'app.bsky.graph.follow', { subject: did(name) }),
    ),
    dated(36_020, 'app.bsky.graph.block', { subject: did('xenia') }),
  ]);
  const preferences = [{ $type: 'app.bsky.actor.defs#labelersPref', labelers: [{ did: labeler }] }];
  await call(pds, 'app.bsky.actor.putPreferences', { preferences }, nora.token);

  const [tess, uma, wren] = [authors.tess!, authors.uma!, authors.wren!];
  const mention = 'Welcome, @nora.test!';
  await Promise.all([
    tess.write([
      dated(36_100, 'app.bsky.graph.follow', { subject: nora.did }),
      dated(36_101, 'app.bsky.feed.like', { subject: post }),
      dated(36_102, POST, { text: 'Welcome!', langs: ['en'], reply: { root: post, parent: post } }),
    ]),
    uma.write([
      dated(36_110, 'app.bsky.graph.follow', { subject: nora.did }),
      dated(36_111, 'app.bsky.feed.like', { subject: post }),
      dated(36_112, 'app.bsky.feed.repost', { subject: post }),
      quoteOf(36_113, 'Say hello to her:', post),
    ]),
    wren.write([
      dated(36_120, POST, {
        text: mention,
        langs: ['en'],
        facets: [
          {
            index: { byteStart: mention.indexOf('@'), byteEnd: mention.indexOf('!') },
            features: [{ $type: 'app.bsky.richtext.facet#mention', did: nora.did }],
          },
        ],
      }),
    ]),
  ]);
  const { handle, password } = nora;
  const reasons = { follow: 2, like: 2, reply: 1, repost: 1, quote: 1, mention: 1 };
  return { did: nora.did, handle, password, post, list: uri, listed, reasons };
}

async function writeOne(author: Author, record: NewRecord): Promise<StrongRef> {
  const [ref] = await author.write([record]);
  return ref!;
}

function quoteOf(minutes: number, text: string, record: StrongRef): NewRecord {
  return dated(minutes, POST, { text, langs: ['en'], embed: { $type: 'app.bsky.embed.record', record } });
}

function profile(value: Record<string, unknown>): NewRecord {
  return {
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    value: { ...value, createdAt: moment(0) },
  };
}
