import { createHash } from 'node:crypto';
import { toBase32 } from '@atcute/multibase';
import type { Address } from '../../src/places/address.js';
import { randomFrom } from './random.js';

const { below, pick } = randomFrom(20_261_126);
const many = (least: number, most: number, characters: string): string =>
  Array.from({ length: least + below(most - least + 1) }, () => pick([...characters])).join('');

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const label = (): string => many(1, 1, LETTERS) + many(0, 8, `${LETTERS}0123456789`);
const account = (): string =>
  pick([
    () => `${label()}.${label()}.test`,
    () => `did:plc:${many(24, 24, 'abcdefghijklmnopqrstuvwxyz234567')}`,
    () => `did:web:${label()}.example.com`,
    () => 'did:web:localhost%3A2583',
    () => `did:example:${many(1, 12, `${LETTERS}ABC.-_:`)}z`,
  ])();
const nsid = (): string => `${label()}.${label()}.${label()}${pick(['', 'V2'])}`;
const rkey = (): string =>
  pick([
    () => many(13, 13, '234567abcdefghijklmnopqrstuvwxyz'),
    () => pick(['self', 'likes', 'followers', 'members', '.a', 'a.', 'a:', '~', '-', '_', ':']),
    () => `${many(1, 30, `${LETTERS}0123456789.-_:~`)}x`,
  ])();
const words = (): string =>
  pick([
    () => `${many(1, 20, `${LETTERS} %#?&/:.!()'"<>“”日本🦀é\u200d\n`)}x`,
    () =>
      pick([
        'did:plc:a',
        'at://alice.test',
        'https://bsky.app/profile/a.test',
        '100%',
        '%25',
        'a b',
        '#tag',
        'why?',
        '.',
      ]),
  ])();

const archive = (): unknown =>
  pick([() => ({ file: words() }), () => ({ repo: account(), copy: below(3) })])();

const host = (): string =>
  pick([
    () => `${label()}.example.com`,
    () => `${label()}.${label()}.test:${1024 + below(60_000)}`,
    () =>
      pick([
        'localhost:2583',
        '127.0.0.1',
        '[::1]',
        '[2001:db8::1]:8443',
        'pds.internal',
        'xn--bcher-kva.example',
      ]),
    () => `http://${label()}.example.com:${1024 + below(60_000)}`,
    () => `https://${pick(['localhost:2583', '[::1]', '192.168.0.1', label()])}`,
  ])();
const day = (): string =>
  new Date(Date.UTC(2020 + below(9), below(12), 1 + below(31))).toISOString().slice(0, 10);
const time = (): string => new Date(Date.UTC(2023, 0, 1) + below(1e11)).toISOString().replace('.000Z', 'Z');
const service = (): unknown =>
  pick([
    () => undefined,
    () =>
      pick([
        'pds',
        'appview',
        'localhost',
        '127.0.0.1:2583',
        'http://localhost:2583',
        'http://[::1]:2583',
        '[::1]',
      ]),
    () => `${label()}.${label()}.test${pick(['', ':2583'])}`,
    () => `${account().replace(/^[^:]*$/, 'did:web:a.test')}${pick(['', '#bsky_appview'])}`,
  ])();
const params = (): unknown =>
  Array.from({ length: below(4) }, () => [
    pick([label, words, () => ''])(),
    pick([account, words, () => ''])(),
  ]);

/** Links whose collection and path a stranger chose. */
const via = (): unknown => ({
  source: pick([
    () => `${nsid()}:${label()}.${label()}`,
    () => 'app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#mention].did',
    () => `${words()}:${words()}`,
    words,
  ])(),
  side: pick([() => 'records', () => 'accounts', () => ({ to: pick([label, words])() })])(),
});
const uri = (): string =>
  pick([
    () => `https://${label()}.example/${many(0, 20, `${LETTERS}%?#/.:!()'"<>,;[]&=~-_`)}`,
    () => `https://${label()}.example`,
    () =>
      pick([
        'https://a.test/100%25',
        'mailto:a@b.test',
        'https://a.test/?',
        'https://a.test/a(b)',
        'https://a.test/%29',
        'https://a.test/from/x/',
      ]),
  ])();
