import { parseAddress } from '../../places/address.js';
import { type ArchiveName, archivePathText } from '../../places/archives/archive-address.js';
import type { ArchiveFacts } from '../../places/archives/archive-facts.js';
import { placeKinds } from '../../places/registry.js';
import { countText } from '../../text/count-text.js';
import { type ContentsLine, collectionLines } from './contents-lines.js';

/** What makes the strip of a collection, once it is known. */
type Strips = ((collection: string) => string) | undefined;

let last:
  | {
      readonly of: ArchiveName;
      readonly facts: ArchiveFacts | undefined;
      readonly strips: Strips;
      readonly lines: readonly ContentsLine[];
    }
  | undefined;

/**
 * What there is to see of an archive: the kinds of place in one that say so, then its collections under their authorities, with how many
 * records each has, and when they were made. The same lines for the same facts.
 */
export function archiveContents(
  of: ArchiveName,
  facts: ArchiveFacts | undefined,
  strips?: Strips,
): readonly ContentsLine[] {
  if (last?.of === of && last.facts === facts && last.strips === strips) return last.lines;
  const lines = facts === undefined ? [] : linesOf(of, facts, strips);
  last = { of, facts, strips, lines };
  return lines;
}

function linesOf(of: ArchiveName, facts: ArchiveFacts, strips: Strips): readonly ContentsLine[] {
  const places = placesOf(of, facts);
  const collections = collectionLines(
    facts.collections.map(({ name, count }) => ({
      name,
      notes: [countText(count)],
      strip: strips && (() => strips(name)),
      address: { kind: 'archiveCollection', of, collection: name },
    })),
  );
  return places.length === 0
    ? collections
    : [{ kind: 'heading', name: 'archive' }, ...places, ...collections];
}

/** The kinds of place in an archive that say of it that they have something to show. */
const placesOf = (of: ArchiveName, facts: ArchiveFacts): readonly ContentsLine[] =>
  placeKinds.flatMap(({ command, inArchive }): readonly ContentsLine[] => {
    const note = inArchive?.(facts);
    const word = command?.name;
    if (note === undefined || word === undefined) return [];
    const reading = parseAddress(archivePathText({ of, path: [word] }));
    if (!reading.ok) return [];
    return [{ kind: 'place', name: word, key: `/${word}`, notes: [note], address: reading.address }];
  });
