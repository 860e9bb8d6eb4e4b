import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, test } from 'vitest';
import type { ProblemKind } from '../../../src/archive/archive.js';
import { isRefusedByReference, problemsOf } from './judges.js';
import { REPORT_ITEMS } from './row.js';
import { oddSoundRepos, unsoundRepos } from './table.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-sound-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Held to be all of them by the compiler. */
const EVERY_KIND = {
  'car-shape': true,
  truncated: true,
  'block-hash': true,
  'missing-block': true,
  'not-dag-cbor': true,
  'no-commit': true,
  'commit-shape': true,
  'wrong-account': true,
  signature: true,
  'key-unknown': true,
  'node-shape': true,
  'empty-node': true,
  'key-order': true,
  'key-layer': true,
  'key-prefix': true,
  'subtree-bounds': true,
  'duplicate-key': true,
  'record-path': true,
  'record-shape': true,
} satisfies Record<ProblemKind, true>;

it.each(unsoundRepos)('finds what is wrong with $name: $kinds', async ({ kinds, car, ...asked }) => {
  const problems = await problemsOf(await car(), folder, asked);
  expect([...new Set(problems.map(({ kind }) => kind))].toSorted()).toEqual(kinds.toSorted());
  for (const { message } of problems) expect(message).toMatch(/^[A-Z“].+\.$/);
});

it.each(oddSoundRepos)('finds nothing wrong with $name', async ({ car }) => {
  expect(await problemsOf(await car(), folder)).toEqual([]);
});

test('each kind of problem has a repository that has it', () => {
  const kinds = new Set(unsoundRepos.flatMap((repo) => repo.kinds));
  expect([...kinds].toSorted()).toEqual(Object.keys(EVERY_KIND).toSorted());
});

test.each(REPORT_ITEMS)('what bluesky-social/atproto#5429 reports is refused: %s', async (item) => {
  const repos = unsoundRepos.filter(({ report }) => report === item);
  expect(repos).not.toEqual([]);
  for (const { car } of repos) expect(await problemsOf(await car(), folder)).toHaveLength(1);
});

test('the reference implementation takes the sound repository, and sees a changed block: it is asked as it is meant to be', async () => {
  const [first] = oddSoundRepos;
  expect(await isRefusedByReference((await first?.car()) ?? new Uint8Array())).toBe(false);
  const changed = unsoundRepos.find(({ name }) => name === 'a record that is another');
  expect(await isRefusedByReference((await changed?.car()) ?? new Uint8Array())).toBe(true);
});
