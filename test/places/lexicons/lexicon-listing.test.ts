import { describe, expect, test } from 'vitest';
import { LexiconError } from '../../../src/atproto/lexicons/lexicon.js';
import type { Address } from '../../../src/places/address.js';
import type { Rows } from '../../../src/places/listing.js';
import { listingFor } from '../../../src/places/listing-for.js';
import { fakeLexicons, lexiconOf, PLANT } from '../../support/lexicons/fake-lexicons.js';
import { offlineClient } from '../../support/offline-client.js';

const { signal } = new AbortController();
const did = 'did:plc:gardenergardenergardener';
const uri = `at://${did}/com.atproto.lexicon.schema/${PLANT.id}`;
const published = lexiconOf(PLANT, { kind: 'published', did, uri, cid: 'bafyreib', fetchedAt: 0 });
const bundled = lexiconOf(PLANT);
const all: Address = { kind: 'lexicon', nsid: PLANT.id, def: undefined };

function open(lexicons: Parameters<typeof fakeLexicons>[0], address: Address = all) {
  const client = offlineClient({ lexicons: fakeLexicons(lexicons) });
  const listing = listingFor(address, { client, identity: undefined });
  if (!listing) throw new Error('no listing');
  const names = (asked: string): string | undefined => (asked === did ? 'gardener.test' : undefined);
  const rowsIn = (rows: Rows<unknown>) =>
    Array.from({ length: rows.length }, (_, index) => listing.row(rows.at(index), names));
  return { listing, rowsIn };
}

async function first(lexicons: Parameters<typeof fakeLexicons>[0]) {
  const { listing, rowsIn } = open(lexicons);
  const { rows } = await listing.load(undefined, { signal });
  return rowsIn(rows);
}

test('what was published says by whom, and leads to its record and to who published it', async () => {
  const [from, authority, users, main] = await first({ known: [bundled], published: [published] });
  expect(from?.cells).toEqual([
    '✓',
    'from',
    'published',
    '',
    expect.stringMatching(
      /^as published at .*1970.* · its proof holds$|^as published at 19.* · its proof holds$/,
    ),
  ]);
  expect(from?.opens).toEqual({
    kind: 'record',
    repo: did,
    collection: 'com.atproto.lexicon.schema',
    rkey: PLANT.id,
  });
  expect(authority?.cells).toEqual(['', 'authority', 'garden.example.com', '', '@gardener.test']);
  expect(authority?.opens).toEqual({ kind: 'repo', repo: did });
  expect(users?.opens).toEqual({ kind: 'lexiconRepos', nsid: PLANT.id });
  expect(main?.cells).toEqual(['', 'main', 'record, key tid', '', 'One plant of a garden.']);
});

test('what cannot be resolved is the one that comes along, and says so and why', async () => {
  const [from] = await first({ known: [bundled] });
  expect(from?.cells).toEqual([
    '?',
    'from',
    'bundled',
    '',
    'comes with atscope · The name server cannot be reached.',
  ]);
  const [unproved] = await first({
    known: [bundled],
    why: new LexiconError('unproved', 'The proof does not hold.'),
  });
  expect(unproved?.cells[0]).toBe('✗');
});

test('what was resolved before is no longer said to hold where it cannot be asked anew', async () => {
  const [from] = await first({ known: [published] });
  expect(from?.cells[0]).toBe('?');
  expect(from?.cells[4]).toMatch(/^as published at .* · The name server cannot be reached\.$/);
});

test('the one that is known is there while its authority is asked', async () => {
  const { listing, rowsIn } = open({ known: [bundled], published: [published] });
  const parts: (readonly string[] | undefined)[] = [];
  await listing.load(undefined, { signal, onPart: (rows) => parts.push(rowsIn(rows)[0]?.cells) });
  expect(parts).toEqual([['', 'from', 'bundled', '', 'comes with atscope · its authority is being asked']]);
});

test('one that nobody here knows and nobody publishes is an error', async () => {
  const { listing } = open({});
  await expect(listing.load(undefined, { signal })).rejects.toThrow('The name server cannot be reached.');
  await expect(listing.document?.({ signal })).rejects.toThrow('The name server cannot be reached.');
});

describe('a definition by its name', () => {
  const place: Address = { kind: 'lexicon', nsid: PLANT.id, def: 'place' };

  test('is shown alone, under where it is from', async () => {
    const { listing, rowsIn } = open({ known: [bundled] }, place);
    const { rows } = await listing.load(undefined, { signal });
    expect(rowsIn(rows).map(({ cells }) => cells[1])).toEqual(['from', 'place', '  bed']);
    expect(await listing.document?.({ signal })).toBe(JSON.stringify(PLANT.defs.place));
  });

  test('that the lexicon does not have is said not to be there', async () => {
    const { listing } = open({ known: [bundled] }, { ...place, def: 'pond' });
    const said = 'com.example.garden.plant has no definition of the name “pond”: it has main, place, note.';
    await expect(listing.load(undefined, { signal })).rejects.toThrow(said);
    await expect(listing.document?.({ signal })).rejects.toThrow(said);
  });
});

test('cat prints the document as it was published', async () => {
  const { listing } = open({ published: [published] });
  expect(await listing.document?.({ signal })).toBe(JSON.stringify(PLANT));
});
