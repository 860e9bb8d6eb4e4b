/** A web address of which what stands behind `?` is secret, as it may be shown: a bullet for each character of that. */
export interface MaskedAddress {
  readonly text: string;
  /** Where a place in the address stands in the masked text, both in UTF-16 units. */
  masked(at: number): number;
  /** Where a place in the masked text stands in the address. */
  unmasked(at: number): number;
}

/** Where the secret begins: behind the mark of a query or a fragment, or of a parameter that stands by itself. */
function secretStart(address: string): number {
  const mark = address.search(/[?#=&]/);
  return mark < 0 ? address.length : mark + 1;
}

export function maskAddress(address: string): MaskedAddress {
  const start = secretStart(address);
  const bullets = (secret: string): string => '•'.repeat([...secret].length);
  return {
    text: address.slice(0, start) + bullets(address.slice(start)),
    masked: (at) => (at <= start ? at : start + bullets(address.slice(start, at)).length),
    unmasked: (at) =>
      at <= start ? at : start + [...address.slice(start)].slice(0, at - start).join('').length,
  };
}

/** The same in words, for who does not see bullets. */
export function addressInWords(address: string): string {
  const start = secretStart(address);
  const hidden = [...address.slice(start)].length;
  return hidden === 0 ? address : `${address.slice(0, start)} and ${hidden} characters`;
}
