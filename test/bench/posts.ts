import { createRaw as createTid, parse as parseTid } from '@atcute/tid';

/** Words that posts are made of; with accents, CJK and emoji, as on the real network. */
const words =
  'the of and to a in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part 猫 ありがとう café 👍 🎉 naïve'.split(
    ' ',
  );

/** Numbers that look random and are the same in each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const firstPostAt = Date.UTC(2024, 0, 1);
const betweenPosts = 60_000;

/** The record key of the `index`th post: a TID, and later posts have greater ones. */
export function postKey(index: number): string {
  return createTid((firstPostAt + index * betweenPosts) * 1000, 0);
}

/** The inverse of `postKey`. */
export function postIndex(key: string): number {
  return (parseTid(key).timestamp / 1000 - firstPostAt) / betweenPosts;
}

/**
 * The `index`th post of an account: of the shapes and lengths that posts have, about one in four a reply and one in five
 * with a link card.
 */
export function post(index: number, did: string): Record<string, unknown> {
  const random = randomFrom(index);
  const length = 3 + Math.floor(random() ** 2 * 40);
  const text = Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
  const record: Record<string, unknown> = {
    $type: 'app.bsky.feed.post',
    text: `post ${index}: ${text}`,
    langs: ['en'],
    createdAt: new Date(firstPostAt + index * betweenPosts).toISOString(),
  };
  if (index > 0 && random() < 0.25) {
    const parent = { uri: `at://${did}/app.bsky.feed.post/${postKey(index - 1)}`, cid: postCid(index - 1) };
    record.reply = { root: parent, parent };
  }
  if (random() < 0.2) {
    record.embed = {
      $type: 'app.bsky.embed.external',
      external: {
        uri: `https://example.com/articles/${index}`,
        title: `Article ${index}`,
        description: text.slice(0, 120),
      },
    };
  }
  return record;
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A CID (v1, dag-cbor, sha-256) in form only: it is the hash of nothing. */
export function postCid(index: number): string {
  const random = randomFrom(~index);
  const digits = (count: number, below: number) =>
    Array.from({ length: count }, () => base32[Math.floor(random() * below)]).join('');
  // 36 bytes are 57.6 digits: the prefix ends within the first of these, the hash within the last.
  return `bafyrei${digits(1, 8)}${digits(50, 32)}a`;
}
