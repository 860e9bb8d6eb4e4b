import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../support/terminal/terminal.js';

export interface MoveCounts {
  readonly presses: number;
  readonly warmUps: number;
}

/** Rows that the cursor goes down before it goes up again. */
const turn = 15;
/** No multiple of what a stream draws in, so that presses fall on all parts of the time between two frames. */
const betweenPresses = 47;
const marker = '▌';

/**
 * Moves the cursor of the list down and up, and back to where it was; each time in milliseconds, but for those of the first
 * `warmUps`. Bytes come all the time under a stream: the clock stops at those which, once they are parsed, show the cursor on the
 * other row.
 */
export async function timeMoves(program: Terminal, { presses, warmUps }: MoveCounts): Promise<number[]> {
  const times: number[] = [];
  const { x, y: top } = program.find(marker)!;
  let y = top;
  let measuring = true;
  let came = 0;
  const watching = (async () => {
    while (measuring) {
      await program.nextData();
      came = performance.now();
    }
  })();

  async function move(step: 1 | -1): Promise<number> {
    y += step;
    const start = performance.now();
    program.press(step > 0 ? 'j' : 'k');
    await program.waitFor(({ cell }) => cell(x, y).text === marker);
    return came - start;
  }

  for (let press = -warmUps; press < presses; press += 1) {
    const time = await move(Math.floor((press + warmUps) / turn) % 2 === 0 ? 1 : -1);
    if (press >= 0) times.push(time);
    await pause(betweenPresses);
  }
  // The last of it ends the watching by what it draws.
  if (y === top) await move(1);
  while (y > top) {
    measuring = y > top + 1;
    await move(-1);
  }
  await watching;
  return times;
}
