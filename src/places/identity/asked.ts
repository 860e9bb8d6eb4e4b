import { isAbortError } from '../../atproto/calls/abort-error.js';

/** What came of asking: an answer, or why there is none; undefined: none yet, or nobody was asked. */
export type Asked<T> = { readonly value: T } | { readonly error: unknown } | undefined;

/** What comes of asking. Rejects with nothing but an AbortError. */
export async function asked<T>(
  ask: () => T | Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    return { error };
  }
}

export const answerOf = <T>(answer: Asked<T>): T | undefined =>
  answer !== undefined && 'value' in answer ? answer.value : undefined;

export const failureOf = (answer: Asked<unknown>): unknown =>
  answer !== undefined && 'error' in answer ? answer.error : undefined;
