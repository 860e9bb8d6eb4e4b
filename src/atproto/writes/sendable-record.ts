import { sanitise } from '../../text/sanitise.js';
import { memberText } from '../calls/json-scan.js';
import { unsendable } from './unsendable.js';
import { WriteError } from './write-error.js';

interface NamedRecord {
  readonly collection: string;
  readonly rkey: string;
}

/** What a record is called in a sentence. */
export const nameOf = ({ collection, rkey }: NamedRecord): string => sanitise(`${collection}/${rkey}`);

/** A record says of which kind it is: where one was typed without, it is of its collection. What is no JSON of an object comes back as it is. */
export function typedJson(json: string, collection: string): string {
  if (!isTypeless(json)) return json;
  const rest = json.replace(/^\s*\{\s*/, '');
  const comma = rest.startsWith('}') ? '' : ',';
  return `{"$type":${JSON.stringify(collection)}${comma}${rest}`;
}

function isTypeless(json: string): boolean {
  try {
    return /^\s*\{/.test(json) && memberText(json, '$type') === undefined;
  } catch {
    return false;
  }
}

/** Throws a WriteError where a record cannot be sent as it is: see `unsendable`. */
export function checkSendable(record: NamedRecord & { readonly json: string }): void {
  const fault = unsendable(record.json, record.collection);
  if (fault === undefined) return;
  const where = fault.path === '' ? '' : `${sanitise(fault.path)}: `;
  throw new WriteError('unsendable', `${nameOf(record)} was not sent: ${where}${sanitise(fault.why)}.`);
}
