/** One measured figure, with what it is compared to and what was asked of it. */
export interface Measurement {
  readonly title: string;
  readonly value: number;
  /** `×`, `ms`, `MB`, `answers`, `frames`, `frames/s`, `repositories` or `%`. */
  readonly unit: string;
  /** The value may not be greater, in the same unit; with `atLeast` it may not be less. Undefined: it is told, and nothing is asked of it. */
  readonly target: number | undefined;
  readonly atLeast?: boolean;
  readonly comparedTo: string;
  /** Repeated runs (or presses) that the value was taken from. */
  readonly runs: number;
  /** What the value was worked out from, in words with units: numbers for whoever doubts it. */
  readonly details: Readonly<Record<string, string>>;
}

/** One file of `figures/`. Each runs in a process of its own, so that none inherits the heap of another. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  measure(): Promise<Measurement[]>;
}

export function isMet({ value, target, atLeast = false }: Measurement): boolean {
  if (target === undefined) return true;
  return atLeast ? value >= target : value <= target;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}
