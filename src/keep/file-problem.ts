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
