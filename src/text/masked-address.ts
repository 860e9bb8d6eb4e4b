/** Bullets that stand for a secret; of a longer one no more are shown, so that what stands before it stays in sight. */
const BULLETS_MAX = 16;

/** A web address of which what stands behind `?` is secret, as it may be shown: with bullets for that. */
export interface MaskedAddress {
  readonly text: string;
  /** Where a place in the address stands in the masked text, both in UTF-16 units. */
  masked(at: number): number;
  /** Where a place in the masked text stands in the address; behind the last bullet it is its end. */
  unmasked(at: number): number;
}

/** Where the secret begins: behind the mark of a query or a fragment, or of a parameter that stands by itself. */
function secretStart(address: string): number {
  const mark = address.search(/[?#=&]/);
  return mark < 0 ? address.length : mark + 1;
}

export function maskAddress(address: string): MaskedAddress {
  const start = secretStart(address);
  const secret = [...address.slice(start)];
  const shown = Math.min(secret.length, BULLETS_MAX);
  function unmasked(at: number): number {
    if (at <= start) return at;
    return at - start >= shown ? address.length : start + secret.slice(0, at - start).join('').length;
  }
  return {
    text: address.slice(0, start) + '•'.repeat(shown),
    masked: (at) => (at <= start ? at : start + Math.min(shown, [...address.slice(start, at)].length)),
    unmasked,
  };
}

/** The same in words, for who does not see bullets. */
export function addressInWords(address: string): string {
  const start = secretStart(address);
  const hidden = [...address.slice(start)].length;
  return hidden === 0 ? address : `${address.slice(0, start)} and ${hidden} characters`;
}
