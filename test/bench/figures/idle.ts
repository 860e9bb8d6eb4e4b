import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../../support/terminal/terminal.js';
import type { Figure } from '../figure.js';
import { startGeneratedNetwork } from '../generated-network.js';
import { openProgram } from '../program.js';

const idleFor = 10_000;
const settledAfter = 2_000;

/** Three screens that nobody touches and that wait for nothing, side by side. */
export const idle: Figure = {
  name: 'idle',
  title: 'frames drawn while idle for 10 s',

  async measure() {
    const network = await startGeneratedNetwork();
    const services = ['--plc', network.origin, '--appview', network.origin];
    const did = network.account(250);
    const screens = [
      { name: 'start screen', args: services, shows: /\S/ },
      { name: 'collection', args: [`at://${did}/app.bsky.feed.post`, ...services], shows: 'post 249:' },
      { name: 'account', args: [did, ...services], shows: 'app.bsky.feed' },
    ];
    const opened: Terminal[] = [];
    try {
      const outputs = await Promise.all(
        screens.map(async ({ args, shows }) => {
          const terminal = await openProgram(args);
          opened.push(terminal);
          await terminal.waitFor(shows);
          await quiet(terminal);
          terminal.mark();
          await pause(idleFor);
          return terminal.output();
        }),
      );
      const frames = outputs.map((output) => Math.max(output.frames, output.bytes > 0 ? 1 : 0));
      return [
        {
          title: idle.title,
          value: Math.max(...frames),
          unit: 'frames',
          target: 0,
          comparedTo: 'nothing to draw',
          runs: screens.length,
          details: Object.fromEntries(
            screens.map(({ name }, index) => [
              name,
              `${frames[index]} frames, ${outputs[index]!.bytes} bytes`,
            ]),
          ),
        },
      ];
    } finally {
      await Promise.all(opened.map((terminal) => terminal.close()));
      await network.close();
    }
  },
};

/** Resolves when nothing was drawn for a while; after ten times that, it is what is being measured. */
async function quiet(terminal: Terminal): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    terminal.mark();
    await pause(settledAfter);
    if (terminal.output().bytes === 0) return;
  }
}
