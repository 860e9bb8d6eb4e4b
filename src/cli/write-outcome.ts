import { isAbortError } from '../atproto/calls/abort-error.js';
import { XrpcError } from '../atproto/calls/xrpc-error.js';
import { WriteError, type WriteProblem } from '../atproto/writes/write-error.js';
import type { PlannedFile } from '../jobs/changes/blob-files.js';
import { fileProblem } from '../keep/file-problem.js';
import { errorSentence } from '../text/error-sentence.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError } from '../text/sentence.js';
import { wordFor } from './command-words.js';

/**
 * `unchanged`: it was so already. `gone`: there was nothing to delete. `refused`: it was not sent, or the PDS does not take it. `failed`: the network
 * or the PDS failed.
 */
export type WriteStatus = 'created' | 'updated' | 'unchanged' | 'deleted' | 'gone' | 'refused' | 'failed';

/** What became of one record that was to be written or deleted. */
export interface WriteOutcome {
  /** As far as it is known which record that is. */
  readonly uri: string | undefined;
  /** What is there now; of what was deleted, what was there. */
  readonly cid?: string | undefined;
  readonly status: WriteStatus;
  /** Why not, in a sentence. */
  readonly reason?: string | undefined;
  /** What was sent for it. */
  readonly files?: readonly PlannedFile[] | undefined;
  /** Nothing was sent. */
  readonly dryRun?: boolean | undefined;
  /** When the service takes it, which takes no more for now; in milliseconds since 1970. */
  readonly takesAgainAt?: number | undefined;
}

/** Whether what was asked for is so now. */
export const isDone = ({ status }: WriteOutcome): boolean =>
  status === 'created' || status === 'updated' || status === 'unchanged' || status === 'deleted';

/** As a line of NDJSON, without its end. */
export function outcomeJson({ uri, cid, status, reason, files = [], dryRun }: WriteOutcome): string {
  const sent = files.map(({ path, name, size, type, note }) => ({ path, name, size, type, note }));
  const told = { uri, cid, status, reason, files: sent.length > 0 ? sent : undefined, dryRun };
  return safeJson(JSON.stringify(told), 0);
}

/** As a line for who reads, without its end. */
export function outcomeText({ uri, status, reason, dryRun }: WriteOutcome): string {
  const what = uri ?? 'a record';
  const why = reason === undefined ? '' : `: ${reason}`;
  return sanitise(`${dryRun === true && reason === undefined ? `would be ${status}` : status} ${what}${why}`);
}

/** What the service failed at; of other reasons a PDS, or who looks before, refuses it. */
const FAILURES: ReadonlySet<WriteProblem> = new Set(['rate-limit', 'uncertain', 'head']);
/** What would be so of every other record as well. */
const OF_ALL: ReadonlySet<WriteProblem> = new Set(['nobody', 'other-account']);

/** What an error means for a record. Throws what ends all of the work. */
export function outcomeOf(error: unknown, uri: string | undefined): WriteOutcome {
  if (isAbortError(error) || (error instanceof XrpcError && error.status === 401)) throw error;
  const reason = errorSentence(error, wordFor);
  if (error instanceof WriteError) {
    const { kind, now, cause } = error;
    if (OF_ALL.has(kind)) throw error;
    const status = FAILURES.has(kind) ? 'failed' : 'refused';
    return { uri, cid: now?.cid, status, reason, takesAgainAt: takesAgainAt(cause) };
  }
  if (error instanceof SentenceError) return { uri, status: 'refused', reason };
  const failed = { uri, status: 'failed', reason, takesAgainAt: takesAgainAt(error) } as const;
  if (error instanceof XrpcError) return failed;
  if (error instanceof Error && 'code' in error) {
    throw new SentenceError(
      `What is changed cannot be noted for undoing (${fileProblem(error)}): nothing more was sent.`,
    );
  }
  throw error;
}

/** Milliseconds that one waits where a service does not say how long it takes no more. */
const WAIT_MS = 60_000;

const takesAgainAt = (error: unknown): number | undefined =>
  error instanceof XrpcError && error.status === 429 ? (error.retryAfter ?? Date.now() + WAIT_MS) : undefined;
