import { WrittenNumber } from './written-json.js';

/**
 * Looking into JSON that a stranger wrote: any part may be missing or of another type, and none of these throws.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

/** An object of JSON: not null, not an array, and not a number that is kept as it was written. */
export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenNumber)
  );
}

/** What lies at a path of member names, none of them one that every object inherits; undefined where the path leads nowhere. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (!isObject(here)) return undefined;
    here = here[name];
  }
  return here;
}

/** The string at a path, or undefined where there is none or something else. */
export function textField(value: unknown, ...path: readonly string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The array at a path; empty where there is none or something else. */
export function listField(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The name after the `#`, or after the last dot, of a `$type`. */
export function typeName(value: unknown): string | undefined {
  const type = textField(value, '$type');
  if (type === undefined) return undefined;
  return type.slice(Math.max(type.lastIndexOf('#'), type.lastIndexOf('.')) + 1);
}
