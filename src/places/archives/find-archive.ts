import type { AtClient } from '../../atproto/client.js';
import type { Archives, KeptArchive } from '../../keep/archives.js';
import { countText } from '../../text/count-text.js';
import { SentenceError, say } from '../../text/sentence.js';
import type { ArchiveName } from './archive-address.js';

/** What finds the file of an archive. */
export interface ArchiveServices {
  readonly client: Pick<AtClient, 'resolve'>;
  /** The copies that are kept; undefined: none are. */
  readonly archives?: Pick<Archives, 'of' | 'list' | 'indexOf'> | undefined;
}

/** The file of an archive, and what is known of it where it is a copy that is kept. */
export interface FoundArchive {
  readonly file: string;
  readonly kept: KeptArchive | undefined;
}

/**
 * Finds the file of an archive. Of whom a handle is, the copies themselves tell where they agree, so that nobody has to be asked; else
 * the network, and where that gives no answer the newest copy of that name. Rejects with a SentenceError where no such copy is kept,
 * and as `resolve` does.
 */
export async function findArchive(
  name: ArchiveName,
  { client, archives }: ArchiveServices,
  signal: AbortSignal,
): Promise<FoundArchive> {
  if ('file' in name) return { file: name.file, kept: undefined };
  const { repo, copy } = name;
  const copies = (await archives?.of(await didOf(repo, { client, archives }, signal))) ?? [];
  const kept = copies[copy];
  if (kept !== undefined) return { file: kept.file, kept };
  throw new SentenceError(
    copies.length === 0
      ? say`Nothing of ${repo} is kept here: {key:archive.pull} takes it home.`
      : `There is no copy ${copy} before the newest of ${repo}: ${countText(copies.length)} kept in all.`,
  );
}

async function didOf(
  repo: string,
  { client, archives }: ArchiveServices,
  signal: AbortSignal,
): Promise<string> {
  if (repo.startsWith('did:')) return repo;
  const named = ((await archives?.list()) ?? []).filter(({ note }) => note?.handle === repo);
  const [first] = named;
  if (first !== undefined && named.every(({ did }) => did === first.did)) return first.did;
  try {
    return (await client.resolve(repo, { signal })).did;
  } catch (error) {
    if (first === undefined || signal.aborted) throw error;
    return first.did;
  }
}
