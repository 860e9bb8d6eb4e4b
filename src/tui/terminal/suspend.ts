let stopped = false;

/** True from Ctrl-z until `fg`: the terminal is somebody else's. */
export const isStopped = (): boolean => stopped;

/**
 * Stops the program as Ctrl-z does in a shell, and resolves when `fg` lets it go on. The whole process group is
 * stopped, as a terminal would: npm or npx around the program must not stay in the foreground.
 */
export function stopUntilContinued(): Promise<void> {
  return new Promise((resolve) => {
    // With the terminal handed over nothing else may be left to wait for, and Node would end instead of going on.
    const alive = setInterval(() => {}, 60_000);
    stopped = true;
    process.once('SIGCONT', () => {
      stopped = false;
      clearInterval(alive);
      resolve();
    });
    process.kill(0, 'SIGTSTP');
  });
}
