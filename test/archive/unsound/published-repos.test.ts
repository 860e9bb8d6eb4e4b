import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromUint8Array } from '@atcute/car';
import { toCidLink } from '@atcute/cbor';
import { fromString } from '@atcute/cid';
import { afterAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/archive/open-archive.js';
import { isSignedBy } from '../../../src/atproto/identity/signature.js';
import { layerOf } from '../../../src/atproto/proof/tree-key.js';
import { carOf, commitBlock, treeOf } from '../build-repo.js';

// What others publish: read where it lies beside the project.
const published = new URL('../../../../shared/vectors/', import.meta.url);
const isThere = existsSync(published);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, published), 'utf8'));
const bytes = (path: string): Buffer => readFileSync(new URL(path, published));

const folder = mkdtempSync(join(tmpdir(), 'atscope-published-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function open(car: Uint8Array) {
  const file = join(folder, 'published.car');
  writeFileSync(file, car);
  const archive = await openArchive(file, { records: true });
  archive.close();
  return { archive, kinds: [...new Set(archive.problems.map(({ kind }) => kind))] };
}

describe.skipIf(!isThere)('published repositories and trees', () => {
  it('a repository of version 3 holds', async () => {
    const { archive, kinds } = await open(bytes('indigo/greenground.repo.car'));
    expect(kinds).toEqual([]);
    expect(archive.records).toBe(2);
  });

  it.each([
    'fakermaker',
    'paul_staging',
  ])('one of version 2 does not, and can be browsed: %s', async (name) => {
    const { archive, kinds } = await open(bytes(`indigo/${name}.repo.car`));
    expect(kinds).toContain('commit-shape');
    expect(kinds.filter((kind) => /^(?:node|key|subtree|missing)/.test(kind))).toEqual([]);
    expect(archive.records).toBeGreaterThan(100);
  });

  it('trees of all shapes hold, but that their keys are no paths and their records are not there', async () => {
    const names = isThere ? readdirSync(new URL('mst-test-suite/cars/', published)) : [];
    expect(names).toHaveLength(128);
    for (const name of names) {
      const car = fromUint8Array(bytes(`mst-test-suite/cars/${name}`));
      const blocks = [...car].map(({ cid, bytes: body }) => ({ cid: toCidLink(cid), body }));
      const commit = await commitBlock(car.roots[0]!);
      const { kinds } = await open(carOf(commit.cid, [commit, ...blocks]));
      expect(
        kinds.filter((kind) => kind !== 'record-path' && kind !== 'missing-block'),
        name,
      ).toEqual([]);
    }
  });

  it('keys stand on the layers that they are published with', () => {
    const heights: { key: string; height: number }[] = json('interop/mst/key_heights.json');
    for (const { key, height } of heights) expect(layerOf(Buffer.from(key)), key).toBe(height);
  });

  it('trees have the roots that they are published with', async () => {
    type Fixture = Record<'keys' | 'adds' | 'dels', string[]> &
      Record<'comment' | 'leafValue' | 'rootBeforeCommit' | 'rootAfterCommit', string>;
    for (const fixture of json('interop/firehose/commit-proof-fixtures.json') as Fixture[]) {
      const { comment, leafValue, keys, adds, dels, rootBeforeCommit, rootAfterCommit } = fixture;
      const cid = toCidLink(fromString(leafValue));
      const rootOf = async (all: readonly string[]) =>
        (await treeOf(all.toSorted().map((key) => ({ key, record: { cid, body: new Uint8Array() } }))))[0]
          ?.cid.$link;
      expect(await rootOf(keys), comment).toBe(rootBeforeCommit);
      const after = [...keys, ...adds].filter((key) => !dels.includes(key));
      expect(await rootOf(after), comment).toBe(rootAfterCommit);
    }
  });

  it('signatures are judged as they are published', async () => {
    type Fixture = Record<'comment' | 'messageBase64' | 'signatureBase64' | 'publicKeyDid', string> & {
      validSignature: boolean;
    };
    const fixtures: Fixture[] = json('interop/crypto/signature-fixtures.json');
    expect(fixtures).toHaveLength(6);
    for (const { comment, validSignature, ...fixture } of fixtures) {
      const signature = Buffer.from(fixture.signatureBase64, 'base64');
      const message = Buffer.from(fixture.messageBase64, 'base64');
      expect(await isSignedBy(fixture.publicKeyDid, signature, message), comment).toBe(validSignature);
    }
  });
});
