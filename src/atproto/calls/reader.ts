import { isObject } from '../../text/json-fields.js';

/** Why a value cannot be used, as the end of a sentence that begins with what the value is: `is not a string`. */
export class Unusable {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/**
 * Takes of a value what is used of it. Services are strangers: what is not as its lexicon says costs as little as can be, a member
 * rather than its object, an item rather than its list.
 */
export type Reader<T> = (value: unknown) => T | Unusable;

export type ReaderOutput<R> = R extends Reader<infer T> ? T : never;

export const text: Reader<string> = (value) =>
  typeof value === 'string' ? value : new Unusable('is not a string');

/** A number as JSON has it; one that no number of JavaScript can hold is none. */
export const number: Reader<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : new Unusable('is not a number');

export const flag: Reader<boolean> = (value) =>
  typeof value === 'boolean' ? value : new Unusable('is not a boolean');

/** Any value at all, for who looks into it further. */
export const anything: Reader<unknown> = (value) => value;

/** The same, or undefined where there is none; for members whose absence says something, so that an odd one may not pass for it. */
export function maybe<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value) => (isAbsent(value) ? undefined : reader(value));
}

/** The items that can be used. Null is a list of none, as some languages write it. */
export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    if (value === null) return [];
    if (!Array.isArray(value)) return new Unusable('is not a list');
    return value.map(item).filter(isUsable);
  };
}

function isUsable<T>(read: T | Unusable): read is T {
  return !(read instanceof Unusable);
}

type Members = Readonly<Record<string, Reader<unknown>>>;
type Required<M extends Members> = { readonly [Name in keyof M]: ReaderOutput<M[Name]> };
type Optional<M extends Members> = { readonly [Name in keyof M]?: ReaderOutput<M[Name]> | undefined };

/**
 * An object. Of `required` each member must be usable, else the object is not; one of `optional` that is not is left out. Members
 * of other names are left out, too.
 */
export function object<R extends Members, O extends Members = Record<never, never>>(
  required: R,
  optional?: O,
): Reader<Required<R> & Optional<O>> {
  return (value) =>
    isObject(value) ? membersOf(value, required, optional) : new Unusable('is not an object');
}

/** The same, with members of other names as they came. */
export function openObject<R extends Members, O extends Members = Record<never, never>>(
  required: R,
  optional: O,
): Reader<Required<R> & Optional<O>> {
  return (value) => {
    if (!isObject(value)) return new Unusable('is not an object');
    const named = membersOf(value, required, optional);
    if (named instanceof Unusable) return named;
    const others = Object.entries(value).filter(([name]) => !(name in required) && !(name in optional));
    return { ...Object.fromEntries(others), ...named };
  };
}

function membersOf<R extends Members, O extends Members>(
  value: Readonly<Record<string, unknown>>,
  required: R,
  optional?: O,
): (Required<R> & Optional<O>) | Unusable {
  const members: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(required)) {
    const read = reader(value[name]);
    if (read instanceof Unusable) {
      const a = /^[aeiou]/.test(name) ? 'an' : 'a';
      return new Unusable(value[name] === undefined ? `has no ${name}` : `has ${a} ${name} that ${read.why}`);
    }
    members[name] = read;
  }
  for (const [name, reader] of Object.entries(optional ?? {})) {
    const read = isAbsent(value[name]) ? undefined : reader(value[name]);
    if (read !== undefined && !(read instanceof Unusable)) members[name] = read;
  }
  // Each member was read by the reader of its name: that is what the type says, and no loop can tell the compiler.
  return members as Required<R> & Optional<O>;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
