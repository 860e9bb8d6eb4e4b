import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { csvLine, lensColumns, pathColumns } from '../../../src/jobs/export/csv.js';
import { exportedRecord, ndjsonLine } from '../../../src/jobs/export/exported-record.js';
import { writeSqlite } from '../../../src/jobs/export/sqlite.js';
import { wholeFile } from '../../../src/keep/whole-file.js';
import { plainArchive } from '../../support/archive/plain-archive.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const POST = 'app.bsky.feed.post';
const CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a';
const signal = new AbortController().signal;

const archive = await plainArchive([
  {
    collection: POST,
    rkey: 'a',
    value: {
      $type: POST,
      text: 'A "harbor", at\r\nnight',
      langs: ['en', 'de'],
      createdAt: '2024-02-21T00:00:00Z',
      embed: { images: [{ alt: 'École' }] },
      1: 'one',
    },
  },
  {
    collection: POST,
    rkey: 'b',
    value: { $type: POST, text: ' plain', uri: 'mine', Text: 'other', 'o"dd': 1 },
  },
  { collection: 'app.bsky.graph.follow', rkey: 'c', value: { subject: 'did:plc:x', link: { $link: CID } } },
  {
    collection: 'Records',
    rkey: 'd',
    value: Buffer.from('a2636269671b0020000000000001656279746573426869', 'hex'),
  },
]);
const records = Array.from({ length: archive.records }, (_, row) => exportedRecord(archive, row));
const folder = () => scratchFolder();

/** RFC 4180, read by its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error('no CSV');
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('NDJSON', () => {
  it('has a line for each record, with its value as atproto writes it', () => {
    const lines = records.map(ndjsonLine);
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line).uri.split('/').at(-1))).toEqual(['d', 'a', 'b', 'c']);
    expect(lines[0]).toContain('"value":{"big":9007199254740993,"bytes":{"$bytes":"aGk"}}');
    expect(JSON.parse(lines[3] ?? '')).toEqual({
      uri: `at://${archive.did}/app.bsky.graph.follow/c`,
      cid: archive.cid(3),
      value: { subject: 'did:plc:x', link: { $link: CID } },
    });
  });
});

describe('CSV', () => {
  it('reads back as it was, by paths', () => {
    const columns = pathColumns([
      'rkey',
      'uri',
      'value.uri',
      'text',
      'langs',
      'langs.1',
      'embed.images.0.alt',
      'big',
    ]);
    const read = readCsv(
      records.map((record) => csvLine(columns.map((column) => column.of(record)))).join(''),
    );
    expect(read).toEqual([
      ['d', `at://${archive.did}/Records/d`, '', '', '', '', '', '9007199254740993'],
      ['a', `at://${archive.did}/${POST}/a`, '', 'A "harbor", at\r\nnight', '["en","de"]', 'de', 'École', ''],
      ['b', `at://${archive.did}/${POST}/b`, 'mine', ' plain', '', '', '', ''],
      ['c', `at://${archive.did}/app.bsky.graph.follow/c`, '', '', '', '', '', ''],
    ]);
  });

  it('has what the lens of each collection tells', () => {
    const columns = lensColumns([POST, 'app.bsky.graph.follow']);
    const titles = columns.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['uri', 'cid', 'collection', 'rkey', 'createdAt', 'text', 'lang']),
    );
    expect(new Set(titles).size).toBe(titles.length);
    const cells = records.map((record) => Object.fromEntries(columns.map((c) => [c.title, c.of(record)])));
    expect(cells[1]).toMatchObject({ rkey: 'a', createdAt: '2024-02-21T00:00:00Z', lang: 'en,de' });
    expect(cells[3]).toMatchObject({ rkey: 'c', text: '', lang: '' });
    expect(Object.values(cells[3] ?? {}).join()).toContain('did:plc:x');
  });
});

describe('SQLite', () => {
  it('has the JSON, a view for each collection, and the texts', async () => {
    const file = join(folder(), 'records.sqlite');
    expect(await writeSqlite(file, records, { signal })).toBe(4);
    const database = new DatabaseSync(file);
    const all = (sql: string) =>
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    expect(all('SELECT uri, collection, rkey, cid, value FROM records ORDER BY id')).toEqual(
      records.map(({ uri, collection, rkey, cid, json }) => ({ uri, collection, rkey, cid, value: json })),
    );
    expect(all(`SELECT rkey, text, uri_2, langs, Text_2 AS other FROM "${POST}" ORDER BY rkey`)).toEqual([
      { rkey: 'a', text: 'A "harbor", at\r\nnight', uri_2: null, langs: '["en","de"]', other: null },
      { rkey: 'b', text: ' plain', uri_2: 'mine', langs: null, other: 'other' },
    ]);
    // The name of the table is taken.
    expect(all('SELECT rkey, bytes FROM "Records_2"')).toEqual([{ rkey: 'd', bytes: '{"$bytes":"aGk"}' }]);
    expect(
      all(
        "SELECT rkey FROM records JOIN records_text ON records_text.rowid = id WHERE records_text MATCH 'ecole harbor'",
      ),
    ).toEqual([{ rkey: 'a' }]);
    database.close();
  });
});

describe('wholeFile', () => {
  it('puts a file in its place once it is whole, and leaves nothing of one that is not', async () => {
    const inside = folder();
    const path = join(inside, 'out');
    writeFileSync(path, 'before');
    const stopped = wholeFile(path, async (draft) => {
      writeFileSync(draft, 'half');
      expect(existsSync(draft)).toBe(true);
      throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(readdirSync(inside)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('before');
    await wholeFile(path, async (draft) => writeFileSync(draft, 'whole'));
    expect(readFileSync(path, 'utf8')).toBe('whole');
    expect(readdirSync(inside)).toEqual(['out']);
  });
});
