import type { Interface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';

/** An answer; `undefined` where there is none: the input has ended. */
export type Answer = string | undefined;

/** The person at the terminal pressed Ctrl-c. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Asks questions one after another. */
export interface Questions {
  /**
   * On a terminal the question is put and the answer typed, shown only where it is not `hidden`; of a pipe or a file the next
   * line is the answer, and nothing is put. Rejects with `Interrupted`; the terminal has been given back by then.
   */
  ask(question: string, options?: { hidden?: boolean }): Promise<Answer>;
  close(): void;
}

export function openQuestions(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Questions {
  return stdin.isTTY ? ofTerminal(stdin, stderr) : ofLines(stdin);
}

function ofLines(stdin: NodeJS.ReadStream): Questions {
  let reading: Interface | undefined;
  let lines: AsyncIterator<string> | undefined;
  return {
    async ask() {
      if (reading === undefined) {
        const { createInterface } = await import('node:readline');
        reading = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
      }
      lines ??= reading[Symbol.asyncIterator]();
      const line = await lines.next();
      return line.done === true ? undefined : line.value;
    },
    close() {
      reading?.close();
      stdin.destroy();
    },
  };
}

function ofTerminal(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Questions {
  const decoder = new StringDecoder('utf8');
  /** What was typed behind the last answer. */
  let ahead = '';

  return {
    ask: (question, { hidden = false } = {}) =>
      new Promise((resolve, reject) => {
        const echo = hidden ? () => {} : (text: string) => void stderr.write(text);
        let answer = '';

        function end(settle: () => void): void {
          stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
          stdin.setRawMode(false);
          stdin.pause();
          stderr.write('\n');
          settle();
        }
        const onEnd = (): void => end(() => resolve(undefined));
        const onData = (chunk: Buffer): void => take(decoder.write(chunk));

        function take(typed: string): void {
          // Arrows and other keys of more than one character say nothing here; nor do late answers of the terminal.
          const characters = [...typed.replace(SEQUENCE, '')];
          const last = characters.findIndex((one) => '\r\n\u0003\u0004'.includes(one));
          for (const character of last === -1 ? characters : characters.slice(0, last)) {
            answer = edited(answer, character, echo);
          }
          if (last === -1) return;
          ahead = characters.slice(last + 1).join('');
          if (characters[last] === '\u0003') end(() => reject(new Interrupted()));
          else if (characters[last] === '\u0004' && answer === '') onEnd();
          else end(() => resolve(answer));
        }

        stdin.setRawMode(true);
        stderr.write(question);
        stdin.on('data', onData).once('end', onEnd).once('error', onEnd);
        stdin.resume();
        const before = ahead;
        ahead = '';
        if (before !== '') take(before);
      }),
    close: () => void stdin.pause(),
  };
}

/** A string that ends, a report of an old mouse, a CSI or an SS3, Alt with a character, or Esc. */
const SEQUENCE =
  /\u001B(?:[\]P_^X][^\u0003\u0007\u001B]*(?:\u0007|\u001B\\)|\[M[ -\uFFFF]{3}|[[O][0-?]*[ -/]*[@-~]|.)?/gs;

/** The answer after one more character: Backspace and Ctrl-u take back, other controls do nothing. */
function edited(answer: string, character: string, echo: (text: string) => void): string {
  const characters = [...answer];
  if (character === '\u007F' || character === '\b') {
    if (characters.length > 0) echo('\b \b');
    return characters.slice(0, -1).join('');
  }
  if (character === '\u0015') {
    echo('\b \b'.repeat(characters.length));
    return '';
  }
  if (character < ' ') return answer;
  echo(character);
  return answer + character;
}
