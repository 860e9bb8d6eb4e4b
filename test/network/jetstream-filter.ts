import { isDid, isNsid } from '@atcute/lexicons/syntax';
import type { LogEntry } from './jetstream-log.js';

/** What a client wants to hear of (bluesky-social/jetstream: internal/subscribe/filter.go and filterv2.go). */
export interface JetstreamFilter {
  /** Undefined: all. */
  readonly kinds?: ReadonlySet<string> | undefined;
  readonly dids?: ReadonlySet<string> | undefined;
  /** NSIDs, and prefixes that end in a dot. */
  readonly collections?: ReadonlySet<string> | undefined;
  /** Bytes of an uncompressed frame; 0 is no limit. */
  readonly maxBytes: number;
}

/** The client asked for something that there is not. */
export class InvalidOptions extends Error {
  constructor(message: string) {
    super(`subscribe: invalid options: ${message}`);
  }
}

const MAX_COLLECTIONS = 100;
const MAX_DIDS = 10_000;
const MAX_UINT32 = 0xffffffff;
const KINDS = ['commit', 'identity', 'account', 'sync'];

/** Identity and account events have no collection, so they pass whatever collections are asked for; not so DIDs. */
export function wants(filter: JetstreamFilter, entry: LogEntry): boolean {
  const { kinds, dids, collections, maxBytes } = filter;
  if (kinds !== undefined && !kinds.has(entry.kind)) return false;
  if (dids !== undefined && !dids.has(entry.did)) return false;
  if (collections !== undefined && entry.collection !== undefined) {
    if (!matches(collections, entry.collection)) return false;
  }
  return maxBytes === 0 || Buffer.byteLength(entry.text) <= maxBytes;
}

function matches(collections: ReadonlySet<string>, collection: string): boolean {
  if (collections.has(collection)) return true;
  for (let dot = collection.indexOf('.'); dot !== -1; dot = collection.indexOf('.', dot + 1)) {
    if (collections.has(collection.slice(0, dot + 1))) return true;
  }
  return false;
}

/** Of the query of `/subscribe`. A size that is none counts as no limit. Throws {@link InvalidOptions}. */
export function filterV1(query: URLSearchParams): JetstreamFilter {
  const size = query.get('maxMessageSizeBytes') ?? '';
  return optionsV1(
    query.getAll('wantedCollections'),
    query.getAll('wantedDids'),
    /^[+-]?\d+$/.test(size) ? Number(size) : 0,
  );
}

/** Of the payload of an `options_update`, which replaces all that was asked for before. Throws {@link InvalidOptions}. */
export function filterUpdate(payload: unknown): JetstreamFilter {
  const { wantedCollections, wantedDids, maxMessageSizeBytes } = (payload ?? {}) as Record<string, unknown>;
  const size = maxMessageSizeBytes ?? 0;
  const lists = [wantedCollections ?? [], wantedDids ?? []];
  const areStrings = lists.every(
    (list) => Array.isArray(list) && list.every((one) => typeof one === 'string'),
  );
  if (!areStrings || !Number.isInteger(size)) throw new TypeError('bad options_update payload');
  const [collections, dids] = lists as [string[], string[]];
  return optionsV1(collections, dids, size as number);
}

function optionsV1(
  wantedCollections: readonly string[],
  wantedDids: readonly string[],
  size: number,
): JetstreamFilter {
  return {
    collections: collectionsOf(wantedCollections),
    dids: didsOf(wantedDids),
    maxBytes: size < 0 || size > MAX_UINT32 ? 0 : size,
  };
}

/** Of the query of `subscribeEvents`, which refuses what it does not understand. Throws {@link InvalidOptions}. */
export function filterV2(query: URLSearchParams): JetstreamFilter {
  for (const [legacy, instead] of [
    ['wantedDids', 'use dids'],
    ['wantedCollections', 'use collections'],
  ] as const) {
    if (query.has(legacy)) {
      throw new InvalidOptions(`${legacy} is the legacy /subscribe parameter; ${instead}`);
    }
  }
  if (query.has('requireHello')) {
    throw new InvalidOptions('requireHello is not supported on this endpoint; it is server-push only');
  }
  for (const [name, most] of [
    ['kinds', KINDS.length],
    ['dids', MAX_DIDS],
    ['collections', MAX_COLLECTIONS],
  ] as const) {
    const count = query.getAll(name).length;
    if (count > most) throw new InvalidOptions(`too many ${name} values: ${count} > ${most}`);
  }

  const kinds = query.getAll('kinds');
  const unknown = kinds.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined) {
    throw new InvalidOptions(`unknown kind "${unknown}" (valid: commit, identity, account, sync)`);
  }
  const dids = didsOf(query.getAll('dids'));
  for (const pattern of query.getAll('collections')) {
    if (pattern.endsWith('.*') && !isNsid(pattern.replace(/\*$/, 'x'))) {
      throw new InvalidOptions(`invalid collection wildcard: ${pattern}`);
    }
  }
  const collections = collectionsOf(query.getAll('collections'));
  if (collections !== undefined && kinds.length > 0 && !kinds.includes('commit')) {
    throw new InvalidOptions('collections filter can never apply: kinds excludes commit');
  }
  const sizes = query.getAll('maxMessageSizeBytes');
  const size = Number(sizes[0] ?? 0);
  if (sizes.length > 1 || !/^\d+$/.test(sizes[0] ?? '0') || size > MAX_UINT32) {
    throw new InvalidOptions(`invalid maxMessageSizeBytes "${sizes.join()}"`);
  }
  return { kinds: kinds.length > 0 ? new Set(kinds) : undefined, dids, collections, maxBytes: size };
}

function collectionsOf(values: readonly string[]): ReadonlySet<string> | undefined {
  if (values.length === 0) return undefined;
  const invalid = values.find((value) => !value.endsWith('.*') && !isNsid(value));
  if (invalid !== undefined) throw new InvalidOptions(`invalid collection: ${invalid}`);
  const collections = new Set(values.map((value) => (value.endsWith('.*') ? value.slice(0, -1) : value)));
  if (collections.size > MAX_COLLECTIONS) {
    throw new InvalidOptions(`too many wanted collections: > ${MAX_COLLECTIONS}`);
  }
  return collections;
}

function didsOf(values: readonly string[]): ReadonlySet<string> | undefined {
  if (values.length === 0) return undefined;
  const invalid = values.find((value) => !isDid(value));
  if (invalid !== undefined) throw new InvalidOptions(`invalid DID: ${invalid}`);
  const dids = new Set(values);
  if (dids.size > MAX_DIDS) throw new InvalidOptions(`too many wanted DIDs: ${dids.size} > ${MAX_DIDS}`);
  return dids;
}
