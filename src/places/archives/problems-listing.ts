import type { ArchiveProblem } from '../../archive/archive.js';
import type { OpenArchive } from '../../archive/open-archive.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import type { Address } from '../addresses.js';
import type { Listing } from '../listing.js';
import type { ArchiveName } from './archive-address.js';
import { sourceText } from './archive-label.js';
import type { ArchiveServices } from './find-archive.js';
import { openNamed } from './open-archives.js';

/** A problem, and where it leads. */
interface ProblemRow {
  readonly problem: ArchiveProblem;
  readonly number: number;
  /** The record that it is about, where that is there to be read. */
  readonly opens: Address | undefined;
}

/** What is wrong with an archive, in the order in which it was found: kind, record or block, and a sentence. */
export function problemsListing(
  address: Extract<Address, { kind: 'archiveProblems' }>,
  services: ArchiveServices,
): Listing<ProblemRow> {
  const { of } = address;
  return {
    address,
    columns: [
      { title: 'kind', width: 14, drop: 1 },
      { title: 'where', width: 40, drop: 2, spare: true },
      { title: 'what is wrong', width: 0, drop: 0 },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: 'Nothing is wrong with this archive, as far as it can be told without its key.',
    async load(_cursor, { signal }) {
      const { archive, ...found } = await openNamed(of, services, signal);
      const { problems, problemCount } = archive;
      const rows = problems.map((problem, number) => ({
        problem,
        number,
        opens: recordOf(of, archive, problem),
      }));
      const more = problemCount - problems.length;
      const note = `${countText(more)} more were found and are not told one by one.`;
      return {
        rows: {
          length: rows.length,
          at: (index) => rows.at(index),
          summary: sourceText(of, found),
          note: more > 0 ? note : undefined,
        },
        cursor: undefined,
      };
    },
    row: ({ problem: { kind, path, cid, message }, opens }) => ({
      cells: [kind, cellText(path ?? cid ?? ''), cellText(message)],
      opens,
      uri: undefined,
      name: kind,
      cid,
      did: undefined,
      wrong: message,
    }),
    key: ({ number }) => String(number),
    dids: () => [],
    json: ({ problem }) => JSON.stringify(problem),
  };
}

function recordOf(of: ArchiveName, archive: OpenArchive, { path }: ArchiveProblem): Address | undefined {
  const slash = path?.indexOf('/') ?? -1;
  if (path === undefined || slash <= 0) return undefined;
  const [collection, rkey] = [path.slice(0, slash), path.slice(slash + 1)];
  return archive.find(collection, rkey) < 0 ? undefined : { kind: 'archiveRecord', of, collection, rkey };
}
