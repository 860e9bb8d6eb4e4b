import type { Author, StrongRef } from './author.js';
import { dated, moment, momentKey } from './moments.js';

/** A thread of some thirty replies, whose root is by `tess.test`. */
export interface SeedThread {
  readonly root: StrongRef;
  /** The reply twelve steps below the root. */
  readonly deep: StrongRef;
  /** How many steps it is below. */
  readonly depth: number;
  /** Hidden by the author of the root, in its threadgate. */
  readonly hidden: StrongRef;
  /** Has no record any more, and `orphan` answers it. */
  readonly deleted: StrongRef;
  readonly orphan: StrongRef;
  /** By `viktor.test`, whom the author of the root blocks. */
  readonly blocked: StrongRef;
  /** By `shy.test`, who asks not to be shown to who is not signed in. */
  readonly shy: StrongRef;
  /** A post by `uma.test` that quotes the root. */
  readonly quote: StrongRef;
  /** Replies that are there, those hidden or blocked included. */
  readonly replies: number;
}

const POST = 'app.bsky.feed.post';
const DEPTH = 12;
const START = 32_000;

/** Record key of the root, the same in each run. */
export const THREAD_KEY = momentKey(START);

/** Writes the thread. `authors` have `tess`, `uma`, `viktor`, `wren`, `xenia`, `shy`. */
export async function seedThread(authors: Readonly<Record<string, Author>>): Promise<SeedThread> {
  let written = 0;
  async function say(name: string, text: string, more: Record<string, unknown> = {}): Promise<StrongRef> {
    const post = dated(START + written++ * 7, POST, { text, langs: ['en'], ...more });
    const [ref] = await authors[name]!.write([post]);
    return ref!;
  }
  const root = await say('tess', 'What do you plant first in spring, and why? 🌱');
  const reply = (name: string, text: string, parent: StrongRef = root) =>
    say(name, text, { reply: { root, parent } });

  // A conversation that goes down and down, with a side remark here and there.
  let deep = root;
  for (let level = 1; level <= DEPTH; level++) {
    const name = level % 2 === 1 ? 'uma' : 'tess';
    const parent = deep;
    deep = await reply(name, `${level}. ${LINES[(level - 1) % LINES.length]}`, parent);
    if (level % 4 === 2) await reply('wren', `A remark on number ${level - 1}`, parent);
  }
  // A branch that is wide.
  const wide = await reply('wren', 'Everybody: which tomato?');
  for (let i = 1; i <= 8; i++) {
    await reply(
      ['uma', 'xenia', 'tess'][i % 3]!,
      `Tomato ${i}: ${['Roma', '黒トマト', 'Ochsenherz'][i % 3]}`,
      wide,
    );
  }
  const hidden = await reply('xenia', 'Nothing, gardens are a waste of time.');
  const blocked = await reply('viktor', 'You are all wrong.');
  await reply('wren', 'Why so angry?', blocked);
  const deleted = await reply('wren', 'I shall regret this.');
  const orphan = await reply('uma', 'I answered something that is gone.', deleted);
  const shy = await reply('shy', 'Peas, but tell nobody who is not signed in.');
  await reply('uma', 'I heard that.', shy);
  const quote = await say('uma', 'This is a good question:', {
    embed: { $type: 'app.bsky.embed.record', record: root },
  });

  await authors.wren!.delete(POST, keyOf(deleted));
  await authors.tess!.write([
    {
      collection: 'app.bsky.feed.threadgate',
      rkey: keyOf(root),
      value: { post: root.uri, hiddenReplies: [hidden.uri], createdAt: moment(START + 500) },
    },
    dated(START + 501, 'app.bsky.graph.block', { subject: authors.viktor!.did }),
  ]);
  // But for the root, the quote, and what was deleted.
  const replies = written - 3;
  return { root, deep, depth: DEPTH, hidden, deleted, orphan, blocked, shy, quote, replies };
}

const LINES = [
  'Broad beans, they do not mind the frost.',
  'Mine rotted last year.',
  'Then it was too wet, not too cold.',
  'How does one tell?',
  'Dig a spade deep and squeeze the earth.\n\nIf water comes out, wait.',
  'It is only mud here in March 🌧',
];

function keyOf({ uri }: StrongRef): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
