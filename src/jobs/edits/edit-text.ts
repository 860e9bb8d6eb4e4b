import { safeJson } from '../../text/safe-json.js';
import { sanitise } from '../../text/sanitise.js';

/** What an editor is given of a record. */
export interface EditText {
  /** As it is, or as a skeleton. */
  readonly json: string;
  /** What it is, a line each. */
  readonly about: readonly string[];
  /** What its lexicon says of its fields, a line each. */
  readonly fields: readonly string[];
  /** What was wrong with the last try, a line each. */
  readonly problems: readonly string[];
  /** The record key, where it is for who writes to choose. */
  readonly key?: string | undefined;
}

/** What was typed. */
export type EditReading =
  | { readonly ok: true; readonly json: string; readonly key: string | undefined }
  | { readonly ok: false; readonly problem: string };

const INDENT = 2;
const COMMENT = '//';
const KEY = /^\/\/\s*key:\s*(.*)$/;
const LINE_MAX = 300;

/**
 * The text for an editor: JSON, and above it lines that begin with `//`, which are left out when it is read back. No string of JSON goes over
 * a line, so that such a line is never part of one.
 */
export function editText({ json, about, fields, problems, key }: EditText): string {
  const lines = [
    ...(problems.length === 0
      ? []
      : ['The last try was not written:', ...problems.map((one) => `  ${one}`), '']),
    ...about,
    ...(fields.length === 0 ? [] : ['', ...fields]),
  ];
  const comments = lines.map((line) => `${COMMENT} ${sanitise(line.slice(0, LINE_MAX))}`.trimEnd());
  const keyLines = key === undefined ? [] : [`${COMMENT} key: ${key}`];
  return `${[...comments, ...keyLines].join('\n')}\n${safeJson(json, INDENT)}`;
}

/** Reads what was typed: the JSON without the comments, and the key where a line names one. */
export function readEdit(text: string): EditReading {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const key = lines.map((line) => KEY.exec(line.trim())?.[1]?.trim()).find((found) => found !== undefined);
  // Lines of comments stay as blank ones, so that the place of a mistake is that in the editor.
  const json = lines.map((line) => (line.trimStart().startsWith(COMMENT) ? '' : line)).join('\n');
  if (json.trim() === '') return { ok: false, problem: 'There is no JSON in it.' };
  try {
    JSON.parse(json);
    return { ok: true, json: json.trim(), key: key || undefined };
  } catch (error) {
    return { ok: false, problem: `It is not JSON: ${mistake(json, error)}.` };
  }
}

/** What is wrong, and in which line: engines tell of it by the number of a character, or by the line. */
function mistake(json: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const place = /\(line \d+ column \d+\)/.exec(message)?.[0];
  const words = sanitise(
    message.replace(/ ?(?:in JSON )?at position \d+.*$/, '').replace(/,? ?".*" is not valid JSON$/s, ''),
  );
  if (place !== undefined) return `${words} ${place}`;
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? json.trimEnd().length);
  const before = json.slice(0, at).split('\n');
  return `${words} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}
