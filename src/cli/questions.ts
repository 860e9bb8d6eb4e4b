import type { Interface } from 'node:readline';
import { isTerminalRemote } from '../text/input/remote.js';
import type { Token } from '../text/input/token.js';
import { Tokenizer } from '../text/input/tokenizer.js';
import { REMOTE_WAIT_MS, WAIT_MS } from '../text/input/waiting.js';

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
   * line is the answer, and nothing is put. Rejects with `Interrupted`; the terminal has been given back by then. The signal ends it
   * without an answer.
   */
  ask(question: string, options?: { hidden?: boolean; signal?: AbortSignal }): Promise<Answer>;
  close(): void;
}

export function openQuestions({
  stdin,
  stderr,
  env,
}: Pick<NodeJS.Process, 'stdin' | 'stderr' | 'env'>): Questions {
  return stdin.isTTY ? ofTerminal(stdin, stderr, isTerminalRemote(env)) : ofLines(stdin);
}

function ofLines(stdin: NodeJS.ReadStream): Questions {
  let reading: Interface | undefined;
  let lines: AsyncIterator<string> | undefined;
  return {
    async ask(_question, { signal } = {}) {
      if (reading === undefined) {
        const { createInterface } = await import('node:readline');
        reading = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
      }
      lines ??= reading[Symbol.asyncIterator]();
      const line = await Promise.race([lines.next(), aborted(signal)]);
      return line === undefined || line.done === true ? undefined : line.value;
    },
    close() {
      reading?.close();
      stdin.destroy();
    },
  };
}

/** Resolves when the signal aborts. */
function aborted(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(undefined);
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** `isRemote`: the terminal is behind a line on which a sequence may be cut in two. */
function ofTerminal(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream, isRemote: boolean): Questions {
  const waits = isRemote ? REMOTE_WAIT_MS : WAIT_MS;
  // One for all questions: what is unfinished behind an answer goes on in the next.
  const tokenizer = new Tokenizer();
  /** What was typed behind the last answer. */
  let ahead: readonly string[] = [];

  return {
    ask: (question, { hidden = false, signal } = {}) =>
      new Promise((resolve, reject) => {
        const echo = hidden ? () => {} : (text: string) => void stderr.write(text);
        let answer = '';
        let timer: NodeJS.Timeout | undefined;
        let hasEnded = false;

        function end(settle: () => void): void {
          hasEnded = true;
          clearTimeout(timer);
          stdin.off('data', onData).off('end', onEnd).off('error', onEnd);
          signal?.removeEventListener('abort', onEnd);
          stdin.setRawMode(false);
          stdin.pause();
          stderr.write('\n');
          settle();
        }
        const onEnd = (): void => end(() => resolve(undefined));

        function onData(chunk: Buffer): void {
          const typed = tokenizer.isTyped(chunk[0]) ? tokenizer.flush() : [];
          take([...typed, ...tokenizer.push(chunk)].flatMap(charactersOf));
          wait();
        }

        /** What is unfinished is waited for, as the screen does it, so that its rest is not taken for something typed. */
        function wait(): void {
          clearTimeout(timer);
          const { waiting } = tokenizer;
          if (hasEnded || waiting === undefined) return;
          // Where the wait ended while nothing could be read, the rest may be there.
          timer = setTimeout(() => {
            timer = setTimeout(() => take(tokenizer.flush().flatMap(charactersOf)));
          }, waits[waiting]);
        }

        function take(characters: readonly string[]): void {
          const last = characters.findIndex((one) => '\r\n\u0003\u0004'.includes(one));
          for (const character of last === -1 ? characters : characters.slice(0, last)) {
            answer = edited(answer, character, echo);
          }
          if (last === -1) return;
          ahead = characters.slice(last + 1);
          if (characters[last] === '\u0003') end(() => reject(new Interrupted()));
          else if (characters[last] === '\u0004' && answer === '') onEnd();
          else end(() => resolve(answer));
        }

        if (signal?.aborted) return resolve(undefined);
        signal?.addEventListener('abort', onEnd, { once: true });
        stdin.setRawMode(true);
        stderr.write(question);
        stdin.on('data', onData).once('end', onEnd).once('error', onEnd);
        stdin.resume();
        const before = ahead;
        ahead = [];
        if (before.length > 0) take(before);
        wait();
      }),
    close: () => void stdin.pause(),
  };
}

/** The characters that were typed. Arrows and other keys say nothing here, nor do late answers of the terminal. */
function charactersOf(token: Token): readonly string[] {
  if (token.kind === 'text' || token.kind === 'paste') return [...token.text];
  return token.kind === 'control' && !token.isAlt ? [String.fromCharCode(token.code)] : [];
}

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
