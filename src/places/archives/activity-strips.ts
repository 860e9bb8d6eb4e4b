import type { Activity } from '../../archive/activity.js';
import { stripOf } from '../../text/strip.js';

/** The most cells of a strip: wider ones tell no more. */
export const STRIP_CELLS = 60;

/**
 * A strip for each collection: its records over the life of the whole repository, so that strips below one another are of the same
 * time. Empty where no key of the collection says a day. A strip is made when it is asked for.
 */
export function stripsOf({ collections, span }: Activity): (collection: string) => string {
  const byName = new Map(collections.map((collection) => [collection.name, collection]));
  return (name) => {
    const collection = byName.get(name);
    if (!span || !collection || collection.days.length === 0) return '';
    const { days, counts } = collection;
    const length = span.last - span.first + 1;
    const cells = Math.min(STRIP_CELLS, length);
    const sums = new Array<number>(cells).fill(0);
    for (let at = 0; at < days.length; at++) {
      const cell = Math.floor((((days[at] ?? 0) - span.first) * cells) / length);
      sums[cell] = (sums[cell] ?? 0) + (counts[at] ?? 0);
    }
    return stripOf(sums);
  };
}
