/** Made when the first number is shown: the first formatter takes as long as a third of a bare Node. */
let compact: Intl.NumberFormat | undefined;

/** A number of things as a profile says it: 412, 1.2K, 3.4M. What is no number is `?`. */
export function compactCount(count: unknown): string {
  if (typeof count !== 'number' || !Number.isFinite(count)) return '?';
  compact ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
  return compact.format(count);
}
