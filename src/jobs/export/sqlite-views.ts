import { isObject } from '../../text/json-fields.js';
import { memberNames } from '../../text/written-json.js';
import type { ExportedRecord } from './exported-record.js';

/** More are strange, and SQLite takes 2,000 columns at most. */
const FIELDS_MAX = 200;
/** What can stand in a path of SQLite's JSON without doubt. */
const PLAIN_NAME = /^[\w$-]+$/;
/** Columns that each view has. */
const OWN = ['uri', 'cid', 'rkey'];
/** The tables, whose names no view can have. */
const TABLES = ['records', 'records_text'];

/** Learns which members the records of each collection have, and writes a view for each of them. */
export class SqliteViews {
  readonly #fields = new Map<string, Set<string>>();

  note({ collection, value }: ExportedRecord): void {
    const fields = this.#fields.get(collection) ?? new Set();
    this.#fields.set(collection, fields);
    if (!isObject(value) || fields.size >= FIELDS_MAX) return;
    for (const name of memberNames(value)) {
      if (name !== '$type' && PLAIN_NAME.test(name) && fields.size < FIELDS_MAX) fields.add(name);
    }
  }

  /** SQLite's names know no case: what has the same one without it has a number behind it. */
  *statements(): Generator<string> {
    const views = new Set(TABLES);
    for (const [collection, fields] of this.#fields) {
      const columns = new Set(OWN);
      const members = [...fields].map(
        (name) => `json_extract(value, '$."${name}"') AS ${quoted(unused(name, columns))}`,
      );
      yield `CREATE VIEW ${quoted(unused(collection, views))} AS SELECT ${[...OWN, ...members].join(', ')} FROM records WHERE collection = '${collection.replaceAll("'", "''")}' AND json_valid(value)`;
    }
  }
}

/** A name that is not taken yet, which it then is. */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}_${number}`;
  taken.add(free.toLowerCase());
  return free;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
