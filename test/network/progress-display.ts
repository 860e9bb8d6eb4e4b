import type { WriteStream } from 'node:tty';
import type { Progress } from './hosted-network.js';

const TITLES: Readonly<Record<Progress['step'], string>> = {
  database: 'Loading the services and starting PostgreSQL',
  plc: 'PLC directory',
  appview: 'AppView',
  pds: 'PDS',
  accounts: 'Accounts',
  neighbours: 'Profiles and posts of the neighbours',
  alice: 'Repository of alice.test',
  followers: 'Followers and likes',
  around: 'Labels, pictures, a thread, feeds',
  indexing: 'Indexing at the AppView',
};

/** Shows how far the network is: a line for each step, on a terminal one that counts up while the step lasts. */
export function showProgress(output: WriteStream) {
  let step: Progress['step'] | undefined;
  let line = '';
  let startedAt = 0;

  function finish() {
    if (!step) return;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    output.write(
      output.isTTY ? `\r\x1b[2K✓ ${TITLES[step]} · ${seconds} s\n` : `${TITLES[step]}: ${seconds} s\n`,
    );
    step = undefined;
  }

  return {
    update(progress: Progress): void {
      if (progress.step !== step) {
        finish();
        step = progress.step;
        startedAt = performance.now();
        line = '';
      }
      const { done, total } = progress;
      const count = total !== undefined && total > 1 ? ` · ${done} of ${total}` : '';
      const next = `  ${TITLES[progress.step]}${count}`;
      if (next === line || !output.isTTY) return;
      line = next;
      output.write(`\r\x1b[2K${next}`);
    },
    /** Completes the last line. */
    end: finish,
    /** Leaves the last line as it is, for a step that did not come to its end. */
    abandon(): void {
      if (step && output.isTTY) output.write('\n');
      step = undefined;
    },
  };
}
