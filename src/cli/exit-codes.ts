/** Quit by the user, or done. */
export const done = 0;
/** An error, said on stderr. */
export const failed = 1;
/** A command line or a terminal that cannot be used. */
export const unusable = 2;
