import { isHandle } from '@atcute/lexicons/syntax';
import { isObject, type JsonObject } from '../../text/json-fields.js';

/** What an operation of the PLC directory says of an account, the same whatever the operation's own form. */
export interface PlcAccount {
  /** did:key strings, the strongest first: who may write the next operation. */
  readonly rotationKeys: readonly string[];
  /** did:key that signs the repository; undefined where none is named. */
  readonly signingKey: string | undefined;
  /** Where the account is served, as it is written. */
  readonly pds: string | undefined;
  /** Lower case; undefined where no valid one is named. */
  readonly handle: string | undefined;
  /** did:key strings by name. */
  readonly verificationMethods: Readonly<Record<string, string>>;
  readonly alsoKnownAs: readonly string[];
  readonly services: Readonly<Record<string, { readonly type: string; readonly endpoint: string }>>;
}

export type PlcOperationKind = 'create' | 'plc_operation' | 'plc_tombstone';

/** An operation that has been read. */
export interface PlcOperation {
  readonly kind: PlcOperationKind;
  /** CID of the operation before it; null in the first. */
  readonly prev: string | null;
  /** As it is written, in base64url. */
  readonly sig: string;
  /** Undefined for a tombstone, after which there is no account. */
  readonly account: PlcAccount | undefined;
  /** As it was served. The CID and the signature are over all of it, also over what is unknown. */
  readonly json: JsonObject;
}

/** Why an operation cannot be read; the end of a sentence that begins with “it”. */
export class PlcFormError extends Error {
  override readonly name = 'PlcFormError';
}

/**
 * Reads an operation (web.plc.directory/spec, “Operation Serialization, Signing, and Validation”). The old `create` counts as an
 * operation whose rotation keys are the recovery key and the signing key (did-method-plc/did-method-plc#70).
 *
 * @throws PlcFormError where a member that the rules need is missing or of another type
 */
export function readOperation(json: unknown): PlcOperation {
  if (!isObject(json)) throw new PlcFormError('is not an object');
  const sig = textOf(json, 'sig');
  const prev = prevOf(json);
  switch (json.type) {
    case 'create':
      return { kind: 'create', prev, sig, account: createdAccount(json), json };
    case 'plc_operation':
      return { kind: 'plc_operation', prev, sig, account: writtenAccount(json), json };
    case 'plc_tombstone':
      return { kind: 'plc_tombstone', prev, sig, account: undefined, json };
    default:
      throw new PlcFormError('is of a type that is not known');
  }
}

function prevOf({ prev }: JsonObject): string | null {
  if (prev === null || typeof prev === 'string') return prev;
  throw new PlcFormError('does not say in “prev” what it follows');
}

function textOf(json: JsonObject, name: string): string {
  const text = json[name];
  if (typeof text !== 'string') throw new PlcFormError(`has no text in “${name}”`);
  return text;
}

function createdAccount(json: JsonObject): PlcAccount {
  const signingKey = textOf(json, 'signingKey');
  return accountOf(
    [textOf(json, 'recoveryKey'), signingKey],
    { atproto: signingKey },
    [`at://${textOf(json, 'handle')}`],
    { atproto_pds: { type: 'AtprotoPersonalDataServer', endpoint: textOf(json, 'service') } },
  );
}

function writtenAccount({
  rotationKeys,
  verificationMethods,
  alsoKnownAs,
  services,
}: JsonObject): PlcAccount {
  if (!isListOfTexts(rotationKeys)) throw new PlcFormError('has no list of rotation keys');
  if (!isObject(verificationMethods) || !isListOfTexts(Object.values(verificationMethods))) {
    throw new PlcFormError('has no verification methods');
  }
  if (!isListOfTexts(alsoKnownAs)) throw new PlcFormError('has no list of names in “alsoKnownAs”');
  if (!isObject(services)) throw new PlcFormError('has no services');
  const entries = Object.entries(services).map(([name, service]) => {
    if (!isObject(service)) {
      throw new PlcFormError(`has a service ${name.slice(0, 40)} that is not an object`);
    }
    return [name, { type: textOf(service, 'type'), endpoint: textOf(service, 'endpoint') }] as const;
  });
  const methods = Object.fromEntries(
    Object.entries(verificationMethods).map(([name, key]) => [name, String(key)]),
  );
  return accountOf(rotationKeys, methods, alsoKnownAs, Object.fromEntries(entries));
}

const isListOfTexts = (list: unknown): list is readonly string[] =>
  Array.isArray(list) && list.every((item) => typeof item === 'string');

function accountOf(
  rotationKeys: readonly string[],
  verificationMethods: PlcAccount['verificationMethods'],
  alsoKnownAs: readonly string[],
  services: PlcAccount['services'],
): PlcAccount {
  const handles = alsoKnownAs.flatMap((name) => (name.startsWith('at://') ? [name.slice(5)] : []));
  return {
    rotationKeys,
    verificationMethods,
    alsoKnownAs,
    services,
    signingKey: verificationMethods.atproto,
    pds: services.atproto_pds?.endpoint,
    handle: handles.find(isHandle)?.toLowerCase(),
  };
}
