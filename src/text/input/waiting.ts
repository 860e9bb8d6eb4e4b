/** What is unfinished, and so for how long it is worth waiting. */
export type Waiting =
  | 'escape'
  /** ESC and `[` or `O` with nothing behind: the beginning of a sequence, or Alt with that character. */
  | 'introducer'
  | 'sequence'
  /** A string of which more has come than its introducer. */
  | 'string'
  | 'paste'
  /** A paste that holds a Ctrl-c: pasted, or pressed because the paste does not end. */
  | 'paste-interrupted';

/** Of the tokenizer. */
export type State =
  | 'ground'
  | 'escape'
  | 'escape-escape'
  | 'csi'
  | 'ss3'
  | 'string'
  | 'string-escape'
  | 'x10'
  | 'utf8'
  /** Behind a character that is not UTF-8: what else belongs to it goes with it. */
  | 'broken'
  | 'paste';

/** In which state which of them is unfinished. */
export const WAITING: Readonly<Record<State, Waiting | undefined>> = {
  ground: undefined,
  escape: 'escape',
  'escape-escape': 'escape',
  csi: 'sequence',
  ss3: 'sequence',
  string: 'string',
  'string-escape': 'sequence',
  x10: 'sequence',
  utf8: 'sequence',
  broken: undefined,
  paste: 'paste',
};

/** How long the rest of what is unfinished is waited for since its last byte. */
export const WAIT_MS: Readonly<Record<Waiting, number>> = {
  // A hand that presses Esc and then another key is slower; a terminal sends Alt in one write.
  escape: 25,
  // A sequence comes in one read, or its rest while the program is busy; a hand that presses Alt-[ and then a letter is slower.
  introducer: 250,
  sequence: 1000,
  string: 3000,
  paste: 1000,
  'paste-interrupted': 150,
};

/** The same where the terminal is at the other end of a line. */
export const REMOTE_WAIT_MS: Readonly<Record<Waiting, number>> = {
  escape: 100,
  introducer: 1000,
  sequence: 3000,
  string: 10_000,
  paste: 3000,
  'paste-interrupted': 500,
};
