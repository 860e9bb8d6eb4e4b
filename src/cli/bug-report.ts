import { sanitise } from '../text/sanitise.js';

/** How many lines of a stack are told: enough to find the place. */
const STACK_LINES = 12;

/** What broke, for stderr: atscope's own mistake, since what services and people do wrong has its place on the screen. */
export function bugReport(error: unknown): string {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const what = `a mistake in atscope ended it: ${message.slice(0, 300)}`;
  return [what, ...places.slice(0, STACK_LINES)].map(sanitise).join('\n');
}
