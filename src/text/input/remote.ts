/** Whether the terminal is at the other end of a line, on which a sequence may be cut in two. */
export const isTerminalRemote = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env.SSH_TTY || env.SSH_CONNECTION);
