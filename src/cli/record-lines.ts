import { memberText } from '../atproto/calls/json-scan.js';
import { field, isObject, textField } from '../text/json-fields.js';

/** A record as it was read, or why none could be. */
export type ReadRecord =
  | {
      readonly ok: true;
      readonly json: string;
      /** Where it is to stand, as `ls` prints it; undefined where nothing says it. */
      readonly uri: string | undefined;
      /** What it was when it was read; undefined where nothing says it. */
      readonly cid: string | undefined;
    }
  | { readonly ok: false; readonly reason: string };

/** A record has 1 MB at most, and JSON may write a byte as six. */
const LINE_MAX_BYTES = 8 * 1024 * 1024;
const LF = 0x0a;

/** A line, or one record over many; undefined: it is longer than a record can be. */
type Line = Buffer | undefined;

/**
 * The records of a text as it comes: one over many lines, or one a line (NDJSON), each as it is or as `ls` prints it (`uri`, `cid`, `value`). What
 * cannot be read is told in its place, and the next line goes on.
 */
export async function* recordsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRecord> {
  const lines = filledLines(chunks);
  const first = await nextOf(lines);
  if (first === undefined) return;
  if (!isWhole(first.line)) {
    const second = await nextOf(lines);
    if (second === undefined || !isWhole(second.line)) {
      yield readRecord(await joined([first, ...(second ? [second] : [])], lines));
      return;
    }
    yield readRecord(first.line);
    yield readRecord(second.line);
  } else yield readRecord(first.line);
  for await (const line of lines) yield readRecord(line);
}

async function nextOf(lines: AsyncGenerator<Line>): Promise<{ readonly line: Line } | undefined> {
  const next = await lines.next();
  return next.done === true ? undefined : { line: next.value };
}

/** Whether a line is a record by itself. */
function isWhole(line: Line): boolean {
  try {
    return line !== undefined && isObject(JSON.parse(line.toString()));
  } catch {
    return false;
  }
}

async function joined(begun: readonly { line: Line }[], rest: AsyncIterable<Line>): Promise<Line> {
  const parts: Line[] = begun.map(({ line }) => line);
  let bytes = 0;
  for await (const line of rest) {
    parts.push(line);
    bytes += line?.length ?? 0;
    if (bytes > LINE_MAX_BYTES) return undefined;
  }
  const lines = parts.flatMap((line) => (line ? [line, Buffer.of(LF)] : []));
  return parts.includes(undefined) ? undefined : Buffer.concat(lines);
}

function readRecord(line: Line): ReadRecord {
  if (line === undefined) return { ok: false, reason: 'it is longer than a record can be' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(line).trim();
  } catch {
    return { ok: false, reason: 'it is no UTF-8' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      reason: `it is not JSON (${error instanceof Error ? error.message : String(error)})`,
    };
  }
  if (!isObject(value)) return { ok: false, reason: 'it is no record, which is an object' };
  const uri = textField(value, 'uri');
  const isListed =
    uri?.startsWith('at://') && isObject(field(value, 'value')) && !Object.hasOwn(value, '$type');
  if (!isListed) return { ok: true, json: text, uri: undefined, cid: undefined };
  return { ok: true, json: memberText(text, 'value') ?? '', uri, cid: textField(value, 'cid') };
}

/** The lines that are not blank. */
async function* filledLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  for await (const line of linesIn(chunks)) {
    if (line === undefined || /[^\s\uFEFF]/.test(line.toString())) yield line;
  }
}

/** The lines of a text as it comes, in bytes, without what ends them. */
export async function* linesIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  function take(part: Uint8Array): void {
    bytes += part.length;
    if (bytes <= LINE_MAX_BYTES) parts.push(part);
    else parts = [];
  }
  function line(): Line {
    const whole = bytes <= LINE_MAX_BYTES ? Buffer.concat(parts) : undefined;
    parts = [];
    bytes = 0;
    return whole;
  }
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(LF, at); end !== -1; end = chunk.indexOf(LF, at)) {
      take(chunk.subarray(at, end));
      yield line();
      at = end + 1;
    }
    take(chunk.subarray(at));
  }
  if (bytes > 0) yield line();
}
