import { useEffect, useState } from 'react';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 120;

/** A frame of the spinner while something loads; undefined otherwise. Its timer exists only then, so that idling draws nothing. */
export function useSpinner(active: boolean): string | undefined {
  const [frame, setFrame] = useState(0);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setFrame((last) => (last + 1) % FRAMES.length), FRAME_MS);
    return () => clearInterval(timer);
  }, [active]);
  return active ? FRAMES[frame] : undefined;
}
