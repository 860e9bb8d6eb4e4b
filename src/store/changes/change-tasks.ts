/** Editing, from the editor to the last answer. */
export const EDIT_TASK = 'edit';
/** Looking for what a new record begins with. */
export const NEW_TASK = 'new record';
/** Looking for what hangs on a record that is asked about. */
export const HANGING_TASK = 'hanging';
/** Writing a post, from the editor to the last answer. */
export const POSTING_TASK = 'posting';
/** Deleting a record. */
export const DELETE_TASK = 'delete a record';

/** What was asked for by itself, and goes on wherever one goes meanwhile. */
export const CHANGE_TASKS: readonly string[] = [EDIT_TASK, NEW_TASK, HANGING_TASK, POSTING_TASK, DELETE_TASK];
