import { isDid } from '@atcute/lexicons/syntax';
import { type Address, parseAddress, webAddress } from '../../places/address.js';
import { lexiconNamed } from '../../places/lexicons/lexicon-address.js';
import { isObject, textField } from '../../text/json-fields.js';

/** What Enter opens on a line of a record. */
export type JsonReference =
  | { readonly kind: 'address'; readonly address: Address }
  | {
      readonly kind: 'blob';
      readonly cid: string;
      readonly mimeType: string;
      /** Bytes; legacy blobs do not tell. */
      readonly size: number | undefined;
    }
  | { readonly kind: 'web'; readonly url: string };

/** The URI of a record as nearly all are written, with a did:plc: a list of a thousand likes is read without parsing each in full. */
const RECORD_URI =
  /^at:\/\/(did:plc:[a-z2-7]{24})\/([a-z]{1,63}\.[a-z0-9]{1,63}\.[a-z]{1,63}\.[a-zA-Z]{1,63})\/([a-z0-9]{1,512})$/;

/** The member that says what an object is. */
export const TYPE_MEMBER = '$type';

/** Members of records, and of what services say of them, whose text, or each of whose texts, is the NSID of a lexicon. */
const LEXICON_MEMBERS = new Set([TYPE_MEMBER, 'collection', 'collections', 'nsid', 'lxm', 'ref', 'refs']);

/**
 * An at:// URI or a DID of a place, or a web link, when it is all of the text. Handles and CIDs name no place by themselves, and NSIDs
 * only in members that are there for them: other texts have dots, too.
 *
 * @param member what the text, or the list that it is in, is called
 */
export function referenceInText(text: string, member?: string): JsonReference | undefined {
  if (text.length > 8 * 1024 || /\s/.test(text)) return undefined;
  const lexicon = member !== undefined && LEXICON_MEMBERS.has(member) ? lexiconNamed(text) : undefined;
  if (lexicon) return { kind: 'address', address: lexicon };
  const record = RECORD_URI.exec(text);
  if (record !== null) {
    const [, repo = '', collection = '', rkey = ''] = record;
    return { kind: 'address', address: { kind: 'record', repo, collection, rkey } };
  }
  if (text.startsWith('at://') || isDid(text)) {
    const reading = parseAddress(text);
    return reading.ok ? { kind: 'address', address: reading.address } : undefined;
  }
  if (!/^https?:\/\//i.test(text)) return undefined;
  const url = URL.parse(text);
  return url === null ? undefined : { kind: 'web', url: url.href };
}

/** The web page of what a line refers to; undefined where there is none. */
export function referencePage(reference: JsonReference): string | undefined {
  if (reference.kind === 'web') return reference.url;
  return reference.kind === 'address' ? webAddress(reference.address) : undefined;
}

/**
 * A blob object of the data model (atproto.com/specs/data-model#blob-type), or one of the legacy form `{cid, mimeType}`. `whole` is
 * false when it has fields beyond those of a blob, which a line for the blob would hide.
 */
export function blobIn(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): { reference: JsonReference; whole: boolean } | undefined {
  const { $type, ref, mimeType, size, cid } = object;
  if (typeof mimeType !== 'string') return undefined;
  if ($type === 'blob') {
    const link = linkIn(ref);
    if (link === undefined) return undefined;
    const bytes = typeof size === 'number' && size >= 0 ? size : undefined;
    return {
      reference: { kind: 'blob', cid: link, mimeType, size: bytes },
      whole: bytes !== undefined && keys.length === 4,
    };
  }
  if ($type === undefined && typeof cid === 'string' && keys.length === 2) {
    return { reference: { kind: 'blob', cid, mimeType, size: undefined }, whole: true };
  }
  return undefined;
}

/** The CID of a `{"$link": …}`, and nothing but that. */
function linkIn(value: unknown): string | undefined {
  return isObject(value) && Object.keys(value).length === 1 ? textField(value, '$link') : undefined;
}
