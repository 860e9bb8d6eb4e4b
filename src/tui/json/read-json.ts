/** A number that JavaScript would write otherwise than it was sent: `1.10`, `-0`, `1e400`, or an integer past 2^53. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

// JavaScript puts members whose names are integers before all others: their order as sent is kept beside the object.
const orders = new WeakMap<object, readonly string[]>();

/** The names of the members of an object that {@link readJson} has read, in the order in which they were sent. */
export const memberNames = (object: object): readonly string[] => orders.get(object) ?? Object.keys(object);

const INTEGER_NAME = /^(?:0|[1-9]\d*)$/;
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
 * name that comes twice the last one counts. Throws a SyntaxError where the text is not JSON.
 */
export function readJson(text: string): unknown {
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
      if (closed?.names && closed.isReordered) orders.set(closed.value, [...new Set(closed.names)]);
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

function scalar(word: string): unknown {
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
