import type { Instance } from 'ink';
import type { TerminalHold } from './terminal-hold.js';

/**
 * Has the whole screen drawn anew when the terminal changes its size. Ink writes only what differs from its last frame, but a
 * terminal that shrinks moves and drops what it shows; and Node says nothing of one that has its old size again by the time
 * the signal is heard. Gives back what ends this.
 */
export function repaintOnResize(
  hold: Pick<TerminalHold, 'holder' | 'stdout'>,
  ink: Pick<Instance, 'clear'>,
): () => void {
  const { stdout } = hold;
  let told = false;
  // Before Node looks at the size, and so before Ink draws for it.
  function forget(): void {
    told = false;
    // The screen of somebody else must not be cleared; ours is drawn anew when it is ours again.
    if (hold.holder !== 'us') return;
    ink.clear();
    stdout.write(ERASE_ALL);
  }
  function hear(): void {
    told = true;
  }
  function tell(): void {
    if (!told) stdout.emit('resize');
  }
  process.prependListener('SIGWINCH', forget);
  process.on('SIGWINCH', tell);
  stdout.on('resize', hear);
  return () => {
    process.off('SIGWINCH', forget);
    process.off('SIGWINCH', tell);
    stdout.off('resize', hear);
  };
}

/**
 * Has the whole screen drawn anew over whatever another program wrote there: all is done that a terminal of another size asks for.
 */
export function repaintNow(): void {
  process.emit('SIGWINCH', 'SIGWINCH');
}

const ERASE_ALL = '\x1b[2J\x1b[H';
