import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Queued } from '../../src/atproto/streams/event-queue.js';
import { lexiconsJson } from '../../src/cli/lexicon-text.js';
import { pullJson } from '../../src/cli/pull.js';
import { tailJson } from '../../src/cli/tail-json.js';
import { VERBS } from '../../src/cli/verbs.js';
import { outcomeJson } from '../../src/cli/write-outcome.js';
import { LexiconTally } from '../../src/jobs/lexicon-check.js';
import { type HistoryItem, historyJson } from '../../src/places/history.js';

const LABEL_SIGNATURE = { state: 'bad', why: 'is not signed' } as const;
const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const sections = new Map(text.split(/^## /m).map((section) => [section.split('\n', 1)[0], section]));

/** The members that the table under a heading names, in order. */
const membersOf = (verb: string): readonly string[] =>
  [...(sections.get(verb) ?? '').matchAll(/^\| `(\w+)` \|/gm)].flatMap(([, name]) => name ?? []);

const keysOf = (...json: string[]): readonly string[] => [
  ...new Set(json.flatMap((one) => Object.keys(JSON.parse(one)))),
];

test('what tail prints is what the page says, member by member', () => {
  const head = { did: 'did:plc:a', time: 0, cursor: 1 };
  const record = () => ({ text: 'a \u009b b', large: 2n ** 60n });
  const commit = { ...head, kind: 'commit', collection: 'a.b.c', rkey: 'self' } as const;
  const label = {
    src: 'did:plc:b',
    uri: 'did:plc:a',
    val: 'spam',
    cid: 'bafy',
    neg: false,
    cts: '2026-01-01T00:00:00Z',
    exp: '2027-01-01T00:00:00Z',
  };
  const events: readonly Queued[] = [
    { ...commit, operation: 'create', cid: 'bafy', record },
    { ...commit, operation: 'delete', cid: undefined, record: () => undefined },
    { ...head, kind: 'identity', handle: 'a.test' },
    { ...head, kind: 'account', active: false, status: 'deleted' },
    { from: 0, to: 1, reason: 'cursor too old' },
    { ...head, kind: 'label', label, json: { ...label } },
  ];
  const lines = events.map((event) => tailJson(event, LABEL_SIGNATURE));
  expect(keysOf(...lines).toSorted()).toEqual(membersOf('tail').toSorted());
  for (const line of lines) expect(line).not.toMatch(/[\n\u009b]/);
  expect(lines[0]).toContain('"large":1152921504606846976');
});

test('what history and watch print is what the page says, member by member', () => {
  const line: HistoryItem = {
    id: 1,
    time: 0,
    kind: 'lost',
    did: 'did:plc:a',
    handle: 'a.test',
    name: 'A',
    followers: 1,
    mutual: true,
    reason: 'deleted',
    away: true,
    cameBack: false,
  };
  expect(keysOf(historyJson(line, 'did:plc:b'))).toEqual(membersOf('history'));
});

test('what pull prints is what the page says, member by member', () => {
  const told = { file: 'a.car', rev: 'a', root: 'b', bytes: 1, records: 1, collections: 1, received: 1 };
  const key = { status: 'current', key: 'z' } as const;
  const found = { verdict: 'signed', problems: [], problemCount: 0 } as const;
  const blobs = { folder: 'a', count: 1, had: 0, received: 1, bytes: 1, missing: [], odd: [] };
  const whole = { ...told, ...found, isNew: true, key, anew: 'Why.', blobs };
  expect(keysOf(pullJson(whole))).toEqual(membersOf('pull'));
});

test('what put and rm print is what the page says, member by member', () => {
  const file = {
    path: 'a',
    name: 'a.png',
    file: '/a.png',
    size: 1,
    type: 'image/png',
    maxBytes: 1,
    digest: '',
  };
  const files = [{ ...file, note: 'the place where it was taken was taken off' }];
  const line = outcomeJson({
    uri: 'at://a',
    cid: 'b',
    status: 'refused',
    reason: 'Why.',
    files,
    dryRun: true,
  });
  expect(keysOf(line)).toEqual(membersOf('put'));
  expect(Object.keys(JSON.parse(line).files[0])).toEqual(['path', 'name', 'size', 'type', 'note']);
});

test('the page tells of every verb that prints JSON', () => {
  const silent = ['login', 'logout', 'completions'];
  expect(VERBS.filter((verb) => !silent.includes(verb) && !sections.has(verb))).toEqual([]);
});

test('what verify says of lexicons is what the page says, member by member', () => {
  const tally = new LexiconTally();
  const record = { collection: 'a.b.c', rkey: 'self', json: '{}' };
  const issues = [{ path: '', message: 'no' }];
  for (let count = 0; count <= 1000; count++) {
    tally.add(record, () => 'bafy', { status: 'invalid', issues });
  }
  const members = [...(sections.get('verify') ?? '').matchAll(/^\| `\.(\w+)` \|/gm)].map(([, name]) => name);
  expect(keysOf(JSON.stringify(lexiconsJson(tally)))).toEqual(members);
});
