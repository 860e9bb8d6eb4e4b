import { countText } from '../../text/count-text.js';

/** From none to much: told apart without colours, too. */
export const SHADES = ['·', '░', '▒', '▓', '█'] as const;

/** How much is little and how much is a lot, by the days that have records: a quarter of them has each shade. */
export type Quarters = readonly [number, number, number];

/** Undefined where no day has a record. */
export function quartersOf(counts: readonly number[]): Quarters | undefined {
  const some = counts.filter((count) => count > 0).toSorted((a, b) => a - b);
  if (some.length === 0) return undefined;
  const at = (part: number): number =>
    some[Math.min(some.length - 1, Math.ceil(some.length * part) - 1)] ?? 0;
  return [at(0.25), at(0.5), at(0.75)];
}

/** Which shade a day has: 0 without records, 4 for the most. */
export const shadeOf = (count: number, quarters: Quarters): number =>
  count === 0 ? 0 : 1 + quarters.filter((most) => count > most).length;

/** What the shades stand for: `· none  ░ 1–3  ▒ 4–9  ▓ 10–29  █ 30 or more`. */
export function shadesText(quarters: Quarters): string {
  const parts = [`${SHADES[0]} none`];
  for (const [at, shade] of SHADES.slice(1).entries()) {
    const least = at === 0 ? 1 : (quarters[at - 1] ?? 0) + 1;
    const most = quarters[at];
    if (most === undefined) parts.push(`${shade} ${countText(least)} or more`);
    else if (most === least) parts.push(`${shade} ${countText(least)}`);
    else if (most > least) parts.push(`${shade} ${countText(least)}–${countText(most)}`);
  }
  return parts.join('  ');
}