/** The CID of a blob that holds a text. */
function blobCid(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return `b${toBase32(Buffer.concat([Buffer.from([0x01, 0x55, 0x12, 0x20]), digest]))}`;
}

/** What fills the members of an address, by name. */
const MEMBERS: Readonly<Record<string, () => unknown>> = {
  repo: account,
  collection: nsid,
  rkey,
  words,
  query: words,
  day,
  at: () => pick([() => undefined, day, time])(),
  of: archive,
  about: () => pick([() => undefined, () => ({ collection: nsid(), rkey: rkey() })])(),
  label: () =>
    pick([() => undefined, () => ({ src: account().replace(/^[^:]*$/, 'did:web:a.test'), val: words() })])(),
  via: () => pick([() => undefined, via])(),
  target: uri,
  host,
  nsid,
  cid: () => blobCid(words()),
  from: archive,
  def: () => pick([() => undefined, words, () => label()])(),
  service,
  params,
  sort: () => pick([() => undefined, () => pick(['newest', 'top'])])(),
  filter: () => pick([() => undefined, () => pick(['no_replies', 'with_media', 'with_video'])])(),
  reasons: () => pick([undefined, 'words', 'likes', 'follows']),
};

/** Members of the addresses of each kind, beside its kind. Whoever adds a kind adds a line. */
const SHAPES: {
  readonly [Kind in Address['kind']]: readonly Exclude<keyof Extract<Address, { kind: Kind }>, 'kind'>[];
} = {
  repo: ['repo'],
  collection: ['repo', 'collection'],
  record: ['repo', 'collection', 'rkey'],
  followers: ['repo'],
  follows: ['repo'],
  history: ['repo'],
  identity: ['repo', 'at'],
  log: ['repo'],
  relays: ['repo'],
  labels: ['repo', 'about', 'label'],
  labeler: ['repo'],
  labelsBy: ['repo'],
  links: ['repo', 'about', 'via'],
  linksTo: ['target', 'via'],
  preferences: ['repo'],
  reposts: ['repo', 'collection', 'rkey'],
  quotes: ['repo', 'collection', 'rkey'],
  replies: ['repo', 'collection', 'rkey'],
  authorFeed: ['repo', 'filter'],
  thread: ['repo', 'collection', 'rkey', 'sort'],
  feedPosts: ['repo', 'collection', 'rkey'],
  lists: ['repo'],
  members: ['repo', 'collection', 'rkey'],
  feeds: ['repo'],
  packs: ['repo'],
  known: ['repo'],
  blocks: ['repo'],
  mutes: ['repo'],
  memberships: ['repo'],
  timeline: ['repo'],
  notifications: ['repo', 'reasons'],
  people: ['words'],
  postSearch: ['words'],
  likes: ['repo', 'collection', 'rkey'],
  proof: ['repo', 'collection', 'rkey'],
  xrpc: ['nsid', 'service', 'params'],
  activity: ['repo'],
  archiveActivity: ['of'],
  archiveTree: ['of'],
  archiveDay: ['of', 'day', 'collection'],
  lexicon: ['nsid', 'def'],
  archives: [],
  archive: ['of'],
  archiveProblems: ['of'],
  archiveCollection: ['of', 'collection'],
  archiveRecord: ['of', 'collection', 'rkey'],
  archiveSearch: ['of', 'query'],
  archiveBlobs: ['of'],
  archiveBlob: ['of', 'cid'],
  blobs: ['repo'],
  blob: ['repo', 'cid'],
  archiveChanges: ['of', 'from'],
  host: ['host'],
  repos: ['host'],
  hosts: ['host'],
  lexiconRepos: ['nsid'],
};

/** Members that have one value in a kind. */
const FIXED: { readonly [Kind in Address['kind']]?: Partial<Record<string, string>> } = {
  members: { collection: 'app.bsky.graph.list' },
  feedPosts: { collection: 'app.bsky.feed.generator' },
  thread: { collection: 'app.bsky.feed.post' },
};

/** An address of a kind, as strange as one may be. */
export function randomAddress(kind: Address['kind']): Address {
  const members = SHAPES[kind].map((name) => [name, MEMBERS[name]?.()] as const);
  return { kind, ...Object.fromEntries(members), ...FIXED[kind] } as unknown as Address;
}
