const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A number of things as a profile says it: 412, 1.2K, 3.4M. What is no number is `?`. */
export const compactCount = (count: unknown): string =>
  typeof count === 'number' && Number.isFinite(count) ? compact.format(count) : '?';
