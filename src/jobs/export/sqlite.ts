import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { textsOf } from '../../archive/search/texts-of.js';
import type { ExportedRecord } from './exported-record.js';
import { SqliteViews } from './sqlite-views.js';

/** Records between two looks at the signal, and in one transaction. */
const BATCH_RECORDS = 2_000;

/** Records come in the order of their URIs, so that the indexes grow at their ends: made behind them all, they would hold up Ctrl-c for seconds. */
const TABLES = `
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE records (id INTEGER PRIMARY KEY, uri TEXT NOT NULL, collection TEXT NOT NULL, rkey TEXT NOT NULL, cid TEXT NOT NULL, value TEXT NOT NULL);
CREATE UNIQUE INDEX records_uri ON records (uri);
CREATE INDEX records_collection ON records (collection);
CREATE VIRTUAL TABLE records_text USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
`;
/**
 * Writes records into a new SQLite file: a table `records` with their JSON, a view for each collection with its members as columns, and
 * their texts in `records_text` (FTS5, whose rowid is the id of the record). The file must not be there yet, and is of use only once
 * this has ended: it is written without a journal. Gives how many there were.
 * @throws the reason of the signal, and SQLite's error
 */
export async function writeSqlite(
  file: string,
  records: Iterable<ExportedRecord>,
  { signal, onProgress }: { readonly signal: AbortSignal; onProgress?(done: number): void },
): Promise<number> {
  const database = new (await loadSqlite())(file);
  try {
    database.exec(TABLES);
    const record = database.prepare(
      'INSERT INTO records (id, uri, collection, rkey, cid, value) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const text = database.prepare('INSERT INTO records_text (rowid, text) VALUES (?, ?)');
    const views = new SqliteViews();
    let done = 0;
    database.exec('BEGIN');
    for (const exported of records) {
      const { uri, collection, rkey, cid, json, body } = exported;
      done++;
      record.run(done, uri, collection, rkey, cid, json);
      text.run(done, [...textsOf(body)].join('\n'));
      views.note(exported);
      if (done % BATCH_RECORDS > 0) continue;
      database.exec('COMMIT; BEGIN');
      onProgress?.(done);
      // Lets a signal in.
      await setImmediate();
      signal.throwIfAborted();
    }
    for (const statement of views.statements()) database.exec(statement);
    database.exec('COMMIT');
    return done;
  } finally {
    database.close();
  }
}

/** Older Nodes warn of SQLite as an experiment when it is loaded: nothing that a user of atscope can do anything about. */
async function loadSqlite(): Promise<typeof DatabaseSync> {
  const warn = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...more: unknown[]) => {
    if (!String(warning).includes('SQLite')) Reflect.apply(warn, process, [warning, ...more]);
  };
  try {
    return (await import('node:sqlite')).DatabaseSync;
  } finally {
    process.emitWarning = warn;
  }
}
