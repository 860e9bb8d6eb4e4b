import type { Blob, NewRecord, StrongRef } from './author.js';
import { dated } from './moments.js';

export const ALICE_POSTS = 250;
/** The number of the one that all her followers like. */
export const POPULAR_POST = 245;

/** What the posts of alice refer to. */
export interface PostMaterial {
  readonly images: readonly Blob[];
  /** Somebody to mention. */
  readonly friend: { readonly did: string; readonly handle: string };
  /** Posts of others, to answer and to quote. */
  readonly others: readonly StrongRef[];
}

export type PostKind = 'plain' | 'reply' | 'images' | 'quote' | 'link' | 'quote with images' | 'facets';

/** What the post of that number, 0 the oldest, is. */
export function postKind(number: number): PostKind {
  if (number % 5 === 3) return 'reply';
  if (number % 25 === 7) return 'images';
  if (number % 25 === 12) return 'quote';
  if (number % 25 === 17) return 'link';
  if (number % 50 === 24) return 'quote with images';
  if (number % 10 === 1) return 'facets';
  return 'plain';
}

/** Can it be written only after the posts that it refers to? */
export function refersToOthers(kind: PostKind): boolean {
  return kind === 'reply' || kind === 'quote' || kind === 'quote with images';
}

const COLLECTION = 'app.bsky.feed.post';

const SENTENCES: readonly { readonly lang: string; readonly text: string }[] = [
  { lang: 'en', text: 'The tomatoes are coming up at last' },
  { lang: 'ja', text: '今日は庭で地図を描いていました。雨が降りそうです。' },
  { lang: 'de', text: 'Über Nacht sind die Äpfel gefallen, schöne Grüße' },
  { lang: 'ar', text: 'اليوم مشينا طويلا في الحديقة' },
  { lang: 'he', text: 'הגינה פורחת היום' },
  { lang: 'ko', text: '오늘은 정원에서 책을 읽었어요' },
  { lang: 'zh', text: '今天的散步走了二十公里' },
  { lang: 'pt', text: 'Um mapa novo da vizinhança, à mão' },
  { lang: 'en', text: '🌱🌿🪴 three stages, one window 👩🏽‍🌾' },
  { lang: 'hi', text: 'आज बग़ीचे में बारिश हुई' },
  {
    lang: 'en',
    text: 'A longer one, in two paragraphs.\n\nThe second says that maps are gardens of paper, and that both want tending.',
  },
];

/** The post of that number. `own` has alice's earlier posts, as far as they are written, by number. */
export function alicePost(
  number: number,
  material: PostMaterial,
  own: ReadonlyMap<number, StrongRef>,
): NewRecord {
  const sentence = SENTENCES[number % SENTENCES.length]!;
  const text = `${sentence.text} · ${number}`;
  const base = { text, langs: [sentence.lang] };
  const other = material.others[number % material.others.length]!;
  const post = (value: Record<string, unknown>): NewRecord => dated(1000 + number * 37, COLLECTION, value);

  switch (postKind(number)) {
    case 'plain':
      return post(number % 40 === 0 ? { ...base, langs: ['en', 'de'], tags: ['gardening'] } : base);
    case 'reply': {
      // Every other answer is to herself: numbers that end in 0 or 5 are never replies themselves.
      const parent = (number % 2 === 0 && own.get(number - 3)) || other;
      return post({ ...base, reply: { root: parent, parent } });
    }
    case 'images':
      return post({ ...base, embed: images(material, number) });
    case 'quote':
      return post({ ...base, embed: { $type: 'app.bsky.embed.record', record: other } });
    case 'link':
      return post({
        ...base,
        embed: {
          $type: 'app.bsky.embed.external',
          external: {
            uri: `https://garden.example/notes/${number}`,
            title: `Note ${number}: on maps`,
            description: 'How a garden is drawn, and why.',
            thumb: material.images[number % material.images.length],
          },
        },
      });
    case 'quote with images':
      return post({
        ...base,
        embed: {
          $type: 'app.bsky.embed.recordWithMedia',
          record: { $type: 'app.bsky.embed.record', record: other },
          media: images(material, number),
        },
      });
    case 'facets':
      return post(withFacets(base, number, material));
  }
}

function images({ images }: PostMaterial, number: number) {
  const count = 1 + (number % 4);
  return {
    $type: 'app.bsky.embed.images',
    images: Array.from({ length: count }, (_, i) => ({
      image: images[(number + i) % images.length],
      alt: i === 0 ? `Picture ${number}: a striped field 🌾` : '',
      aspectRatio: { width: 64, height: 48 },
    })),
  };
}

function withFacets(base: { text: string }, number: number, { friend }: PostMaterial) {
  const parts: readonly { readonly text: string; readonly feature?: object }[] = [
    { text: '🌻 with ' },
    { text: `@${friend.handle}`, feature: { $type: 'app.bsky.richtext.facet#mention', did: friend.did } },
    { text: ' at ' },
    {
      text: 'garden.example/…',
      feature: { $type: 'app.bsky.richtext.facet#link', uri: `https://garden.example/day/${number}` },
    },
    { text: ' ' },
    { text: '#庭', feature: { $type: 'app.bsky.richtext.facet#tag', tag: '庭' } },
    { text: ` · ${number}` },
  ];
  const facets: object[] = [];
  let at = 0;
  for (const { text, feature } of parts) {
    const byteEnd = at + Buffer.byteLength(text);
    if (feature) facets.push({ index: { byteStart: at, byteEnd }, features: [feature] });
    at = byteEnd;
  }
  return { ...base, text: parts.map(({ text }) => text).join(''), facets };
}
