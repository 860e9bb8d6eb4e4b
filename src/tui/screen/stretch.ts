import type { Address } from '../../places/address.js';
import { width } from '../../text/width.js';
import type { Hit, HitTarget } from './picture.js';

type AddressOf = (step: number) => Address | undefined;

/** A stretch of a line: as text, as it is painted, and what a click on it hits, in cells from its beginning. */
export interface Stretch {
  /** Sanitised. */
  readonly plain: string;
  readonly painted: string;
  /** Worked out when somebody clicks. `addressOf` says where a step of the breadcrumb leads, by its index. */
  hits(addressOf: AddressOf): readonly Pick<Hit, 'x' | 'width' | 'target'>[];
}

export const stretch = (plain: string, painted = plain, target?: HitTarget): Stretch => ({
  plain,
  painted,
  hits: () => (target ? [{ x: 0, width: width(plain), target }] : []),
});

export const emptyStretch = stretch('');

/** Several as one, those that are not empty with the same text between them. */
export function joinStretches(all: readonly Stretch[], between = ''): Stretch {
  const parts = all.filter(({ plain }) => plain !== '');
  return {
    plain: parts.map(({ plain }) => plain).join(between),
    painted: parts.map(({ painted }) => painted).join(between),
    hits(addressOf) {
      let from = 0;
      return parts.flatMap((part) => {
        const at = from;
        from += width(part.plain) + between.length;
        return part.hits(addressOf).map((hit) => ({ ...hit, x: at + hit.x }));
      });
    },
  };
}
