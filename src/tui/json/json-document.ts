import { memberNames, WrittenNumber } from '../../text/written-json.js';
import { blobIn, type JsonReference, referenceInText } from './json-reference.js';

interface Spot {
  /** 0 for the outermost value. */
  readonly depth: number;
  /** The name in the object that holds it; undefined in lists and for the outermost value. */
  readonly key: string | undefined;
  /** The line that opens what holds it; -1 for the outermost value. */
  readonly parent: number;
  /** Where it stands in what holds it, from 0. */
  readonly position: number;
  /** Nothing follows it in what holds it, so that it takes no comma. */
  readonly last: boolean;
  readonly reference: JsonReference | undefined;
}

/** The line that opens an object or a list. */
export interface OpenLine extends Spot {
  readonly kind: 'open';
  readonly list: boolean;
  /** Members or items. */
  readonly count: number;
  /** The line that closes it. */
  close: number;
}

export interface CloseLine extends Spot {
  readonly kind: 'close';
  readonly list: boolean;
  /** The line that opens it. */
  readonly open: number;
}

/** A value on one line. `text` is the string itself for strings and the JSON for all others; a blob has its `reference`. */
export interface ValueLine extends Spot {
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'blob' | 'empty' | 'cid' | 'bytes';
  readonly text: string;
}

export type JsonLine = OpenLine | CloseLine | ValueLine;

/** A JSON value as the lines that it is read in when nothing is folded or wrapped. */
export interface JsonDocument {
  readonly lines: readonly JsonLine[];
}

interface Frame {
  readonly value: Readonly<Record<string, unknown>> | readonly unknown[];
  readonly keys: readonly string[] | undefined;
  readonly count: number;
  readonly open: number;
  readonly spot: Spot;
  next: number;
}

/**
 * Lays a parsed JSON value out in lines, members in the order in which they were sent (`readJson`). Integers may be bigints. Blobs and
 * `{"$link": …}` and `{"$bytes": …}` objects take one line each. It keeps its own stack, so depth costs no more than length.
 */
export function jsonDocument(value: unknown): JsonDocument {
  const lines: JsonLine[] = [];
  const stack: Frame[] = [];

  function add(
    inner: unknown,
    spot: Pick<Spot, 'depth' | 'key' | 'parent' | 'position' | 'last'>,
    listName: string | undefined,
  ): void {
    if (typeof inner !== 'object' || inner === null || inner instanceof WrittenNumber) {
      lines.push(scalarLine(inner, spot, spot.key ?? listName));
      return;
    }
    const list = Array.isArray(inner);
    const keys = list ? undefined : memberNames(inner);
    const object = inner as Readonly<Record<string, unknown>>;
    const count = keys === undefined ? (inner as readonly unknown[]).length : keys.length;
    if (count === 0) {
      lines.push({ ...spot, kind: 'empty', text: list ? '[]' : '{}', reference: undefined });
      return;
    }
    const blob = keys === undefined ? undefined : blobIn(object, keys);
    if (blob?.whole) {
      lines.push({ ...spot, kind: 'blob', text: '', reference: blob.reference });
      return;
    }
    const tagged = keys === undefined ? undefined : taggedString(object, keys);
    if (tagged !== undefined) {
      lines.push({ ...spot, ...tagged, reference: undefined });
      return;
    }
    const full: Spot = { ...spot, reference: blob?.reference };
    stack.push({ value: object, keys, count, open: lines.length, spot: full, next: 0 });
    lines.push({ ...full, kind: 'open', list, count, close: -1 });
  }

  add(value, { depth: 0, key: undefined, parent: -1, position: 0, last: true }, undefined);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.next === frame.count) {
      stack.pop();
      const open = lines[frame.open] as OpenLine;
      open.close = lines.length;
      lines.push({ ...frame.spot, kind: 'close', list: open.list, open: frame.open });
      continue;
    }
    const position = frame.next++;
    const key = frame.keys?.[position];
    const inner: unknown = Reflect.get(frame.value, key ?? position);
    const depth = frame.spot.depth + 1;
    const last = frame.next === frame.count;
    add(inner, { depth, key, parent: frame.open, position, last }, frame.spot.key);
  }
  return { lines };
}

/** Where a line stands in the record, as one writes it in JavaScript: `embed.images[0].alt`. Empty for the outermost value. */
export function jsonPath(document: JsonDocument, line: number): string {
  const parts: string[] = [];
  for (let at = document.lines[line]; at !== undefined && at.parent >= 0; at = document.lines[at.parent]) {
    if (at.key === undefined) parts.push(`[${at.position}]`);
    else parts.push(/^[\w$]+$/.test(at.key) ? `.${at.key}` : `[${JSON.stringify(at.key)}]`);
  }
  return parts.reverse().join('').replace(/^\./, '');
}

/** Reads its reference when somebody asks: most lines of a long record are never looked at. */
class StringLine implements ValueLine {
  readonly kind = 'string';
  readonly text: string;
  readonly depth: number;
  readonly key: string | undefined;
  readonly parent: number;
  readonly position: number;
  readonly last: boolean;
  readonly #member: string | undefined;
  #reference: JsonReference | undefined | null = null;

  constructor(text: string, spot: Omit<Spot, 'reference'>, member: string | undefined) {
    this.text = text;
    this.#member = member;
    this.depth = spot.depth;
    this.key = spot.key;
    this.parent = spot.parent;
    this.position = spot.position;
    this.last = spot.last;
  }

  get reference(): JsonReference | undefined {
    if (this.#reference === null) this.#reference = referenceInText(this.text, this.#member);
    return this.#reference;
  }
}

/** `member` is its name, or that of the list that it is in. */
function scalarLine(value: unknown, spot: Omit<Spot, 'reference'>, member: string | undefined): ValueLine {
  if (value instanceof WrittenNumber) {
    return { ...spot, kind: 'number', text: value.text, reference: undefined };
  }
  switch (typeof value) {
    case 'string':
      return new StringLine(value, spot, member);
    case 'number':
    case 'bigint':
      return { ...spot, kind: 'number', text: String(value), reference: undefined };
    case 'boolean':
      return { ...spot, kind: 'boolean', text: String(value), reference: undefined };
    default:
      return { ...spot, kind: 'null', text: 'null', reference: undefined };
  }
}

/** The two objects of the data model that stand for one value: a CID link, and bytes. */
function taggedString(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): { kind: 'cid' | 'bytes'; text: string } | undefined {
  if (keys.length !== 1) return undefined;
  if (typeof object.$link === 'string') return { kind: 'cid', text: object.$link };
  if (typeof object.$bytes === 'string') return { kind: 'bytes', text: object.$bytes };
  return undefined;
}
