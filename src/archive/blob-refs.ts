import { isObject, textField } from '../text/json-fields.js';

/** A blob as a record refers to it. */
export interface BlobRef {
  readonly cid: string;
  readonly mimeType: string | undefined;
  /** Bytes; undefined where it does not say. */
  readonly size: number | undefined;
}

/** `{$type: 'blob', ref, mimeType, size}`, or `{cid, mimeType}` as it was at first (atproto.com/specs/data-model#blob-type); undefined for all else. */
export function blobRef(value: unknown): BlobRef | undefined {
  if (!isObject(value)) return undefined;
  const mimeType = textField(value, 'mimeType');
  const size = typeof value.size === 'number' && value.size >= 0 ? value.size : undefined;
  if (value.$type === 'blob') {
    const cid = textField(value, 'ref', '$link');
    return cid === undefined ? undefined : { cid, mimeType, size };
  }
  const cid = textField(value, 'cid');
  const isOld = cid !== undefined && mimeType !== undefined && Object.keys(value).length === 2;
  return isOld ? { cid, mimeType, size: undefined } : undefined;
}

/** All that a value refers to, however deep. */
export function* blobRefs(value: unknown): Generator<BlobRef> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const here = open.pop();
    const blob = blobRef(here);
    if (blob !== undefined) yield blob;
    else if (Array.isArray(here)) open.push(...here);
    else if (isObject(here)) open.push(...Object.values(here));
  }
}
