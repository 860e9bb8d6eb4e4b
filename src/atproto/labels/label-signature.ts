import { encode } from '@atcute/cbor';
import { field, isObject, type JsonObject, textField } from '../../text/json-fields.js';
import { isSignedBy } from '../identity/signature.js';
import type { Labeler } from './labeler.js';

/** What a signature is over, and nothing else of a label (atproto.com/specs/label, “Signatures”). */
const SIGNED_MEMBERS = ['ver', 'src', 'uri', 'cid', 'val', 'neg', 'cts', 'exp'] as const;

/**
 * How the signature of a label stands. `none`: it has none, as one that an AppView passes on. `unknown`: there is no key to check it with.
 * `why` is the end of a sentence that begins with the label.
 */
export type LabelSignature =
  | { readonly state: 'good' }
  | { readonly state: 'bad'; readonly why: string }
  | { readonly state: 'none' }
  | { readonly state: 'unknown'; readonly why: string };

/**
 * Checks a label, as it came in JSON, with the key that its labeler has for labels. A label that was signed with a key of before is bad:
 * labelers sign anew what is asked for again.
 */
export async function checkLabel(
  json: unknown,
  { did, key, whyNoKey }: Pick<Labeler, 'did' | 'key' | 'whyNoKey'>,
): Promise<LabelSignature> {
  if (!isObject(json)) return { state: 'bad', why: 'is no object' };
  if (field(json, 'sig') === undefined) return { state: 'none' };
  if (json.src !== did) return { state: 'bad', why: 'is said in the name of another labeler' };
  if (key === undefined) {
    return { state: 'unknown', why: `cannot be checked: the DID document of its labeler ${whyNoKey}` };
  }
  const signature = textField(json, 'sig', '$bytes');
  if (signature === undefined) return { state: 'bad', why: 'has a signature that is no bytes' };
  const bytes = signedBytes(json);
  if (bytes === undefined) return { state: 'bad', why: 'cannot be written as what is signed' };
  return (await isSignedBy(key, Buffer.from(signature, 'base64'), bytes))
    ? { state: 'good' }
    : { state: 'bad', why: 'is not signed by the key that its labeler has for labels now' };
}

/** Members that are not there are not signed; `neg: false` is. Undefined where one is of a type that no label has. */
function signedBytes(json: JsonObject): Uint8Array | undefined {
  const members = SIGNED_MEMBERS.flatMap((name) =>
    json[name] === undefined ? [] : [[name, json[name]] as const],
  );
  if (members.some(([, value]) => !['string', 'number', 'boolean'].includes(typeof value))) return undefined;
  return encode(Object.fromEntries(members));
}
