/** What was found in a picture, while one looks through it. */
export class Findings {
  /** It told where it was taken, and does not any more. */
  hasPlace = false;
  /** It had notes of its camera in a form of the maker's own, and has them no more. */
  hasNotes = false;
  /** A part that could not be read, in a few words; it is as it was. */
  unread: string | undefined;

  /** The first part that could not be read is told; undefined: it was read. */
  notRead(part: string | undefined): void {
    this.unread ??= part;
  }
}
