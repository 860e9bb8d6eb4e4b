import { feedGeneratorLens, labelerLens, profileLens, starterPackLens, statusLens } from './declarations.js';
import { fallbackLens } from './fallback.js';
import { postgateLens, threadgateLens } from './gates.js';
import type { Lens } from './lens.js';
import { lexiconSchemaLens } from './lexicon-schema.js';
import { listLens, listSubjectLens } from './lists.js';
import { postLens } from './post.js';
import { reactionLens } from './reactions.js';
import { blockLens, followLens, listItemLens, verificationLens } from './relations.js';

/** Every lens for records of a known kind. A new one is a file in `lenses/` and a line here. */
export const lenses: readonly Lens[] = [
  postLens,
  reactionLens,
  followLens,
  blockLens,
  listItemLens,
  verificationLens,
  listLens,
  listSubjectLens,
  threadgateLens,
  postgateLens,
  profileLens,
  feedGeneratorLens,
  starterPackLens,
  labelerLens,
  statusLens,
  lexiconSchemaLens,
];

const byCollection: ReadonlyMap<string, Lens> = new Map(
  lenses.flatMap((lens) => lens.collections.map((collection) => [collection, lens] as const)),
);

/** The lens for the records of a collection; the fallback lens for collections that nobody has described here. */
export function lensFor(collection: string): Lens {
  return byCollection.get(collection) ?? fallbackLens;
}
