import { fileURLToPath } from 'node:url';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.js';

const program = fileURLToPath(new URL('../../../dist/atscope.js', import.meta.url));

/** The services that the program is pointed at. */
export interface Services {
  readonly plc: string;
  readonly appview: string;
}

/** Opens the built program in a terminal. `args` are its address and options. */
export function openAtscope(
  services: Services,
  args: readonly string[],
  options: Omit<TerminalOptions, 'command' | 'args'> = {},
): Promise<Terminal> {
  return openTerminal({
    ...options,
    args: [program, ...args, '--plc', services.plc, '--appview', services.appview],
  });
}
