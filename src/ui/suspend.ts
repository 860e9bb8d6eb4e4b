/**
 * Stops the program as Ctrl-z does in a shell, and resolves when `fg` lets it go on. The whole process group is
 * stopped, as a terminal would: npm or npx around the program must not stay in the foreground.
 */
export function stopUntilContinued(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGCONT', () => resolve());
    process.kill(0, 'SIGTSTP');
  });
}
