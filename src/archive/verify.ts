import { isSignedBy } from '../atproto/identity/signature.js';
import type { ArchiveProblem } from './archive.js';
import type { OpenArchive } from './open-archive.js';

/** The key that the commit is signed with, or why none is. */
export type CommitVerdict =
  | { readonly key: string; readonly problem: undefined }
  | { readonly key: undefined; readonly problem: ArchiveProblem };

/**
 * Tries keys, each a `did:key:` or the Multikey behind it, on the signature of the commit. No keys is `key-unknown`: nothing is then
 * known of the signature.
 */
export async function verifyCommit(
  { commit, root: cid }: OpenArchive,
  keys: readonly string[],
): Promise<CommitVerdict> {
  function bad(kind: 'key-unknown' | 'signature', message: string): CommitVerdict {
    return { key: undefined, problem: { kind, cid, message } };
  }
  if (commit === undefined) {
    return bad('signature', 'The form of the commit is wrong, so that its signature means nothing.');
  }
  if (keys.length === 0) {
    return bad('key-unknown', 'The key of the account is not known, so that the signature is not checked.');
  }
  for (const key of keys) {
    if (await isSignedBy(key, commit.signature, commit.unsigned)) return { key, problem: undefined };
  }
  return bad('signature', 'The commit is not signed with the key of the account.');
}
