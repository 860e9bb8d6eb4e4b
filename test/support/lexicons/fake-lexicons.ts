import { type Lexicon, LexiconError, type Lexicons } from '../../../src/atproto/lexicons/lexicon.js';
import type { LexiconDoc } from '../../../src/atproto/lexicons/lexicon-doc.js';

/** A document as a lexicon that comes with the program, or that was published. */
export function lexiconOf(doc: unknown, origin: Lexicon['origin'] = { kind: 'bundled' }): Lexicon {
  const json = JSON.stringify(doc);
  const read: LexiconDoc = JSON.parse(json);
  return { nsid: read.id, doc: read, json, origin };
}

/** Lexicons without a network: `known` are known, and what is not among the `published` cannot be resolved. */
export function fakeLexicons({
  known = [],
  published = [],
  why = new LexiconError('unreachable', 'The name server cannot be reached.'),
}: {
  readonly known?: readonly Lexicon[];
  readonly published?: readonly Lexicon[];
  readonly why?: LexiconError;
}): Lexicons {
  return {
    known: async (nsid) => known.find((one) => one.nsid === nsid),
    async resolve(nsid) {
      const found = published.find((one) => one.nsid === nsid);
      if (!found) throw why;
      return found;
    },
  };
}

/** The collection of a garden, with a field of every kind. */
export const PLANT = {
  lexicon: 1,
  id: 'com.example.garden.plant',
  defs: {
    main: {
      type: 'record',
      key: 'tid',
      description: 'One plant of a garden.',
      record: {
        type: 'object',
        required: ['name', 'plantedAt'],
        nullable: ['heightCm'],
        properties: {
          plantedAt: { type: 'string', format: 'datetime' },
          name: { type: 'string', maxGraphemes: 64, maxLength: 640, description: 'What it is called.' },
          heightCm: { type: 'integer', minimum: 0, maximum: 500, default: 10 },
          isIndoor: { type: 'boolean' },
          gardener: { type: 'string', format: 'did' },
          place: { type: 'ref', ref: '#place' },
          light: { type: 'string', knownValues: ['full', 'com.example.garden.defs#shade'] },
          picture: { type: 'blob', accept: ['image/*'], maxSize: 1_000_000 },
          label: { type: 'bytes', maxLength: 32 },
          soil: { type: 'cid-link' },
          tags: { type: 'array', maxLength: 8, items: { type: 'string', maxLength: 64 } },
          neighbours: { type: 'array', items: { type: 'ref', ref: 'com.atproto.repo.strongRef' } },
          diary: { type: 'union', refs: ['#note', 'app.bsky.embed.images'], closed: true },
          pot: { type: 'object', required: ['size'], properties: { size: { type: 'integer', minimum: 1 } } },
          anything: { type: 'unknown' },
        },
      },
    },
    place: { type: 'object', properties: { bed: { type: 'string' } } },
    note: { type: 'object', properties: { text: { type: 'string' } } },
  },
};
