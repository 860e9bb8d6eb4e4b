import { fileURLToPath } from 'node:url';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.js';

const program = fileURLToPath(new URL('../../../dist/atscope.js', import.meta.url));

/** The services that the program is pointed at. */
export interface Services {
  readonly plc: string;
  readonly appview: string;
  /** Those that DNS is asked of, in the settings of a new home. */
  readonly nameServers?: readonly string[];
}

/** Opens the built program in a terminal. `args` are its address and options. */
export function openAtscope(
  { plc, appview, nameServers }: Services,
  args: readonly string[],
  options: Omit<TerminalOptions, 'command' | 'args'> = {},
): Promise<Terminal> {
  return openTerminal({
    ...options,
    settings: nameServers === undefined ? options.settings : { nameServers, ...options.settings },
    args: [program, ...args, '--plc', plc, '--appview', appview],
  });
}
