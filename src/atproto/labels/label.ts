import { dateTime } from '../../text/date-time.js';
import { isObject, listField, textField } from '../../text/json-fields.js';
import { atUriParts } from '../at-uri.js';

/** What a labeler, or an author of their own record, says of an account or a record (`com.atproto.label.defs#label`). */
export interface Label {
  /** DID of who says it. */
  readonly src: string;
  /** The at-URI of a record, or the DID of an account. */
  readonly uri: string;
  /** The one version of the record that it is of; undefined: every version. */
  readonly cid: string | undefined;
  readonly val: string;
  /** It takes back what was said before. */
  readonly neg: boolean;
  /** Since when and until when, as it was written. */
  readonly cts: string | undefined;
  readonly exp: string | undefined;
}

/**
 * Reads a label from JSON. Undefined where it does not say who calls what by which value; any other member that is missing or of another
 * type costs that member alone.
 */
export function readLabel(json: unknown): Label | undefined {
  if (!isObject(json)) return undefined;
  const [src, uri, val] = [textField(json, 'src'), textField(json, 'uri'), textField(json, 'val')];
  if (src === undefined || uri === undefined || val === undefined || val === '') return undefined;
  return {
    src,
    uri,
    val,
    cid: textField(json, 'cid') || undefined,
    neg: json.neg === true,
    cts: textField(json, 'cts'),
    exp: textField(json, 'exp'),
  };
}

/** The labels that a view of an AppView carries (`labels`), those that can be read. */
export const labelsOf = (view: unknown): readonly Label[] =>
  listField(view, 'labels').flatMap((json) => readLabel(json) ?? []);

/** Whether its time is over. @param now milliseconds since 1970 */
export function isExpired({ exp }: Pick<Label, 'exp'>, now: number): boolean {
  const end = dateTime(exp);
  return end !== undefined && end <= now;
}

/** Whether it counts: it is not taken back, and its time is not over. @param now milliseconds since 1970 */
export const isInForce = (label: Pick<Label, 'neg' | 'exp'>, now: number): boolean =>
  !label.neg && !isExpired(label, now);

/** The account that a label is of, or that has the record: a DID, or what stands in its place. */
export const accountOfLabel = ({ uri }: Pick<Label, 'uri'>): string => atUriParts(uri)?.repo ?? uri;
