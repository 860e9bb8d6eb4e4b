import type { Blob, NewRecord, StrongRef } from './author.js';
import { dated, moment, momentKey } from './moments.js';
import { ODDITY_COLLECTION, UNKNOWN_COLLECTION } from './seed-oddities.js';

const REPOSTS = 15;
const LIST_MEMBERS = 12;
const PACK_MEMBERS = 5;
const PLANTS = 25;
/** Whose answers are gated: one of alice's plain posts. */
const GATED_POST = 200;

const LIST = { collection: 'app.bsky.graph.list', rkey: momentKey(14_000) };
const PACK_LIST = { collection: 'app.bsky.graph.list', rkey: momentKey(14_100) };

/** Where single records of alice's are; a threadgate has the key of its post. */
export const SINGLE_RECORDS = {
  list: LIST,
  feed: { collection: 'app.bsky.feed.generator', rkey: 'gardens' },
  starterPack: { collection: 'app.bsky.graph.starterpack', rkey: momentKey(14_200) },
  block: { collection: 'app.bsky.graph.block', rkey: momentKey(13_900) },
  plant: { collection: UNKNOWN_COLLECTION, rkey: 'plant-01' },
  escapes: { collection: ODDITY_COLLECTION, rkey: 'escapes' },
  large: { collection: ODDITY_COLLECTION, rkey: 'large' },
  deep: { collection: ODDITY_COLLECTION, rkey: 'deep' },
} as const;

export interface GraphMaterial {
  readonly alice: string;
  readonly follows: readonly { readonly did: string }[];
  readonly blocked: { readonly did: string };
  /** Alice's posts, the oldest first. */
  readonly posts: readonly StrongRef[];
  readonly liked: readonly StrongRef[];
  readonly images: readonly Blob[];
}

/** All that alice has, but for her profile, posts and oddities. */
export function aliceGraph({ alice, follows, blocked, posts, liked, images }: GraphMaterial): NewRecord[] {
  const uri = ({ collection, rkey }: { collection: string; rkey: string }) =>
    `at://${alice}/${collection}/${rkey}`;
  const member = (list: typeof LIST, minutes: number, subject: { readonly did: string }) =>
    dated(minutes, 'app.bsky.graph.listitem', { list: uri(list), subject: subject.did });
  const gated = posts[GATED_POST]!;

  return [
    ...follows.map(({ did }, i) => dated(15_000 + i * 2, 'app.bsky.graph.follow', { subject: did })),
    ...liked.map((subject, i) => dated(16_000 + i * 2, 'app.bsky.feed.like', { subject })),
    ...liked
      .slice(0, REPOSTS)
      .map((subject, i) => dated(17_000 + i * 2, 'app.bsky.feed.repost', { subject })),
    dated(13_900, 'app.bsky.graph.block', { subject: blocked.did }),
    dated(14_000, LIST.collection, {
      name: 'Gardeners 🌱',
      purpose: 'app.bsky.graph.defs#curatelist',
      description: 'People who garden.',
      avatar: images[1],
    }),
    ...follows.slice(0, LIST_MEMBERS).map((subject, i) => member(LIST, 14_001 + i, subject)),
    dated(14_100, PACK_LIST.collection, {
      name: 'Members of the pack',
      purpose: 'app.bsky.graph.defs#referencelist',
    }),
    ...follows.slice(0, PACK_MEMBERS).map((subject, i) => member(PACK_LIST, 14_101 + i, subject)),
    {
      ...SINGLE_RECORDS.feed,
      value: {
        did: 'did:web:feeds.example',
        displayName: 'Gardens',
        description: 'All posts about gardens.',
        createdAt: moment(14_150),
      },
    },
    dated(14_200, SINGLE_RECORDS.starterPack.collection, {
      name: 'Start gardening',
      description: 'Whom to follow first.',
      list: uri(PACK_LIST),
      feeds: [{ uri: uri(SINGLE_RECORDS.feed) }],
    }),
    {
      collection: 'app.bsky.feed.threadgate',
      rkey: gated.uri.slice(gated.uri.lastIndexOf('/') + 1),
      value: {
        post: gated.uri,
        allow: [
          { $type: 'app.bsky.feed.threadgate#mentionRule' },
          { $type: 'app.bsky.feed.threadgate#followingRule' },
        ],
        createdAt: moment(14_300),
      },
    },
    ...Array.from({ length: PLANTS }, (_, i) => plant(i + 1, { alice, blocked, posts, images })),
  ];
}

/** A record of a lexicon that nobody has heard of, with every kind of reference in it. */
function plant(
  number: number,
  { alice, blocked, posts, images }: Pick<GraphMaterial, 'alice' | 'blocked' | 'posts' | 'images'>,
): NewRecord {
  const post = posts[number]!;
  return {
    collection: UNKNOWN_COLLECTION,
    rkey: `plant-${String(number).padStart(2, '0')}`,
    value: {
      name: ['Tomato', 'Basil', 'ミント', 'نعناع', 'Rosemary 🌿'][number % 5],
      heightCm: number * 7,
      watered: number % 2 === 0,
      sownAt: moment(11_000 + number),
      picture: images[number % images.length],
      diary: { uri: post.uri, cid: post.cid },
      soil: { $link: post.cid },
      label: { $bytes: Buffer.from(`plant ${number}`).toString('base64').replaceAll('=', '') },
      neighbours: [`at://${alice}/${UNKNOWN_COLLECTION}/plant-01`, blocked.did, '@bob.test'],
      link: `https://plants.example/${number}?q=a&b=c#top`,
      notes: null,
      tags: number % 3 === 0 ? [] : ['kitchen', 'south-facing'],
    },
  };
}
