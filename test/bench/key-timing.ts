import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../support/terminal/terminal.js';

/** Longer than a frame at Ink's 30 frames a second, so that no press waits for the frame of the one before. */
const betweenPresses = 40;

/** Jumps to the end again and again, which has the program load page after page, until the oldest post is on the screen. */
export async function loadAll(terminal: Terminal): Promise<void> {
  await terminal.waitFor(/post \d+:/);
  const oldest = /\bpost 0:/;
  while (terminal.text().search(oldest) < 0) {
    const drawn = terminal.nextData();
    terminal.press('G');
    // A jump that changes nothing draws nothing: the page is still on its way.
    await Promise.race([drawn, pause(20)]);
  }
  await settle(terminal);
}

/** Milliseconds from a key to the first byte that comes back. */
export async function timeKey(terminal: Terminal, key: string): Promise<number> {
  const came = terminal.nextData();
  const start = performance.now();
  terminal.press(key);
  await came;
  const time = performance.now() - start;
  await settle(terminal);
  return time;
}

/** Waits until nothing comes any more. */
export async function settle(terminal: Terminal): Promise<void> {
  do {
    terminal.mark();
    await pause(betweenPresses);
  } while (terminal.output().bytes > 0);
}
