import { textField } from '../../text/json-fields.js';

/** Characters of a name and of words that are kept: the journal has them of many calls, and a page of HTML fits into a message. */
const NAME_MAX_CHARACTERS = 100;
const MESSAGE_MAX_CHARACTERS = 2000;

/** The `{error, message}` of the XRPC specification, as far as it is there. */
export function errorBody(bytes: Buffer): { error?: string | undefined; message?: string | undefined } {
  let body: unknown;
  try {
    // A byte order mark is no JSON, and some servers write one.
    body = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    body = undefined;
  }
  return {
    error: part(textField(body, 'error'), NAME_MAX_CHARACTERS),
    message: part(textField(body, 'message'), MESSAGE_MAX_CHARACTERS),
  };
}

/** Undefined for a text with nothing to see in it. */
function part(text: string | undefined, characters: number): string | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return undefined;
  return trimmed.length <= characters ? trimmed : `${trimmed.slice(0, characters)}…`;
}
