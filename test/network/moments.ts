import { createRaw } from '@atcute/tid';

const START = Date.UTC(2025, 0, 1, 9, 0, 0);

/** A fixed moment, so many minutes after the first one of the seed. */
export function moment(minutes: number): string {
  return new Date(START + minutes * 60_000).toISOString();
}

/** The TID that sorts with that moment. */
export function momentKey(minutes: number): string {
  return createRaw((START + minutes * 60_000) * 1000, 7);
}

/** A record of that moment, under the TID that sorts with it. */
export function dated(minutes: number, collection: string, value: Record<string, unknown>) {
  return { collection, rkey: momentKey(minutes), value: { ...value, createdAt: moment(minutes) } };
}
