import type { NewRecord } from './author.js';
import { UNKNOWN_COLLECTION } from './seed-oddities.js';

/** Where the name server of the network says who publishes them. */
export const GARDEN_AUTHORITY = '_lexicon.garden.example.com';
/** What alice's plants are. */
export const PLANT_LEXICON = UNKNOWN_COLLECTION;
/** A query of the same authority; no service answers it. */
export const PLANTS_QUERY_LEXICON = 'com.example.garden.listPlants';
/** What the lexicon of a plant allows; the few highest of alice's are higher. */
export const PLANT_MAX_CM = 160;

const plant = {
  lexicon: 1,
  id: PLANT_LEXICON,
  description: 'Plants, and how they do.',
  defs: {
    main: {
      type: 'record',
      description: 'One plant of somebody’s garden.',
      key: 'any',
      record: {
        type: 'object',
        required: ['name', 'heightCm', 'sownAt'],
        nullable: ['notes'],
        properties: {
          name: {
            type: 'string',
            maxLength: 400,
            maxGraphemes: 40,
            description: 'What the gardener calls it.',
          },
          heightCm: {
            type: 'integer',
            minimum: 0,
            maximum: PLANT_MAX_CM,
            description: 'Height over the soil, in centimetres. What grows higher is a tree.',
          },
          watered: { type: 'boolean', default: false, description: 'Whether it has had its water today.' },
          sownAt: { type: 'string', format: 'datetime' },
          wateredAt: { type: 'string', format: 'datetime' },
          place: { type: 'ref', ref: '#place' },
          picture: { type: 'blob', accept: ['image/*'], maxSize: 1_000_000 },
          diary: {
            type: 'ref',
            ref: 'com.atproto.repo.strongRef',
            description: 'A post that tells of it.',
          },
          soil: { type: 'cid-link', description: 'The record of the soil that it stands in.' },
          label: { type: 'bytes', maxLength: 32, description: 'What is printed on its label.' },
          neighbours: {
            type: 'array',
            maxLength: 8,
            items: { type: 'string', maxLength: 512 },
            description: 'Who and what grows beside it.',
          },
          link: { type: 'string', format: 'uri' },
          notes: { type: 'string', maxLength: 3000, maxGraphemes: 300 },
          tags: {
            type: 'array',
            maxLength: 8,
            items: {
              type: 'string',
              maxLength: 64,
              knownValues: ['kitchen', 'south-facing', `${PLANT_LEXICON}#indoor`],
            },
          },
        },
      },
    },
    place: {
      type: 'object',
      description: 'Where it stands.',
      required: ['bed'],
      properties: {
        bed: { type: 'string', maxLength: 64 },
        row: { type: 'integer', minimum: 1, maximum: 99 },
      },
    },
    indoor: { type: 'token', description: 'Never put it outside.' },
  },
};

const listPlants = {
  lexicon: 1,
  id: PLANTS_QUERY_LEXICON,
  defs: {
    main: {
      type: 'query',
      description: 'The plants of a garden, the highest first.',
      parameters: {
        type: 'params',
        required: ['gardener'],
        properties: {
          gardener: { type: 'string', format: 'at-identifier', description: 'Whose plants.' },
          watered: { type: 'boolean', description: 'Only those that were watered, or were not.' },
          limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
          cursor: { type: 'string' },
        },
      },
      output: {
        encoding: 'application/json',
        schema: {
          type: 'object',
          required: ['plants'],
          properties: {
            cursor: { type: 'string' },
            plants: { type: 'array', items: { type: 'ref', ref: '#plantView' } },
          },
        },
      },
      errors: [{ name: 'UnknownGardener', description: 'Nobody of that name has a garden.' }],
    },
    plantView: {
      type: 'object',
      required: ['uri', 'record'],
      properties: {
        uri: { type: 'string', format: 'at-uri' },
        record: { type: 'ref', ref: PLANT_LEXICON },
      },
    },
  },
};

/** The lexicons of the garden, as their authority publishes them. */
export const GARDEN_LEXICONS: readonly NewRecord[] = [plant, listPlants].map((value) => ({
  collection: 'com.atproto.lexicon.schema',
  rkey: value.id,
  value,
}));
