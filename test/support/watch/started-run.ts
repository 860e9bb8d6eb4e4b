import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Changes, waitUntil } from '../wait-until.js';
import type { RunSettings } from './watch-run.js';

/** What a run in a process of its own tells of itself. */
export interface RunNews {
  /** Lines of all its watches. */
  readonly lines: number;
  readonly connected: boolean;
}

export interface StartedRun extends AsyncDisposable {
  until(condition: (news: RunNews) => boolean): Promise<void>;
  /** SIGKILL: it writes nothing any more. */
  kill(): Promise<void>;
}

/** Starts a process that watches some accounts, and waits until their lists are read and the stream is there. */
export async function startRun(settings: RunSettings, dids: readonly string[]): Promise<StartedRun> {
  const main = fileURLToPath(new URL('./run-process.ts', import.meta.url));
  const child = fork(main, [JSON.stringify({ ...settings, dids })], { execArgv: ['--import', 'tsx'] });
  const changes = new Changes();
  let news: RunNews | undefined;
  let ended: string | undefined;
  child.on('message', (message) => {
    news = message as RunNews;
    changes.tell();
  });
  child.on('exit', (code, signal) => {
    ended = `The run ended with ${signal ?? code}`;
    changes.tell();
  });

  const run: StartedRun = {
    until: (condition) =>
      waitUntil({
        what: `news with ${condition}`,
        holds: () => ended === undefined && news !== undefined && condition(news),
        subscribe: changes.subscribe,
        found: () => JSON.stringify(news) ?? 'no news',
        inVain: () => ended,
      }),
    async kill() {
      if (ended !== undefined) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
    [Symbol.asyncDispose]: () => run.kill(),
  };
  await run.until(({ connected }) => connected);
  return run;
}
