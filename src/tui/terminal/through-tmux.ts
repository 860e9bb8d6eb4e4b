/** A sequence as tmux hands it on to the terminal around it, where it may (`allow-passthrough`), and else drops it. */
export const throughTmux = (sequence: string): string =>
  `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
