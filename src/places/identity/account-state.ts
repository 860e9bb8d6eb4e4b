import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { CheckedLog, PlcEntry } from '../../atproto/plc/checked-log.js';
import { localMinute } from '../../text/date-time.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Asked, answerOf, failureOf } from './asked.js';

/** What a host says of a repository (`com.atproto.sync.getRepoStatus`). */
export interface RepoStatus {
  readonly active: boolean | undefined;
  readonly status: string | undefined;
  readonly rev: string | undefined;
}

/** How an account stands, with a word for programs. */
export interface AccountState {
  readonly mark: '✓' | '✗' | '~' | '?';
  readonly word: string;
  readonly said: string;
}

/** The statuses of the lexicon, and what relays say beside them. */
const STATUSES: Readonly<Record<string, string>> = {
  takendown: 'taken down by who runs the host',
  suspended: 'suspended by who runs the host, for a time',
  deactivated: 'deactivated by its owner, who may come back',
  deleted: 'deleted',
  desynchronized: 'out of step: what was heard of it does not fit together, and is fetched anew',
  throttled: 'throttled: it sends more than is let through',
  inactive: 'not active',
};

/** What a status says of a repository, in words. */
export function statusText({ active, status }: RepoStatus): string {
  if (active === true && status === undefined) return 'active';
  const said = status !== undefined && Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (said !== undefined) return said;
  if (status !== undefined) return `${active === true ? 'active' : 'not active'}: ${status}`;
  return active === undefined ? 'not known: the answer does not say it' : 'not active, and nothing says why';
}

/** Error names by which hosts tell that they have no repository to show. */
const BY_ERROR: Readonly<Record<string, string>> = {
  RepoTakendown: 'takendown',
  RepoSuspended: 'suspended',
  RepoDeactivated: 'deactivated',
};

/** Whether a host says that it has no such repository. */
export const isUnknownRepo = (error: unknown): boolean =>
  error instanceof XrpcError && (error.error === 'RepoNotFound' || error.error === 'HostNotFound');

/** How long a stronger key may undo a tombstone (web.plc.directory/spec, “Key Rotation & Account Recovery”). */
const RECOVERY_MS = 72 * 60 * 60 * 1000;

/**
 * How an account stands, by what its own PDS says, and by the log where it ends in a tombstone; undefined while neither is known.
 *
 * @param now milliseconds since 1970
 */
export function accountState({
  log,
  hasPds,
  status,
  unresolved,
  now,
}: {
  readonly log: CheckedLog | undefined;
  /** Whether the document names a server that can be asked; undefined: there is no document. */
  readonly hasPds: boolean | undefined;
  readonly status: Asked<RepoStatus>;
  readonly unresolved: unknown;
  readonly now: number;
}): AccountState | undefined {
  const end = tombstoneOf(log);
  if (end !== undefined) return tombstoned(end, now);
  if (hasPds === undefined) {
    if (unresolved === undefined) return undefined;
    return { mark: '?', word: 'unknown', said: `not known: ${errorSentence(unresolved)}` };
  }
  if (!hasPds) {
    const said =
      'without a server: nobody serves its repository, as its document names no PDS that can be asked';
    return { mark: '✗', word: 'homeless', said };
  }
  const found = answerOf(status);
  if (found !== undefined) {
    const { active, status: named } = found;
    const word = active === true ? 'active' : (named ?? (active === undefined ? 'unknown' : 'inactive'));
    const mark = active === true ? '✓' : active === undefined ? '?' : '✗';
    return { mark, word, said: statusText(found) };
  }
  const error = failureOf(status);
  if (error === undefined) return undefined;
  if (isUnknownRepo(error)) {
    const said =
      'deleted or moved away: its PDS has no such repository, and its document names that PDS all the same';
    return { mark: '✗', word: 'deleted', said };
  }
  const named = error instanceof XrpcError && error.error !== undefined ? BY_ERROR[error.error] : undefined;
  if (named !== undefined) return { mark: '✗', word: named, said: STATUSES[named] ?? named };
  return { mark: '?', word: 'unknown', said: `not known: ${errorSentence(error)}` };
}

/** The tombstone that ends a log that holds. */
function tombstoneOf(log: CheckedLog | undefined): PlcEntry | undefined {
  if (log === undefined || log.problem !== undefined) return undefined;
  const last = log.entries.findLast(({ nullifiedAt }) => nullifiedAt === undefined);
  return last?.operation.kind === 'plc_tombstone' ? last : undefined;
}

function tombstoned({ createdAt, signer }: PlcEntry, now: number): AccountState {
  const until = createdAt + RECOVERY_MS;
  const canReturn = now < until && signer > 0;
  const said = canReturn
    ? `tombstoned: given up ${localMinute(createdAt)}; a stronger rotation key can undo that until ${localMinute(until)}`
    : `tombstoned: its DID was given up ${localMinute(createdAt)}, for good`;
  return { mark: '✗', word: 'tombstoned', said };
}
