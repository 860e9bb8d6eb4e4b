import type { RawItem } from '../../atproto/calls/raw-items.js';
import { isExpired, type Label, readLabel } from '../../atproto/labels/label.js';
import type { LabelSignature } from '../../atproto/labels/label-signature.js';
import type { Labeler } from '../../atproto/labels/labeler.js';
import type { Declaration } from './labelers.js';

/** Where a label was found: with who says it, where it has its signature; with an AppView, that passes it on; in the record that it is of. */
export type FoundAt = 'labeler' | 'appview' | 'record';

/** A label, and what is known of it. */
export interface FoundLabel {
  readonly label: Label;
  /** As it came. */
  readonly json: string;
  readonly at: FoundAt;
  readonly signature: LabelSignature;
  /** What its labeler declares, where that is known. */
  readonly declaration: Declaration | undefined;
}

/** Labels that a labeler gave, each with its signature checked; one that cannot be read is left out. */
export async function checkedLabels(
  items: readonly RawItem[],
  labeler: Labeler,
  signal: AbortSignal,
): Promise<readonly FoundLabel[]> {
  // Signatures and CBOR come with the first labels that have some.
  const { checkLabel } = await import('../../atproto/labels/label-signature.js');
  const found: FoundLabel[] = [];
  for (const item of items) {
    const json = item.value();
    const label = readLabel(json);
    if (label === undefined) continue;
    signal.throwIfAborted();
    found.push({
      label,
      json: item.text(),
      at: 'labeler',
      signature: await checkLabel(json, labeler),
      declaration: undefined,
    });
  }
  return found;
}

/** Labels that somebody other than their labelers has, whose signatures are not there. */
export const unsignedLabels = (items: readonly RawItem[], at: FoundAt): readonly FoundLabel[] =>
  items.flatMap((item) => {
    const label = readLabel(item.value());
    return label === undefined
      ? []
      : [{ label, json: item.text(), at, signature: { state: 'none' }, declaration: undefined } as const];
  });

/** What the same label is told by, wherever it is found: who says which value of what version of what. */
export const labelKey = ({ label: { src, uri, cid = '', val } }: Pick<FoundLabel, 'label'>): string =>
  [src, uri, cid, val].join(' ');

/** Each label once. Who says it knows it best, then the record that it is in. */
export function withoutDoubles(found: readonly FoundLabel[]): readonly FoundLabel[] {
  const byKey = new Map<string, FoundLabel>();
  for (const at of ['labeler', 'record', 'appview'] as const) {
    for (const one of found) {
      const key = labelKey(one);
      const before = byKey.get(key);
      // A labeler gives one label for each; where there are more of them it is the last that counts.
      const isNewer = before?.at === at && (one.label.cts ?? '') > (before.label.cts ?? '');
      if (one.at === at && (before === undefined || isNewer)) byKey.set(key, one);
    }
  }
  return [...byKey.values()];
}

/** What counts first, the newest first in each. @param now milliseconds since 1970 */
export function inOrder(found: readonly FoundLabel[], now: number): readonly FoundLabel[] {
  const isOver = ({ label }: FoundLabel): number => (label.neg || isExpired(label, now) ? 1 : 0);
  return found.toSorted(
    (a, b) => isOver(a) - isOver(b) || (b.label.cts ?? '').localeCompare(a.label.cts ?? ''),
  );
}
