/** Editing, from the editor to the last answer: it goes on wherever one goes meanwhile. */
export const EDIT_TASK = 'edit';
/** Deleting a record. */
export const DELETE_TASK = 'delete a record';
