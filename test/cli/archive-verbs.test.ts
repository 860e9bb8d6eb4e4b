import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { carAddress, fileOf, notAnArchive } from '../../src/cli/archive-argument.js';
import { parseCommandLine } from '../../src/cli/command-line.js';
import { hitLine } from '../../src/cli/hit-line.js';
import { exportedRecord } from '../../src/jobs/export/exported-record.js';
import { Archives } from '../../src/keep/archives.js';
import { plainArchive } from '../support/archive/plain-archive.js';
import { scratchFolder } from '../support/scratch-folder.js';

const NOTE = {
  handle: 'a.test',
  records: 1,
  collections: 1,
  verdict: 'signed',
  problems: 0,
  from: 'https://pds.test',
} as const;

describe('the address of an archive', () => {
  it.each([
    ['car:a.car', { file: 'a.car', collection: undefined, rkey: undefined }],
    [
      'car:/tmp/a%23b.car#app.bsky.feed.post',
      { file: '/tmp/a#b.car', collection: 'app.bsky.feed.post', rkey: undefined },
    ],
    ['car:a%.car#x.y.z/a:b', { file: 'a%.car', collection: 'x.y.z', rkey: 'a:b' }],
  ])('%s names a file, and what is in it', (text, address) => {
    expect(carAddress(text)).toEqual(address);
  });

  it('names a copy that is kept', async () => {
    const part = { collection: undefined, rkey: undefined };
    expect(carAddress('archive:@Alice.test')).toEqual({ repo: 'alice.test', copy: 0, ...part });
    expect(carAddress('archive:did:web:a.test~1/x.y.z/a:b')).toEqual({
      repo: 'did:web:a.test',
      copy: 1,
      collection: 'x.y.z',
      rkey: 'a:b',
    });
    for (const odd of ['archive:', 'archive:x', 'archive:a.test~', 'archive:a.test~x']) {
      expect(carAddress(odd)).toBeUndefined();
    }
  });

  it('leads to the file of a copy, and says what there is where it is not kept', async () => {
    const archives = new Archives(scratchFolder(), { copies: 2 });
    const did = 'did:web:a.test';
    const { file } = await archives.work(did, {}, async (desk) => {
      const draft = desk.draft('car');
      writeFileSync(draft, 'x');
      return await desk.put(draft, '3jzfcijpj2z2a', NOTE);
    });
    const services = {
      config: { archives },
      client: { resolve: () => Promise.reject(new Error('offline')) },
    };
    const { signal } = new AbortController();
    const named = (text: string) => fileOf(carAddress(text)!, services, signal);
    expect(await named(`archive:${did}`)).toBe(file);
    await expect(named(`archive:${did}~1`)).rejects.toThrow(/no copy 1 before the newest/);
    await expect(named('archive:did:web:b.test')).rejects.toThrow(/Nothing of did:web:b.test is kept here/);
    await expect(named('archive:b.test')).rejects.toThrow('offline');
    expect(await named('archive:a.test')).toBe(file);
  });

  it('is a path only where a file is there', () => {
    const file = join(scratchFolder(), 'mine.car');
    expect(carAddress(file)).toBeUndefined();
    writeFileSync(file, '');
    expect(carAddress(file)).toEqual({ file, collection: undefined, rkey: undefined });
    expect(carAddress('alice.test')).toBeUndefined();
    expect(notAnArchive('absent.car')).toBe('There is no file "absent.car".');
    expect(notAnArchive('alice.test')).toMatch(/is no archive: give a file that ends in \.car/);
  });
});

describe('the command line', () => {
  it('takes the last word of grep for the archive', () => {
    expect(parseCommandLine(['grep', 'harbor', 'text:night', 'a.car'], {})).toMatchObject({
      kind: 'grep',
      query: 'harbor text:night',
      address: 'a.car',
      order: 'newest',
      limit: undefined,
    });
    expect(parseCommandLine(['grep', 'a.car'], {})).toMatchObject({ kind: 'usage' });
    expect(parseCommandLine(['grep', 'x', 'a.car', '--limit', '0'], {})).toMatchObject({ kind: 'usage' });
  });

  it('keeps together what the shell had in quotes', () => {
    expect(parseCommandLine(['grep', 'Two words', 'text:A b', 'a.car'], {})).toMatchObject({
      query: '"Two words" text:"A b"',
    });
    expect(parseCommandLine(['grep', 'one "two three"', 'a.car'], {})).toMatchObject({
      query: 'one "two three"',
    });
  });

  it('asks for two archives to compare', () => {
    expect(parseCommandLine(['diff', 'a.car', 'b.car'], {})).toMatchObject({
      before: 'a.car',
      after: 'b.car',
    });
    expect(parseCommandLine(['diff', 'archive:a.test'], {})).toMatchObject({
      before: 'archive:a.test',
      after: undefined,
    });
    expect(parseCommandLine(['diff'], {})).toMatchObject({ kind: 'usage' });
  });

  it('takes of an export what its format can do', () => {
    expect(parseCommandLine(['export', 'a.car'], {})).toMatchObject({ format: 'ndjson', to: undefined });
    expect(
      parseCommandLine(['export', 'a.car', '--format', 'csv', '--columns', 'rkey, text'], {}),
    ).toMatchObject({
      format: 'csv',
      columns: ['rkey', 'text'],
    });
    expect(parseCommandLine(['export', 'a.car', '--format', 'sqlite'], {})).toMatchObject({ kind: 'usage' });
    expect(parseCommandLine(['export', 'a.car', '--columns', 'text'], {})).toMatchObject({ kind: 'usage' });
  });
});

describe('a hit on a terminal', async () => {
  const archive = await plainArchive([
    {
      collection: 'app.bsky.feed.post',
      rkey: '3kaaaaaaaaa2a',
      value: { text: `${'before '.repeat(30)}the Harbor\u001B[2J at night`, alt: 'x' },
    },
  ]);
  const record = exportedRecord(archive, 0);

  it('shows the text around the word, on one line', () => {
    const line = stripVTControlCharacters(hitLine(record, ['harbor'], 100));
    expect(line).toContain('post');
    expect(line).toContain('3kaaaaaaaaa2a …');
    expect(line).toContain('the Harbor');
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line.length).toBeLessThanOrEqual(101);
  });

  it('lets nothing of the record reach the terminal', () => {
    expect(hitLine(record, ['harbor'], 100)).not.toContain('\u001B[2J');
  });
});
