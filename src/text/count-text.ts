const count = new Intl.NumberFormat('en-US');

/** A number with its thousands apart: `12,345`. */
export const countText = (number: number): string => count.format(number);
