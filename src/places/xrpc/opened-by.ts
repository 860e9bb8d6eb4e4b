import { isDid } from '@atcute/lexicons/syntax';
import { atUriParts } from '../../atproto/at-uri.js';
import { field, textField } from '../../text/json-fields.js';
import { accountAddress } from '../account-address.js';
import type { Address } from '../addresses.js';

/** The place that a text names, which is an at-URI or a DID and nothing else. */
export function openedByText(text: unknown): Address | undefined {
  if (isDid(text)) return { kind: 'repo', repo: text };
  const parts = atUriParts(text);
  if (parts === undefined) return undefined;
  const { repo, collection, rkey } = parts;
  if (collection === undefined) return { kind: 'repo', repo };
  return rkey === undefined
    ? { kind: 'collection', repo, collection }
    : { kind: 'record', repo, collection, rkey };
}

/** The place that a value of an answer is about: that of its URI, else the account of its DID. */
export function openedBy(value: unknown): Address | undefined {
  const named = openedByText(value) ?? openedByText(field(value, 'uri'));
  if (named) return named;
  const did = textField(value, 'did');
  return isDid(did) ? accountAddress({ handle: textField(value, 'handle'), did }) : undefined;
}
