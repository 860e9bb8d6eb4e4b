import type { ProofKey } from '../atproto/proof/commit-key.js';
import type { ArchiveProblem, ProblemKind } from './archive.js';
import type { OpenArchive } from './open-archive.js';

/** What an archive is held against. */
export type ArchiveCheck = 'blocks' | 'tree' | 'commit' | 'signature' | 'records';

/** Whether each holds; undefined where it was not looked at. */
export type ArchiveChecks = Readonly<Record<ArchiveCheck, boolean | undefined>>;

/** What came of looking at an archive. What is not known of a file that could not be opened is undefined. */
export interface ArchiveVerdict {
  readonly did: string | undefined;
  readonly rev: string | undefined;
  /** CID of the commit. */
  readonly commit: string | undefined;
  readonly records: number | undefined;
  readonly blocks: number | undefined;
  readonly bytes: number | undefined;
  /** All was looked at, and all of it holds. */
  readonly ok: boolean;
  /** The key that has signed it; undefined where none did, or none could be asked for. */
  readonly key: ProofKey | undefined;
  readonly checks: ArchiveChecks;
  readonly problems: readonly ArchiveProblem[];
  /** Problems that were found and are not among them. */
  readonly more: number;
}

const NOTHING_CHECKED: ArchiveChecks = {
  blocks: undefined,
  tree: undefined,
  commit: undefined,
  signature: undefined,
  records: undefined,
};

const OF_KIND: Partial<Record<ProblemKind, ArchiveCheck>> = {
  'car-shape': 'blocks',
  truncated: 'blocks',
  'block-hash': 'blocks',
  'no-commit': 'commit',
  'commit-shape': 'commit',
  'wrong-account': 'commit',
  signature: 'signature',
  'key-unknown': 'signature',
  'record-path': 'records',
  'record-shape': 'records',
};

/** Which check a problem is found by. A block that is missing or cannot be read is a record's where it has a path, else a node's. */
function checkOf({ kind, path }: ArchiveProblem): ArchiveCheck {
  const isBody = kind === 'missing-block' || kind === 'not-dag-cbor';
  return OF_KIND[kind] ?? (isBody && path !== undefined ? 'records' : 'tree');
}

/** The verdict on a file that cannot be opened, which is its one problem. */
export const unopenedVerdict = (problem: ArchiveProblem): ArchiveVerdict => ({
  did: undefined,
  rev: undefined,
  commit: undefined,
  records: undefined,
  blocks: undefined,
  bytes: undefined,
  ok: false,
  key: undefined,
  checks: { ...NOTHING_CHECKED, [checkOf(problem)]: false },
  problems: [problem],
  more: 0,
});

/**
 * The verdict on an archive that was opened with its records.
 *
 * @param signed the key that has signed it, or why none has or is known; undefined where its commit is not one that can be signed
 */
export function archiveVerdict(
  { did, rev, root, records, blocks, bytes, problems: found, problemCount }: OpenArchive,
  signed: ProofKey | ArchiveProblem | undefined,
): ArchiveVerdict {
  const key = signed !== undefined && 'status' in signed ? signed : undefined;
  const unsigned = signed !== undefined && 'kind' in signed ? [signed] : [];
  const problems = [...found, ...unsigned];
  const more = problemCount - found.length;
  const failed = new Set(problems.map(checkOf));
  function held(check: ArchiveCheck): boolean | undefined {
    if (failed.has(check)) return false;
    // What is past the ones that are kept may be of any check.
    return more > 0 ? undefined : true;
  }
  return {
    did,
    rev: rev === '' ? undefined : rev,
    commit: root,
    records,
    blocks,
    bytes,
    ok: key !== undefined && problems.length === 0,
    key,
    checks: {
      blocks: held('blocks'),
      tree: held('tree'),
      commit: !failed.has('commit'),
      signature: key !== undefined ? true : unsigned[0]?.kind === 'signature' ? false : undefined,
      records: held('records'),
    },
    problems,
    more,
  };
}

/** Whether it is sound as far as it was looked at, and what is missing is the key. */
export const isUnchecked = ({ problems }: ArchiveVerdict): boolean =>
  problems.length > 0 && problems.every(({ kind }) => kind === 'key-unknown');
