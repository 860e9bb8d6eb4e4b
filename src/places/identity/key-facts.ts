import {
  type EntryReading,
  entriesOf,
  entryLine,
  isFor,
  readSigningKey,
} from '../../atproto/identity/document-entries.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { multikey } from '../../atproto/identity/signing-key.js';
import type { CheckedLog } from '../../atproto/plc/checked-log.js';
import type { JsonObject } from '../../text/json-fields.js';
import { writeJson } from '../../text/written-json.js';
import type { Fact } from '../facts-listing.js';
import { keyText } from './key-text.js';

/** A document may name any number of keys; some are enough to see that. */
const KEYS_MAX = 20;

/** The keys that a document names, each with its kind and what it is for. */
export function documentKeyFacts({ did, signingKey }: Identity, document: JsonObject): readonly Fact[] {
  const methods = entriesOf(document.verificationMethod).slice(0, KEYS_MAX);
  const used = methods.find(
    (method) =>
      signingKey !== undefined && readSigningKey({ verificationMethod: [method] }, did).value === signingKey,
  );
  const others = methods.filter((method) => method !== used);
  return [
    signingFact(signingKey, readSigningKey(document, did), used),
    ...others.map((method) => otherFact(method, did)),
  ];
}

function signingFact(
  key: string | undefined,
  { refused }: EntryReading,
  entry: JsonObject | undefined,
): Fact {
  const name = 'signing key';
  if (key !== undefined) return { name, value: keyText(key), json: entry && writeJson(entry) };
  return refused === undefined
    ? { mark: '✗', name, value: 'none in the DID document: nothing that the account writes can be verified' }
    : { mark: '✗', name, value: `refused: ${refused.why}` };
}

function otherFact(method: JsonObject, did: string): Fact {
  const key = multikey(method.type, method.publicKeyMultibase);
  const json = writeJson(method);
  const name = 'other key';
  if (key === undefined || !isOwn(method, did)) return { name, value: entryLine(method, did), json };
  if (isFor(method, 'atproto_label')) return { name: 'label key', value: keyText(key), json };
  const id = String(method.id);
  return { name, value: `${id.slice(id.indexOf('#'))} ${keyText(key)}`, json };
}

/** Whether it is a key of the account itself, with an id that says what for. */
const isOwn = ({ id, controller }: JsonObject, did: string): boolean =>
  typeof id === 'string' && id.includes('#') && controller === did;

/** Who may write into the log of an account, the strongest first; nothing of a log that does not hold. */
export function rotationKeyFacts(log: CheckedLog): readonly Fact[] {
  if (log.problem !== undefined) return [];
  const last = log.entries.findLast(({ nullifiedAt }) => nullifiedAt === undefined);
  const keys = last?.operation.account?.rotationKeys;
  if (keys === undefined) return [];
  return rankedKeys(keys);
}

/** Rotation keys with their ranks, and what that means. */
export function rankedKeys(keys: readonly string[]): readonly Fact[] {
  if (keys.length === 0) {
    return [{ mark: '✗', name: 'rotation keys', value: 'none: nobody can change this identity any more' }];
  }
  return keys.slice(0, KEYS_MAX).map((key, index) => ({
    name: `rotation ${index + 1}`,
    value: `${keyText(key)}${keys.length === 1 ? '' : rankText(index, keys.length)}`,
    json: JSON.stringify({ key, use: 'rotation', rank: index + 1, of: keys.length }),
  }));
}

function rankText(index: number, count: number): string {
  if (index === 0) return ' · the strongest: undoes for 72 hours what the others wrote';
  return index === count - 1 ? ' · the weakest' : '';
}
