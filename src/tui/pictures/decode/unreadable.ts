/** Why a picture cannot be read, as the end of a sentence. What else is thrown over a file says nothing to who looks at it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
