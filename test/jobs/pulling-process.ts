import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface PullProcess {
  /** Of the house. */
  readonly origin: string;
  /** Of the archives. */
  readonly folder: string;
  readonly did: string;
  /** Before which step on the disk it is killed. */
  readonly killAt?: number;
}

export interface PullEnd {
  readonly isNew: boolean;
  /** Steps on the disk that it took. */
  readonly moments: number;
}

/** What a process tells of its pull. */
export type PullNews = { readonly waits: true } | { readonly end: PullEnd };

/** Pulls in a process of its own, to its end. `end` is undefined where it was killed. */
export async function pullInProcess(
  settings: PullProcess,
  onWait: () => void = () => {},
): Promise<{ readonly end: PullEnd | undefined; readonly signal: string | null }> {
  const main = fileURLToPath(new URL('./pull-process.ts', import.meta.url));
  const child = fork(main, [JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] });
  let end: PullEnd | undefined;
  child.on('message', (message) => {
    const news = message as PullNews;
    if ('end' in news) end = news.end;
    else onWait();
  });
  const [code, signal] = await once(child, 'exit');
  if (end === undefined && signal === null) throw new Error(`The pull ended with ${code}`);
  return { end, signal };
}
