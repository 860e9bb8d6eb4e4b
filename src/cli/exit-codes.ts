/** Quit by the user, or done. */
export const EXIT_DONE = 0;
/** An error, said on stderr. */
export const EXIT_FAILED = 1;
/** A command line or a terminal that cannot be used. */
export const EXIT_UNUSABLE = 2;
/** It was looked at and is not so: nothing was found, something differs, something does not hold. */
export const EXIT_NOT_SO = 3;
