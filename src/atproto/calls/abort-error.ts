/** The error of an abort. Callers tell it by its name, whatever reason a signal was given. */
export function abortError(reason: unknown): Error {
  if (isAbortError(reason)) return reason;
  const message = typeof reason === 'string' ? reason : 'the call was aborted';
  return Object.assign(new Error(message, { cause: reason }), { name: 'AbortError' });
}

export function isAbortError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AbortError';
}
