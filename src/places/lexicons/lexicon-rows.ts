import { isNsid } from '@atcute/lexicons/syntax';
import { field, isObject, type JsonObject, listField, textField } from '../../text/json-fields.js';
import type { Address } from '../addresses.js';
import { lexiconNamed, MAIN } from './lexicon-address.js';
import { limitsText, shortRef, typeText } from './type-text.js';

/** A row of a lexicon: a definition, or a part of one. Texts are as they were published. */
export interface LexiconRow {
  /** Tells it apart from the others: where it stands. */
  readonly key: string;
  /** ✓ holds, ✗ does not, ? could not be asked, or nothing. */
  readonly mark?: string | undefined;
  /** How far in it stands. */
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  /** `required`, `optional`, and whether it may be null; empty for what is no field. */
  readonly need?: string | undefined;
  /** Its limits, and what it means. */
  readonly meaning: string;
  /** What Enter opens. */
  readonly opens?: Address | undefined;
  /** The account that it speaks of. */
  readonly did?: string | undefined;
  /** What is behind it. */
  readonly json: unknown;
}

/** Rows of a document of a stranger; all of it is in its JSON. */
const ROWS_MAX = 5_000;

const METHODS = new Set(['query', 'procedure', 'subscription']);

/**
 * The definitions of a lexicon, `main` first, a row for each and below it one for each of its fields, parameters, errors and
 * permissions. With a name only that definition: none where the lexicon has none of it.
 *
 * @param document the JSON as it was published: what is of a type that nobody knows is shown as what it is
 */
export function lexiconRows(nsid: string, document: unknown, only?: string): readonly LexiconRow[] {
  const defs = field(document, 'defs');
  if (!isObject(defs)) return [];
  const all = Object.keys(defs);
  const wanted = all.filter((name) => only === undefined || name === only);
  const names = wanted.toSorted((a, b) => Number(b === MAIN) - Number(a === MAIN));
  const rows = new Rows(nsid);
  for (const name of names) rows.addDef(name, defs[name], only === undefined);
  return rows.made;
}

class Rows {
  readonly made: LexiconRow[] = [];
  readonly #nsid: string;

  constructor(nsid: string) {
    this.#nsid = nsid;
  }

