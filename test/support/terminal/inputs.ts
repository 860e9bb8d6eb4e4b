import { keyOf } from '../../../src/tui/terminal/input/key-of.js';
import type { Input } from '../../../src/tui/terminal/input/stage.js';
import { Tokenizer } from '../../../src/tui/terminal/input/tokenizer.js';

/** What the program gets where a terminal sends this and then nothing more. */
export function inputsOf(sent: string): Input[] {
  const tokenizer = new Tokenizer();
  return [...tokenizer.push(Buffer.from(sent)), ...tokenizer.flush()].flatMap((token): Input[] => {
    if (token.kind === 'paste') return [token];
    const pressed = keyOf(token);
    return pressed ? [pressed] : [];
  });
}
