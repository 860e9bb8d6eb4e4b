import type { Token } from '../../../src/text/input/token.js';
import { Tokenizer } from '../../../src/text/input/tokenizer.js';
import { keyOf } from '../../../src/tui/terminal/input/key-of.js';
import type { Input } from '../../../src/tui/terminal/input/stage.js';

/** What the program gets where a terminal sends this and then nothing more. */
export function inputsOf(sent: string): Input[] {
  return tokensOf([Buffer.from(sent)]).flatMap((token): Input[] => {
    if (token.kind === 'paste') return [token];
    const pressed = keyOf(token);
    return pressed ? [pressed] : [];
  });
}

/** The tokens of what comes in these chunks, and then nothing more. Neighbouring pieces of text are one. */
export function tokensOf(chunks: readonly Uint8Array[]): Token[] {
  const tokenizer = new Tokenizer();
  const tokens: Token[] = [];
  for (const token of [...chunks.flatMap((chunk) => tokenizer.push(chunk)), ...tokenizer.flush()]) {
    const last = tokens.at(-1);
    if (token.kind === 'text' && last?.kind === 'text') {
      tokens[tokens.length - 1] = { kind: 'text', text: last.text + token.text };
    } else tokens.push(token);
  }
  return tokens;
}

/** The same bytes in one chunk, in two with each cut, and each byte by itself. */
export function everyCut(bytes: Uint8Array): Uint8Array[][] {
  const singly = Array.from(bytes, (byte) => Uint8Array.of(byte));
  const cuts = singly.map((_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);
  return [[bytes], singly, ...cuts];
}
