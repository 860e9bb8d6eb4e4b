/**
 * What a command is called on the screen: the key that is bound to it, or `:name` where none is. Takes its id.
 */
export type CommandWords = (id: string) => string;

/** A text that names commands, in parts: what is said as it stands, and the ids of the commands between. */
export interface KeyedSentence {
  readonly parts: readonly (string | { readonly command: string })[];
}

/**
 * What the program says. A string is said as it stands, whoever wrote it: only a sentence that was made by `say` names
 * commands, so that no text of the network can.
 */
export type Sentence = string | KeyedSentence;

const COMMAND = /\{key:([a-z.-]+)\}/;

/**
 * Makes a sentence. In its own words `{key:list.next-page}` stands for the key of that command; what is put into it is
 * said as it stands.
 */
export function say(words: TemplateStringsArray, ...values: readonly (Sentence | number)[]): Sentence {
  const parts: KeyedSentence['parts'][number][] = [];
  // Texts side by side are one, so that the same sentence is the same however it was put together.
  function add(part: KeyedSentence['parts'][number]): void {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  for (const [index, text] of words.entries()) {
    // Every second piece is the id that the pattern caught.
    for (const [at, piece] of text.split(COMMAND).entries()) add(at % 2 === 0 ? piece : { command: piece });
    const value = values[index];
    if (value === undefined) continue;
    for (const part of typeof value === 'object' ? value.parts : [String(value)]) add(part);
  }
  return parts.every((part) => typeof part === 'string') ? parts.join('') : { parts };
}

/** The sentence as it is drawn, with the keys that are bound. */
export function spell(sentence: Sentence, wordFor: CommandWords): string {
  if (typeof sentence === 'string') return sentence;
  return sentence.parts.map((part) => (typeof part === 'string' ? part : wordFor(part.command))).join('');
}

/** Something that cannot be, as a whole sentence: whoever shows it adds nothing. */
export class SentenceError extends Error {
  override readonly name: string = 'SentenceError';
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(
      spell(sentence, (id) => `:${id}`),
      options,
    );
    this.sentence = sentence;
  }
}
