/** Why a text is not the JSON that it should be. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  /** Offset of the byte that does not fit. */
  readonly at: number;
  /** True where the text ends before the value does. */
  readonly cutShort: boolean;

  constructor(message: string, at: number, cutShort = false) {
    super(message);
    this.at = at;
    this.cutShort = cutShort;
  }
}

/** Where a value lies in its bytes: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScannedObject {
  /** The members of the object by name; of a name that comes twice, the last. */
  readonly members: ReadonlyMap<string, Span>;
  /** Starts and ends, in turns, of the elements of the array asked for; undefined where there is no such array. */
  readonly elements: Uint32Array | undefined;
}

/** Levels that there is room for at first. */
const ROOM_LEVELS = 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Walks over a JSON text (RFC 8259) that must be one object, and notes where its members lie and where the elements
 * of the array named `arrayKey` lie. What it passes is valid JSON: every span can be given to `JSON.parse`.
 *
 * Gives undefined where the text is JSON but no object. Throws a {@link JsonFault} where it is not JSON.
 */
export function scanObject(bytes: Buffer, arrayKey?: string): ScannedObject | undefined {
  let at = skipSpace(bytes, startOf(bytes));
  if (bytes[at] !== OPEN_OBJECT) {
    expectEnd(bytes, skipValue(bytes, at));
    return undefined;
  }
  const members = new Map<string, Span>();
  let elements: Uint32Array | undefined;
  at = skipSpace(bytes, at + 1);
  if (bytes[at] === CLOSE_OBJECT) {
    expectEnd(bytes, at + 1);
    return { members, elements };
  }
  for (;;) {
    const keyStart = at;
    const keyEnd = skipKey(bytes, at);
    const key: string = JSON.parse(bytes.toString('utf8', keyStart, keyEnd));
    const start = skipSpace(bytes, skipColon(bytes, keyEnd));
    let end: number;
    if (key === arrayKey) elements = undefined;
    if (key === arrayKey && bytes[start] === OPEN_ARRAY) {
      const spans: number[] = [];
      end = skipElements(bytes, start, spans);
      elements = Uint32Array.from(spans);
    } else {
      end = skipValue(bytes, start);
    }
    members.set(key, { start, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) {
      at = skipSpace(bytes, at + 1);
    } else if (bytes[at] === CLOSE_OBJECT) {
      expectEnd(bytes, at + 1);
      return { members, elements };
    } else {
      throw fault(bytes, at);
    }
  }
}

/**
 * The text of one member of a JSON object, cut out as it stands, so that no digit, order, escape or space is lost on the way.
 * Undefined where `json` is not an object or has no such member. Throws a {@link JsonFault} where it is not JSON.
 */
export function memberText(json: string, name: string): string | undefined {
  const bytes = Buffer.from(json);
  const span = scanObject(bytes)?.members.get(name);
  return span && bytes.toString('utf8', span.start, span.end);
}

/** Where the one value of a JSON text lies. Throws a {@link JsonFault} where the text is not one JSON value. */
export function scanValue(bytes: Buffer): Span {
  const start = skipSpace(bytes, startOf(bytes));
  const end = skipValue(bytes, start);
  expectEnd(bytes, end);
  return { start, end };
}

function skipElements(bytes: Buffer, open: number, spans: number[]): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === CLOSE_ARRAY) return at + 1;
  for (;;) {
    const end = skipValue(bytes, at);
    spans.push(at, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    if (bytes[at] !== COMMA) throw fault(bytes, at);
    at = skipSpace(bytes, at + 1);
  }
}

/**
 * Gives the offset behind the value that begins at `at`. A loop, not a recursion: depth comes from strangers, and one deep item of a
 * page must not cost the others. A level costs a byte here.
 */
function skipValue(bytes: Buffer, from: number): number {
  let at = from;
  let depth = 0;
  let open = room;
  for (;;) {
    const first = bytes[at];
    if (first === QUOTE) {
      at = skipString(bytes, at);
    } else if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      const inside = skipSpace(bytes, at + 1);
      if (bytes[inside] === (first === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        at = inside + 1;
      } else {
        if (depth === open.length) open = twice(open);
        open[depth++] = first;
        at = first === OPEN_OBJECT ? skipSpace(bytes, skipColon(bytes, skipKey(bytes, inside))) : inside;
        continue;
      }
    } else {
      at = skipScalar(bytes, at);
    }

    for (;;) {
      if (depth === 0) return at;
      at = skipSpace(bytes, at);
      const next = bytes[at];
      const inObject = open[depth - 1] === OPEN_OBJECT;
      if (next === COMMA) {
        at = skipSpace(bytes, at + 1);
        if (inObject) at = skipSpace(bytes, skipColon(bytes, skipKey(bytes, at)));
        break;
      }
      if (next !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) throw fault(bytes, at);
      depth--;
      at++;
    }
  }
}

/** The brackets that are open; shared, since a walk is never interrupted. */
const room = new Uint8Array(ROOM_LEVELS);

function twice(levels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(levels.length * 2);
  more.set(levels);
  return more;
}

function skipKey(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) throw fault(bytes, at);
  return skipString(bytes, at);
}

function skipColon(bytes: Buffer, from: number): number {
  const at = skipSpace(bytes, from);
  if (bytes[at] !== COLON) throw fault(bytes, at);
  return at + 1;
}

function skipString(bytes: Buffer, quote: number): number {
  let at = quote + 1;
  for (let byte = bytes[at]; byte !== undefined; byte = bytes[at]) {
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) {
      at = skipEscape(bytes, at);
    } else if (byte < 0x20) {
      throw fault(bytes, at);
    } else {
      at++;
    }
  }
  throw fault(bytes, at);
}

function skipEscape(bytes: Buffer, backslash: number): number {
  const at = backslash + 1;
  switch (bytes[at]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit = at + 1; digit <= at + 4; digit++) {
        if (!isHexDigit(bytes[digit])) throw fault(bytes, digit);
      }
      return at + 5;
    default:
      throw fault(bytes, at);
  }
}

function skipScalar(bytes: Buffer, at: number): number {
  switch (bytes[at]) {
    case 0x74:
      return skipWord(bytes, at, 'true');
    case 0x66:
      return skipWord(bytes, at, 'false');
    case 0x6e:
      return skipWord(bytes, at, 'null');
    default:
      return skipNumber(bytes, at);
  }
}

function skipWord(bytes: Buffer, from: number, word: string): number {
  for (let index = 0; index < word.length; index++) {
    if (bytes[from + index] !== word.charCodeAt(index)) throw fault(bytes, from + index);
  }
  return from + word.length;
}

function skipNumber(bytes: Buffer, from: number): number {
  let at = from;
  if (bytes[at] === 0x2d) at++;
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at);
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at++;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++;
    at = skipDigits(bytes, at);
  }
  return at;
}

function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) {
    at++;
  }
  if (at === from) throw fault(bytes, at);
  return at;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte !== undefined; byte = bytes[at]) {
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at++;
  }
  return at;
}

/** Behind the byte order mark that some servers put before UTF-8. */
function startOf(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function expectEnd(bytes: Buffer, from: number): void {
  const at = skipSpace(bytes, from);
  if (at < bytes.length) throw fault(bytes, at);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number | undefined): boolean {
  return byte !== undefined && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66));
}

function fault(bytes: Buffer, at: number): JsonFault {
  return at >= bytes.length
    ? new JsonFault(`JSON cut short after ${bytes.length} bytes`, at, true)
    : new JsonFault(`not JSON at byte ${at}`, at);
}
