/** What a PDS allows an account: create 3, update 2, delete 1 (packages/pds `rate-limits`). */
const HOUR_POINTS = 5_000;
const DAY_POINTS = 35_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const CREATE_POINTS = 3;
export const DELETE_POINTS = 1;

export interface Spent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly points: number;
}

/** Milliseconds since 1970 from which on so many points may be spent, after what was spent already; `now` where that is at once. */
export function affordableAt(spent: readonly Spent[], points: number, now: number): number {
  return Math.max(
    now,
    freeAt(spent, points, HOUR_POINTS, HOUR_MS, now),
    freeAt(spent, points, DAY_POINTS, DAY_MS, now),
  );
}

function freeAt(spent: readonly Spent[], points: number, limit: number, span: number, now: number): number {
  const recent = spent.filter(({ time }) => time > now - span);
  let sum = recent.reduce((total, one) => total + one.points, 0);
  let at = now;
  for (const one of recent) {
    if (sum + points <= limit) break;
    sum -= one.points;
    at = one.time + span;
  }
  return at;
}

/** Milliseconds that so many points take at the budget, beside the calls themselves. */
export function budgetMs(points: number): number {
  if (points <= HOUR_POINTS) return 0;
  const days = Math.floor((points - 1) / DAY_POINTS);
  const rest = points - days * DAY_POINTS;
  return days * DAY_MS + Math.max(0, Math.ceil(rest / HOUR_POINTS) - 1) * HOUR_MS;
}
