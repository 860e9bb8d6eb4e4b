import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a module of this folder in a process of its own: `task` goes to it as JSON on the command line, and what it sends is
 * given back. Throws when it ends without having sent anything.
 */
export async function runChild<T>(module: string, task: unknown, nodeOptions: string[] = []): Promise<T> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), [JSON.stringify(task)], {
    execArgv: [...process.execArgv, ...nodeOptions],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let sent: { value: T } | undefined;
  child.on('message', (value) => {
    sent = { value: value as T };
  });
  const [code] = await once(child, 'exit');
  if (sent === undefined) throw new Error(`${module} ended with exit code ${code}.`);
  return sent.value;
}

/** In the child: runs the task and sends its result. */
export async function answerParent<Task>(run: (task: Task) => Promise<unknown>): Promise<void> {
  const result = await run(JSON.parse(process.argv[2] ?? 'null') as Task);
  process.send?.(result, () => process.exit(0));
}
