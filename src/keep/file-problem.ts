/** What the operating system or a parser says of a failure, in a few words: `EACCES: permission denied`. */
export function fileProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Node adds the call and the path, which the sentence around it names already.
  const code = error instanceof Error && 'code' in error ? message.split(', ')[0] : undefined;
  return code ?? message;
}

/** True where there is simply no such file yet. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** True where a file could not be opened for a reason that is not its own: there was no file handle left. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
}
