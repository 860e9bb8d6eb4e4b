import type { PlcAccount } from './operation.js';

/** One thing that an operation made otherwise than it was. Keys are did:key strings; what was not there, or is no more, is undefined. */
export type PlcChange =
  | { readonly what: 'created' | 'tombstone' }
  | { readonly what: 'handle' | 'pds'; readonly from: string | undefined; readonly to: string | undefined }
  /** Other names than the handle. */
  | { readonly what: 'alias'; readonly from: string | undefined; readonly to: string | undefined }
  /** `atproto` is the key that signs the repository. */
  | {
      readonly what: 'key' | 'service';
      readonly name: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
    }
  /** Who may write the next operation, the strongest first: another order is a change. */
  | {
      readonly what: 'rotation-keys';
      readonly from: readonly string[];
      readonly to: readonly string[];
    };

/**
 * What an account became from what it was: of the first operation all that it says, of a tombstone nothing but that.
 *
 * @param before what the operation says that this one follows; undefined for the first
 * @param after undefined for a tombstone
 */
export function accountChanges(
  before: PlcAccount | undefined,
  after: PlcAccount | undefined,
): readonly PlcChange[] {
  if (after === undefined) return [{ what: 'tombstone' }];
  const changes: PlcChange[] = before === undefined ? [{ what: 'created' }] : [];
  for (const what of ['handle', 'pds'] as const) {
    if (before?.[what] !== after[what]) changes.push({ what, from: before?.[what], to: after[what] });
  }
  changes.push(...named('key', before?.verificationMethods ?? {}, after.verificationMethods));
  changes.push(...named('service', otherServices(before), otherServices(after)));
  const [old, now] = [before?.rotationKeys ?? [], after.rotationKeys];
  if (old.length !== now.length || old.some((key, index) => key !== now[index])) {
    changes.push({ what: 'rotation-keys', from: old, to: now });
  }
  const [names, newNames] = [aliases(before), aliases(after)];
  for (const from of names) {
    if (!newNames.includes(from)) changes.push({ what: 'alias', from, to: undefined });
  }
  for (const to of newNames) if (!names.includes(to)) changes.push({ what: 'alias', from: undefined, to });
  return changes;
}

/** What is called the same, in the order of their names. */
function named(
  what: 'key' | 'service',
  old: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly PlcChange[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted();
  return names.flatMap((name): readonly PlcChange[] => {
    const [from, to] = [own(old, name), own(now, name)];
    return from === to ? [] : [{ what, name, from, to }];
  });
}

/** Names are a stranger's: `constructor` is one like others. */
const own = (values: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** All but what is the PDS and nothing else. */
const otherServices = (account: PlcAccount | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(account?.services ?? {})
      .filter(([name, { type }]) => name !== 'atproto_pds' || type !== PDS_TYPE)
      .map(([name, { type, endpoint }]) => [name, `${type} ${endpoint}`]),
  );

const PDS_TYPE = 'AtprotoPersonalDataServer';

const aliases = (account: PlcAccount | undefined): readonly string[] => [
  ...new Set(account?.alsoKnownAs.filter((name) => name.toLowerCase() !== `at://${account.handle}`) ?? []),
];
