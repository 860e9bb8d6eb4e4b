import { isObject } from '../../text/json-fields.js';
import { parseJson, stringifyJson } from './raw-items.js';
import { HIDDEN, isSecretName } from './secrets.js';

/** What a procedure is given. */
export interface RequestBody {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** An input as JSON; bigints become integers. */
export function jsonBody(input: object): RequestBody {
  return { type: 'application/json', bytes: Buffer.from(stringifyJson(input)) };
}

/** Longer JSON is told by its size: nobody reads it, and a shell does not take it as one word. */
const SHOWN_BODY_BYTES = 16 * 1024;

/** Methods whose inputs are passwords, codes, tokens and keys: of these only the names of the members are shown. */
const SECRET_METHODS = /^com\.atproto\.(server|admin|identity|temp)\./;

/** A body as it may be shown: JSON without its secrets, anything else by its size. */
export function shownBody(
  { type, bytes }: RequestBody,
  nsid: string,
  secrets: readonly string[] = [],
): string {
  const size = `‹${bytes.length} bytes of ${type}›`;
  if (type !== 'application/json' || bytes.length > SHOWN_BODY_BYTES) return size;
  const hidesAll = SECRET_METHODS.test(nsid);

  function shown(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shown);
    if (isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, isSecretName(name) ? HIDDEN : shown(inner)]),
      );
    }
    const isSecret =
      hidesAll ||
      (typeof value === 'string' && secrets.some((secret) => secret !== '' && value.includes(secret)));
    return isSecret ? HIDDEN : value;
  }

  // Control characters past ASCII are not escaped by JSON.stringify, and whoever shows this drops them.
  return stringifyJson(shown(parseJson(Buffer.from(bytes).toString('utf8')))).replace(
    /[\u007f-\u009f]/g,
    escaped,
  );
}

/** Whether {@link shownBody} gave a word about the body rather than the body. */
export function isBodySize(shown: string): boolean {
  return shown.startsWith('‹');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