  addDef(name: string, def: unknown, isOneOfMany: boolean): void {
    const opens = isOneOfMany && name !== MAIN ? this.#named(`#${name}`) : undefined;
    this.#add({
      key: name,
      depth: 0,
      name,
      type: defText(def, this.#nsid),
      meaning: meaningOf(def),
      opens,
      json: def,
    });
    this.#addParts(name, def, 1);
  }

  #add(row: LexiconRow): void {
    if (this.made.length < ROWS_MAX) this.made.push(row);
    else if (this.made.length === ROWS_MAX) {
      const json = { more: true };
      this.made.push({ key: '…', depth: 0, name: '…', type: '', meaning: 'more than is shown', json });
    }
  }

  /** What stands below a definition. */
  #addParts(key: string, def: unknown, depth: number): void {
    const type = textField(def, 'type') ?? '';
    if (type === 'record') this.#addFields(key, field(def, 'record'), depth);
    else if (METHODS.has(type)) this.#addMethod(key, def, depth);
    else if (type === 'permission-set') this.#addPermissions(key, def, depth);
    else this.#addInner(key, def, depth);
  }

  #addMethod(key: string, def: unknown, depth: number): void {
    if (textField(def, 'type') === 'query' && isNsid(this.#nsid)) this.#addForm(`${key} ask`, depth);
    const parameters = field(def, 'parameters');
    if (isObject(field(parameters, 'properties'))) {
      const meaning = textField(parameters, 'description') ?? '';
      const row = { key: `${key} parameters`, name: 'parameters', type: 'params', meaning };
      this.#add({ ...row, depth, json: parameters });
      this.#addFields(row.key, parameters, depth + 1);
    }
    for (const name of ['input', 'output', 'message'])
      this.#addBody(`${key} ${name}`, name, field(def, name), depth);
    const errors = listField(def, 'errors');
    if (errors.length === 0) return;
    this.#add({ key: `${key} errors`, depth, name: 'errors', type: '', meaning: '', json: errors });
    for (const [index, error] of errors.entries()) {
      const name = textField(error, 'name') ?? '?';
      const meaning = textField(error, 'description') ?? '';
      this.#add({
        key: `${key} errors ${index}`,
        depth: depth + 1,
        name,
        type: 'error',
        meaning,
        json: error,
      });
    }
  }

  /** The way to its answer. */
  #addForm(key: string, depth: number): void {
    const opens: Address = { kind: 'xrpc', nsid: this.#nsid, service: undefined, params: [] };
    const json = { xrpc: this.#nsid };
    this.#add({
      key,
      depth,
      name: 'ask',
      type: '',
      meaning: 'asks for its parameters, then shows what it answers',
      opens,
      json,
    });
  }

  /** What is sent, or what comes back. */
  #addBody(key: string, name: string, body: unknown, depth: number): void {
    if (!isObject(body)) return;
    const schema = field(body, 'schema');
    const encoding = textField(body, 'encoding');
    const shape =
      schema === undefined || textField(schema, 'type') === 'object' ? [] : [typeText(schema, this.#nsid)];
    this.#add({
      key,
      depth,
      name,
      type: [...(encoding === undefined ? [] : [encoding]), ...shape].join(', '),
      meaning: [textField(body, 'description'), meaningOf(schema)].filter(Boolean).join(' · '),
      opens: this.#target(schema),
      json: body,
    });
    this.#addInner(key, schema, depth + 1);
  }

  /** The fields of an object, or of parameters. */
  #addFields(key: string, object: unknown, depth: number): void {
    const properties = field(object, 'properties');
    if (!isObject(properties)) return;
    const [required, nullable] = [listField(object, 'required'), listField(object, 'nullable')];
    for (const name of Object.keys(properties)) {
      const def = properties[name];
      const at = `${key} ${name}`;
      const need = required.includes(name) ? 'required' : 'optional';
      this.#add({
        key: at,
        depth,
        name,
        type: typeText(def, this.#nsid),
        need: nullable.includes(name) ? `${need} or null` : need,
        meaning: [this.#foreign(def), meaningOf(def)].filter(Boolean).join(' · '),
        opens: this.#target(def),
        json: def,
      });
      this.#addInner(at, def, depth + 1);
    }
  }

  /** What stands below a field: the fields of an object, what a union may be, known values that are defined somewhere. */
  #addInner(key: string, def: unknown, depth: number): void {
    const type = textField(def, 'type');
    if (type === 'array') this.#addInner(key, field(def, 'items'), depth);
    else if (type === 'object') this.#addFields(key, def, depth);
    else if (type === 'union') this.#addTargets(key, listField(def, 'refs'), depth);
    else if (type === 'string') this.#addTargets(key, listField(def, 'knownValues').filter(isDefined), depth);
  }

  #addTargets(key: string, refs: readonly unknown[], depth: number): void {
    for (const [index, ref] of refs.entries()) {
      const text = typeof ref === 'string' ? ref : '?';
      const name = shortRef(text, this.#nsid);
      const row = { key: `${key} ${index}`, depth, name, type: '', json: ref };
      this.#add({
        ...row,
        meaning: name === text || name.startsWith('#') ? '' : text,
        opens: this.#named(text),
      });
    }
  }

  #addPermissions(key: string, def: unknown, depth: number): void {
    for (const name of ['title', 'detail']) {
      const meaning = textField(def, name);
      if (meaning === undefined) continue;
      this.#add({ key: `${key} ${name}`, depth, name, type: '', meaning, json: meaning });
    }
    for (const [index, permission] of listField(def, 'permissions').entries()) {
      const at = `${key} permission ${index}`;
      const [name, meaning] = [textField(permission, 'resource') ?? '?', membersText(permission)];
      this.#add({ key: at, depth, name, type: 'permission', meaning, json: permission });
      for (const list of ['collection', 'lxm']) {
        this.#addTargets(`${at} ${list}`, listField(permission, list), depth + 1);
      }
    }
  }

  /** A ref to another lexicon, which is a long name. */
  #foreign(def: unknown): string | undefined {
    if (textField(def, 'type') === 'array') return this.#foreign(field(def, 'items'));
    const ref = textField(def, 'type') === 'ref' ? textField(def, 'ref') : undefined;
    return ref === undefined || shortRef(ref, this.#nsid).startsWith('#') ? undefined : ref;
  }

  /** Where a ref, or an array of them, leads. */
  #target(def: unknown): Address | undefined {
    const type = textField(def, 'type');
    if (type === 'array') return this.#target(field(def, 'items'));
    const ref = type === 'ref' ? textField(def, 'ref') : undefined;
    return ref === undefined ? undefined : this.#named(ref);
  }

  #named(ref: string): Address | undefined {
    return lexiconNamed(ref, this.#nsid);
  }
}

/** What a definition is: `record, key tid`, `query`, `string, datetime`. */
function defText(def: unknown, nsid: string): string {
  const type = typeText(def, nsid);
  const key = textField(def, 'key');
  return type === 'record' && key !== undefined ? `${type}, key ${key}` : type;
}

function meaningOf(def: unknown): string {
  const said = [limitsText(def), textField(def, 'description')];
  return said.filter((text) => text !== undefined && text !== '').join(' · ');
}

/** Known values that are tokens: `app.bsky.graph.defs#modlist`. */
const isDefined = (value: unknown): boolean =>
  typeof value === 'string' && value.includes('#') && lexiconNamed(value) !== undefined;

/** The members of a permission that are no lists of NSIDs with rows of their own. */
function membersText(permission: unknown): string {
  if (!isObject(permission)) return '';
  const told = Object.entries(permission satisfies JsonObject).filter(
    ([name]) => !['type', 'resource', 'collection', 'lxm'].includes(name),
  );
  return told
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(' · ');
}
