import type { MouseEvent } from '../terminal/input/mouse-of.js';
import { contextOf, type DispatchDeps } from './command-context.js';
import { moveActive } from './view-list.js';

const WHEEL_ROWS = 3;

/** Turns reports of the mouse into what keys do. */
export function createMouseDispatcher(deps: DispatchDeps): (event: MouseEvent) => void {
  return (event) => {
    if (event.kind !== 'wheel') return;
    if (event.direction === 'up') moveActive(contextOf(deps), -WHEEL_ROWS);
    else if (event.direction === 'down') moveActive(contextOf(deps), WHEEL_ROWS);
  };
}
