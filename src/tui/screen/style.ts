import chalk from 'chalk';

/** Styles a text that holds no line breaks. The text keeps its width; without colours it may come back as it is. */
export type Style = (text: string) => string;

/**
 * What things look like. Only the sixteen colours of the terminal's own palette, which its user has chosen to be readable, and of
 * those none that vanish on a white or a black background (bright yellow, white, black); whatever matters is told by more than
 * its colour. chalk is the copy that Ink colours with, so that the two agree on NO_COLOR and FORCE_COLOR, which must be
 * decided before it is first imported.
 */
export const palette = {
  plain: (text: string) => text,
  dim: chalk.dim,
  bold: chalk.bold,
  accent: chalk.cyan,
  title: chalk.reset,
  titleFocused: chalk.bold.cyan,
  border: chalk.dim,
  borderFocused: chalk.cyan,
  /** The row under the cursor in the pane that has the keys. */
  selected: chalk.inverse,
  /** The row under the cursor in another pane. */
  selectedElsewhere: chalk.bold,
  /** What is not there any more. */
  struck: chalk.strikethrough,
  /** What the filter found. */
  match: chalk.bold.underline.magenta,
  /** The name of a key that one can press. */
  keyName: chalk.bold.cyan,
  /** Something that Enter opens. */
  reference: chalk.underline.blue,
  handle: chalk.cyan,
  good: chalk.green,
  warn: chalk.yellow,
  bad: chalk.red,
  live: chalk.green,
  key: chalk.cyan,
  string: chalk.green,
  number: chalk.magenta,
  boolean: chalk.yellow,
  nul: chalk.dim,
  bracket: chalk.dim,
} as const satisfies Record<string, Style>;
