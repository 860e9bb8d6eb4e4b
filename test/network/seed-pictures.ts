import { type Author, type Blob, type StrongRef, signUp } from './author.js';
import { type Drawing, face, landscape, leaf, rollingBall } from './drawings.js';
import { dated, moment } from './moments.js';
import type { LocalNetwork } from './network.js';
import { film } from './video.js';

/** A picture of the painter's as its record names it. */
export interface SeedPicture {
  readonly cid: string;
  readonly type: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** A film of the painter's; its captions are WebVTT, in English and German. */
export interface SeedVideo extends SeedPicture {
  readonly seconds: number;
  readonly captions: readonly { readonly lang: string; readonly cid: string; readonly text: string }[];
}

/** What `painter.test` has: posts with pictures of every kind, by name. */
export interface SeedPictures {
  readonly painter: { readonly did: string; readonly handle: string };
  readonly posts: Readonly<Record<keyof typeof PICTURE_POSTS, StrongRef>>;
  readonly pictures: Readonly<Record<DrawingName, SeedPicture>>;
  readonly video: SeedVideo;
}

const DRAWINGS = {
  avatar: () => face('jpeg', 256, 200),
  banner: () => landscape('jpeg', 1500, 500, 190),
  jpeg: () => landscape('jpeg', 800, 600, 10),
  alpha: () => leaf('png', 320),
  webp: () => landscape('webp', 640, 480, 260),
  gif: () => rollingBall(160, 120),
  wide: () => landscape('jpeg', 1600, 200, 320),
  tall: () => landscape('jpeg', 240, 1600, 80),
  thumb: () => landscape('jpeg', 400, 300, 40),
} satisfies Record<string, () => Drawing | Promise<Drawing>>;
export type DrawingName = keyof typeof DRAWINGS;

interface PicturePost {
  readonly text: string;
  readonly images: readonly (readonly [drawing: DrawingName, alt: string])[];
}

const PICTURE_POSTS = {
  jpeg: { text: 'Evening over the hills', images: [['jpeg', 'A sun over green hills, and a tree']] },
  alpha: { text: 'A leaf, cut out', images: [['alpha', 'A green leaf on nothing']] },
  webp: { text: 'No words for this one', images: [['webp', '']] },
  gif: { text: 'It rolls', images: [['gif', 'A yellow ball that rolls over a meadow']] },
  wide: { text: 'All of the valley', images: [['wide', 'The whole valley, from left to right']] },
  tall: { text: 'From the ground to the clouds', images: [['tall', '']] },
  several: {
    text: 'Four of this week',
    images: [
      ['jpeg', 'Monday: the hills'],
      ['webp', ''],
      ['alpha', 'Wednesday: a leaf'],
      ['tall', 'Thursday: up to the clouds, in two lines\nof alternative text'],
    ],
  },
  card: { text: 'How I mix my greens', images: [] },
  video: { text: 'It rolls, and one can hear about it', images: [] },
} satisfies Record<string, PicturePost>;

/** Makes `painter.test`, its pictures and its posts. */
export async function seedPictures({ pds }: Pick<LocalNetwork, 'pds'>): Promise<{
  pictures: SeedPictures;
  author: Author;
}> {
  const author = await signUp(pds, 'painter.test', 'painter-pass');
  const names = Object.keys(DRAWINGS) as DrawingName[];
  const drawn = await Promise.all(
    names.map(async (name) => {
      const drawing = await DRAWINGS[name]();
      return [name, { drawing, blob: await author.upload(drawing.bytes, drawing.type) }] as const;
    }),
  );
  const all = Object.fromEntries(drawn) as Record<DrawingName, { drawing: Drawing; blob: Blob }>;
  const video = await uploadVideo(author);
  await author.write([
    {
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      value: {
        displayName: 'The Painter',
        description: 'Pictures of every kind.',
        avatar: all.avatar.blob,
        banner: all.banner.blob,
        createdAt: moment(0),
      },
    },
  ]);
  const entries = Object.entries(PICTURE_POSTS) as [keyof typeof PICTURE_POSTS, PicturePost][];
  const refs = await author.write(
    entries.map(([name, { text, images }], i) =>
      dated(30_000 + i * 60, 'app.bsky.feed.post', {
        text,
        langs: ['en'],
        embed:
          name === 'card' ? card(all.thumb.blob) : name === 'video' ? video.embed : withImages(images, all),
      }),
    ),
  );
  return {
    author,
    pictures: {
      painter: { did: author.did, handle: author.handle },
      posts: Object.fromEntries(entries.map(([name], i) => [name, refs[i]])) as SeedPictures['posts'],
      pictures: Object.fromEntries(
        drawn.map(([name, { drawing, blob }]) => [
          name,
          {
            cid: blob.ref.$link,
            type: blob.mimeType,
            size: blob.size,
            width: drawing.width,
            height: drawing.height,
          },
        ]),
      ) as SeedPictures['pictures'],
      video: video.facts,
    },
  };
}

const FILM = { width: 160, height: 96, frames: 12, framesPerSecond: 6 };
const CAPTIONS = [
  {
    lang: 'en',
    text: 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe ball begins to roll.\n\n00:01.000 --> 00:02.000\nAnd off it goes.\n',
  },
  {
    lang: 'de',
    text: 'WEBVTT\n\n00:00.000 --> 00:01.000\nDer Ball rollt los.\n\n00:01.000 --> 00:02.000\nUnd weg ist er.\n',
  },
] as const;

/** The film as a blob, with captions, and what a post embeds of it. */
async function uploadVideo(author: Author): Promise<{ embed: object; facts: SeedVideo }> {
  const { width, height, frames, framesPerSecond } = FILM;
  const blob = await author.upload(film(FILM), 'video/mp4');
  const captions = await Promise.all(
    CAPTIONS.map(async ({ lang, text }) => ({
      lang,
      text,
      file: await author.upload(Buffer.from(text), 'text/vtt'),
    })),
  );
  return {
    embed: {
      $type: 'app.bsky.embed.video',
      video: blob,
      captions: captions.map(({ lang, file }) => ({ lang, file })),
      alt: 'A ball that rolls over a meadow',
      aspectRatio: { width, height },
    },
    facts: {
      cid: blob.ref.$link,
      type: blob.mimeType,
      size: blob.size,
      width,
      height,
      seconds: frames / framesPerSecond,
      captions: captions.map(({ lang, text, file }) => ({ lang, text, cid: file.ref.$link })),
    },
  };
}

function withImages(
  images: PicturePost['images'],
  all: Readonly<Record<DrawingName, { readonly drawing: Drawing; readonly blob: Blob }>>,
) {
  return {
    $type: 'app.bsky.embed.images',
    images: images.map(([name, alt]) => {
      const { drawing, blob } = all[name];
      return { image: blob, alt, aspectRatio: { width: drawing.width, height: drawing.height } };
    }),
  };
}

function card(thumb: Blob) {
  return {
    $type: 'app.bsky.embed.external',
    external: {
      uri: 'https://painter.example/greens',
      title: 'Mixing greens',
      description: 'Yellow, blue, and patience.',
      thumb,
    },
  };
}
