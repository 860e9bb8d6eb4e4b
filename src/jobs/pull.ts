import type { Archives, KeptArchive } from '../keep/archives.js';
import { byteSize } from '../text/byte-size.js';
import { onDisk } from './on-disk.js';
import { type PulledCar, type PullInput, pullCar } from './pull-car.js';

export interface Pulled extends Omit<PulledCar, 'file'> {
  readonly kept: KeptArchive;
}

/**
 * Takes a repository into the archive, or what is new of it since the copy there; waits for another pull of it. The copies before stay as
 * they were whatever happens. A repository that is signed by the account and is not sound is kept with that verdict, and never gone on
 * from. Throws a SentenceError where what came is not whole, not of the account or not signed by it, or where the disk does not take it; an
 * XrpcError where nothing came; and the reason of the signal.
 */
export async function pull(
  input: PullInput & { readonly archives: Archives; onWait?(): void },
): Promise<Pulled> {
  const { archives, client, identity, signal, onWait, from } = input;
  const waits = { signal, ...(onWait === undefined ? {} : { onWait }) };
  return await onDisk(() =>
    archives.work(identity.did, waits, async ({ copies, draft, put }) => {
      const base = baseOf(copies);
      const { file, ...pulled } = await pullCar(input, { base, draft, free: await archives.free() });
      const same = copies.find((copy) => copy.file === file) ?? copies.slice(0, 1).find(isOf(pulled));
      if (same !== undefined) return { ...pulled, kept: same, isNew: false };
      const { did, handle, pds } = identity;
      const { records, collections, verdict, problemCount: problems } = pulled;
      const host =
        from?.host ??
        client.mirrored.hostOf(did) ??
        (pds === undefined ? undefined : URL.parse(pds)?.host) ??
        '';
      const kept = await put(file, pulled.rev, {
        handle,
        records,
        collections,
        verdict,
        problems,
        from: host,
      });
      return { ...pulled, kept, isNew: true };
    }),
  );
}

/** The newest copy that can be gone on from. */
export const baseOf = (copies: readonly KeptArchive[]): KeptArchive | undefined =>
  copies.find(({ note }) => note?.verdict !== 'unsound');

/** Whether what came is a copy once more: one that is not sound has to come whole to know that. */
const isOf =
  ({ rev, bytes, problemCount, verdict }: Omit<PulledCar, 'file'>) =>
  (copy: KeptArchive): boolean =>
    verdict === 'unsound' &&
    copy.note?.verdict === verdict &&
    copy.note.problems === problemCount &&
    copy.rev === rev &&
    copy.bytes === bytes;

/** What was pulled, in a line. */
export function pulledText({
  rev,
  records,
  bytes,
  received,
  key,
  problemCount,
}: Omit<PulledCar, 'file'>): string {
  const signed = key.status === 'current' ? 'signed' : 'signed with a key of before';
  const wrong =
    problemCount === 0 ? '' : `, ${problemCount === 1 ? '1 problem' : `${problemCount} problems`}`;
  return `rev ${rev}, ${records === 1 ? '1 record' : `${records} records`}, ${byteSize(bytes)}, ${signed}${wrong}; ${byteSize(received)} came`;
}
