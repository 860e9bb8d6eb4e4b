import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArchiveError } from '../../../src/archive/archive-error.js';
import { openArchive } from '../../../src/archive/open-archive.js';
import { heldColumns, Rows } from '../../../src/archive/rows.js';
import { hasWorker, readInWorker } from '../../../src/archive/worker/read-in-worker.js';
import { buildRepo, carOf } from '../build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-worker-'));
const script = pathToFileURL(join(folder, 'worker.mjs'));
const file = join(folder, 'a.car');
const repo = await buildRepo(
  Object.fromEntries(
    Array.from({ length: 90 }, (_, index) => [
      `app.bsky.feed.post/${1000 + index}`,
      { $type: 'app.bsky.feed.post', text: `${index} ${'x'.repeat(70_000)}` },
    ]),
  ),
);

beforeAll(async () => {
  await build({
    entryPoints: ['src/archive/worker/open-worker.ts'],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readInWorker', () => {
  it('gives what opening the file gives, and says how far it is', async () => {
    writeFileSync(file, repo.car);
    const progress: number[] = [];
    const { facts, rows } = await readInWorker(
      file,
      {
        onProgress(bytes, total) {
          expect(total).toBe(repo.car.length);
          progress.push(bytes);
        },
      },
      script,
    );
    const archive = await openArchive(file);
    const { did, rev, root, records, blocks, collections, commit } = archive;
    expect(facts).toMatchObject({ did, rev, root, records, blocks, collections, problems: [] });
    expect(Buffer.from(facts.commit!.signature)).toEqual(Buffer.from(commit!.signature));
    const apart = new Rows(facts.records, facts.collections, heldColumns(rows));
    for (let row = 0; row < records; row++) {
      expect(apart.rkey(row)).toBe(archive.rkey(row));
      expect(apart.offset(row)).toBe(archive.offset(row));
      expect(apart.size(row)).toBe(archive.size(row));
    }
    archive.close();
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(repo.car.length);
  });

  it('tells why a file cannot be opened', async () => {
    writeFileSync(file, carOf(repo.commit.cid, []));
    const failed = readInWorker(file, {}, script);
    await expect(failed).rejects.toBeInstanceOf(ArchiveError);
    await expect(failed).rejects.toMatchObject({ kind: 'no-commit', cid: repo.commit.cid.$link });
    await expect(readInWorker(join(folder, 'none.car'), {}, script)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('ends when it is told to, before it begins and in the midst of it', async () => {
    writeFileSync(file, repo.car);
    const early = AbortSignal.abort(new Error('enough'));
    await expect(readInWorker(file, { signal: early }, script)).rejects.toThrow('enough');
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('that is enough'));
    await expect(readInWorker(file, { signal: stop.signal, onProgress }, script)).rejects.toThrow(
      'that is enough',
    );
  });

  it('says that the thread ended, where it ends before it is done', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'process.exit(0)');
    await expect(readInWorker(file, {}, pathToFileURL(broken))).rejects.toThrow('ended before it was done');
    expect(hasWorker(script)).toBe(true);
    expect(hasWorker()).toBe(false);
  });
});
