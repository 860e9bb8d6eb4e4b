/**
 * A terminal that is far away: runs a program in a pseudo-terminal of its own, and passes on what goes in and comes out of it as late
 * and as slowly as a line of so many milliseconds and bits a second would. `node far-terminal.ts <round trip in ms> <bit/s>
 * <command> <arguments…>`
 */
import { spawn } from '@lydell/node-pty';

const [roundTrip = '', bitsPerSecond = '', command = '', ...args] = process.argv.slice(2);
const delayMs = Number(roundTrip) / 2;
const bytesPerMs = Number(bitsPerSecond) / 8_000;

const { columns, rows } = process.stdout;
const inner = spawn(command, args, {
  name: process.env.TERM ?? 'xterm-256color',
  cols: columns,
  rows,
  env: process.env,
  encoding: null,
});

process.stdin.setRawMode(true);
process.stdin.on(
  'data',
  line((data) => inner.write(data.toString())),
);
// With `encoding: null` the data are buffers, which the package's types do not say.
const out = line((data) => process.stdout.write(data));
inner.onData((data: unknown) => out(data as Buffer));
inner.onExit(({ exitCode }) => setTimeout(() => process.exit(exitCode), delayMs));

/** One direction: the bytes wait for those before them, then for the way. */
function line(arrive: (data: Buffer) => void): (data: Buffer) => void {
  // Timers of whole milliseconds may overtake one another, and bytes do not.
  const waiting: Buffer[] = [];
  let freeAt = 0;
  return (data) => {
    waiting.push(data);
    freeAt = Math.max(freeAt, performance.now()) + data.length / bytesPerMs;
    setTimeout(() => arrive(waiting.shift() ?? data), freeAt - performance.now() + delayMs);
  };
}
