/**
 * A number that JavaScript would write otherwise than it was sent: `1.10`, `-0`, `1e400`, or an integer past 2^53. It is no object to
 * whoever looks into JSON (`isObject`), and its text stands for it in a sentence and in `JSON.stringify`.
 */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): unknown {
    return rawJson(this.text);
  }
}

// JSON.rawJSON is in every Node that we run on (V8 11.4) and not yet in TypeScript's library.
const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** What a number is worth, however it was written; undefined for what is none, or is more than a number of JavaScript can hold. */
export function numberOf(value: unknown): number | undefined {
  const number = value instanceof WrittenNumber ? Number(value.text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

// JavaScript puts members whose names are integers before all others: their order as sent is kept beside the object.
const orders = new WeakMap<object, readonly string[]>();

/** The names of the members of an object in the order in which they were sent; undefined where that is the object's own. */
export const sentOrder = (object: object): readonly string[] | undefined => orders.get(object);

/** The same, whichever order it is. */
export const memberNames = (object: object): readonly string[] => orders.get(object) ?? Object.keys(object);

const INTEGER_NAME = /^(?:0|[1-9]\d*)$/;

/** Has an object keep the order in which its members were sent. */
export function keepOrder(object: object, names: readonly string[]): void {
  if (names.some((name) => INTEGER_NAME.test(name))) orders.set(object, [...new Set(names)]);
}

/** The beginning of the JSON, or what stands before a value. */
const BEFORE = String.raw`(?:^|[:,[])\s*`;
/** All numbers that JavaScript would write otherwise, and some that it would not. */
const ODD_NUMBER = String.raw`-?(?:0(?<=-0)(?![.\d])|\d+(?:\.\d*)?[eE]|\d+\.\d*0(?!\d)|0\.0{6}|[\d.]{17}|9\d{15})`;
/** All names that may be integers, one that is written with an escape too. */
const ODD_NAME = String.raw`[{,]\s*"(?:\d|\\u)`;
/** What follows a number: a time of day in a text has none of it. */
const BEHIND = String.raw`[-+.\w]*\s*(?:[,\]}]|$)`;
const ODD = new RegExp(`${BEFORE}${ODD_NUMBER}${BEHIND}|${ODD_NAME}`);

/** Whether JSON may hold what JavaScript would write otherwise. Costs what `JSON.parse` does; the walk of `readJson` costs many times that. */
export const mayBeOdd = (text: string): boolean => ODD.test(text);

/** As {@link readJson}, as fast as `JSON.parse` where nothing in the text is odd. */
export const parseWritten = (text: string): unknown => (mayBeOdd(text) ? readJson(text) : JSON.parse(text));

const SPACE = /[\t\n\r ]*/y;
const SCALAR = /[-+.\w]+/y;

interface Frame {
  readonly value: unknown[] | Record<string, unknown>;
  readonly names: string[] | undefined;
  isReordered: boolean;
  name: string;
}

/**
 * Reads JSON as it was written: numbers keep their digits ({@link WrittenNumber}) and members their order ({@link memberNames}); of a
 * name that comes twice the last one counts. Throws a SyntaxError where the text is not JSON. Keeps its own stack, so that depth costs
 * no more than length. `scalar` reads what is no string, object or list.
 */
export function readJson(text: string, scalar: (word: string) => unknown = writtenScalar): unknown {
  // What passes here is JSON, so that the walk need not look for faults.
  JSON.parse(text);
  const stack: Frame[] = [];
  let at = behindSpace(text, 0);
  for (;;) {
    let value: unknown;
    const first = text[at];
    const frame = stack.at(-1);
    if (first === '"' && frame?.names && frame.name === '') {
      const end = stringEnd(text, at);
      frame.name = `n${JSON.parse(text.slice(at, end))}`;
      at = behindSpace(text, behindSpace(text, end) + 1);
      continue;
    }
    if (first === '{' || first === '[') {
      stack.push({
        value: first === '{' ? {} : [],
        names: first === '{' ? [] : undefined,
        isReordered: false,
        name: '',
      });
      at = behindSpace(text, at + 1);
      continue;
    }
    if (first === '}' || first === ']') {
      const closed = stack.pop();
      if (closed?.names && closed.isReordered) keepOrder(closed.value, closed.names);
      value = closed?.value;
      at += 1;
    } else if (first === '"') {
      const end = stringEnd(text, at);
      value = JSON.parse(text.slice(at, end));
      at = end;
    } else {
      SCALAR.lastIndex = at;
      const word = SCALAR.exec(text)?.[0] ?? '';
      value = scalar(word);
      at += word.length;
    }
    const holder = stack.at(-1);
    if (!holder) return value;
    put(holder, value);
    at = behindSpace(text, at);
    if (text[at] === ',') at = behindSpace(text, at + 1);
  }
}

/**
 * Writes JSON as it was written: what {@link readJson} has read comes out with its numbers and the order of its members. Bigints are
 * integers, and numbers that JSON does not have are null. Keeps its own stack, so that depth costs no more than length.
 */
export function writeJson(value: unknown): string {
  let out = '';
  const stack: { readonly object: object; readonly names: readonly string[] | undefined; next: number }[] =
    [];
  function put(inner: unknown): void {
    if (typeof inner !== 'object' || inner === null || inner instanceof WrittenNumber) {
      out += scalarText(inner);
      return;
    }
    const names = Array.isArray(inner) ? undefined : memberNames(inner);
    out += names ? '{' : '[';
    stack.push({ object: inner, names, next: 0 });
  }
  put(value);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const { object, names } = frame;
    const at = frame.next++;
    if (at === (names ?? (object as readonly unknown[])).length) {
      out += names ? '}' : ']';
      stack.pop();
      continue;
    }
    if (at > 0) out += ',';
    const name = names?.[at];
    if (name !== undefined) out += `${JSON.stringify(name)}:`;
    put(Reflect.get(object, name ?? at));
  }
  return out;
}

function scalarText(value: unknown): string {
  if (value instanceof WrittenNumber) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (Object.is(value, -0)) return '-0';
  return JSON.stringify(value) ?? 'null';
}

function writtenScalar(word: string): unknown {
  const value: unknown = JSON.parse(word);
  return typeof value === 'number' && String(value) !== word ? new WrittenNumber(word) : value;
}

function put(holder: Frame, value: unknown): void {
  if (Array.isArray(holder.value)) {
    holder.value.push(value);
    return;
  }
  const name = holder.name.slice(1);
  holder.name = '';
  holder.names?.push(name);
  if (INTEGER_NAME.test(name)) holder.isReordered = true;
  // A member may be named `__proto__`, which an assignment would take for something else.
  Object.defineProperty(holder.value, name, { value, enumerable: true, configurable: true, writable: true });
}

function behindSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

/** The offset behind the string that begins at `open`. */
function stringEnd(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); ; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}
