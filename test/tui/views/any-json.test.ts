import { expect, test } from 'vitest';
import { rawItemFromText } from '../../../src/atproto/calls/raw-items.js';
import { readDidDocument } from '../../../src/atproto/identity/did-document.js';
import { lenses, lensFor } from '../../../src/lenses/lens-for.js';
import { identityFacts } from '../../../src/places/identity/identity-facts.js';
import { recordsListing } from '../../../src/places/records.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { failed, idle, ready } from '../../../src/store/loadable.js';
import { copyOptions } from '../../../src/store/overlays/copy-options.js';
import { parseWritten, readJson, writeJson } from '../../../src/text/written-json.js';
import { drawList } from '../../../src/tui/views/list-lines.js';
import { profileLines } from '../../../src/tui/views/profile-lines.js';
import { drawRecord } from '../../../src/tui/views/record-lines.js';
import { randomFrom } from '../../support/random.js';
import { extremeJson, randomJson } from '../../support/random-json.js';
import { expectExact, sizes } from '../../support/screen/exact.js';
import {
  account,
  cursorAt,
  did,
  list,
  stateOf,
  defaultWords as words,
} from '../../support/screen/screen-fixtures.js';

const names = () => undefined;
const collections = ['com.example.unheard', ...lenses.flatMap((lens) => lens.collections)];
const size = (random: ReturnType<typeof randomFrom>) => random.pick(sizes);

/** The record as a row of a list, and what is copied of it. */
function drawRow(json: string, collection: string, random: ReturnType<typeof randomFrom>): void {
  const address = { kind: 'collection', repo: 'alice.test', collection } as const;
  const source = { list: () => Promise.reject(new Error('Nothing is loaded in this test.')) };
  const listing = recordsListing({ address, source, did });
  const uri = `at://${did}/${collection}/3kaaaaaaa2222`;
  const item = rawItemFromText(`{"uri":"${uri}","cid":"bafy","value":${json}}`);
  expect(listing.json(item)).toBe(json);
  expect(listing.key(item)).toBe(uri);
  const rows = new PagedRows<unknown>();
  rows.append({ length: 1, at: () => item }, undefined);
  const shown = list([], { address, listing: listing as never, rows });
  const listSize = size(random);
  const view = { list: shown, cursor: cursorAt(0), names, namesVersion: 0, focused: true, words };
  expectExact(drawList(view, listSize).lines, listSize);
  const copied = copyOptions(stateOf({ list: shown })).find(({ label }) => label === 'JSON');
  if (copied) expect(copied.text).toBe(json);
}

/** Everything that reads or draws a record, given one. Each throws where it draws anything but lines of the right width. */
function drawAll(json: string, random: ReturnType<typeof randomFrom>): void {
  const collection = random.pick(collections);
  const lens = lensFor(collection);
  const value = parseWritten(json);

  const cells = lens.cells(value, names);
  expect(cells).toHaveLength(lens.columns.length);
  for (const text of [...cells, ...lens.dids(value)]) expect(typeof text).toBe('string');
  lens.subject?.(value);
  lens.cells(JSON.parse(json), names);

  drawRow(json, collection, random);

  const uri = `at://${did}/${collection}/3kaaaaaaa2222`;
  const record = { of: 'record' as const, record: ready({ uri, cid: 'bafy', json }) };
  const recordSize = size(random);
  const cursor = cursorAt(random.below(40));
  expectExact(
    drawRecord({ shown: record, cursor, folded: new Set(), focused: true, words }, recordSize),
    recordSize,
  );

  const width = size(random).width;
  const profile = ready({ source: 'repo' as const, record: value, reason: new Error(json.slice(0, 500)) });
  const lines = profileLines(
    account({ profile, identity: failed(idle, new Error(json.slice(0, 500))) }),
    width,
    words,
  );
  expectExact(lines, { width, height: lines.length });

  const text = `{"id":"${did}","alsoKnownAs":${json},"service":[${json}],"verificationMethod":${json}}`;
  const document = readDidDocument(JSON.parse(text), did, 'plc.test', text);
  const identity = { ...document, fetchedAt: 0, cached: false };
  const known = { repo: 'alice.test', did, identity, documentUrl: undefined, relays: 0 };
  for (const fact of identityFacts(known, 0)) expect(fact.value).toBeTypeOf('string');

  expect(writeJson(value)).toBe(writeJson(readJson(json)));
}

test.each([
  1, 2, 3, 4,
])('whatever a stranger wrote is drawn, to the width and without controls (seed %i)', (seed) => {
  const random = randomFrom(seed);
  for (let round = 0; round < 30; round++) {
    const json = randomJson(random, 1 + random.below(5));
    try {
      drawAll(json, random);
    } catch (error) {
      throw new Error(`of ${json}`, { cause: error });
    }
  }
});

test.each(extremeJson)('%s', (_, json) => {
  drawAll(json, randomFrom(1));
});
