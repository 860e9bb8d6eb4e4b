import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Interrupted, openQuestions } from '../../src/cli/questions.js';
import { REMOTE_WAIT_MS, WAIT_MS } from '../../src/text/input/waiting.js';
import { everyCut } from '../support/terminal/inputs.js';

class Terminal extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  pause(): void {}
  resume(): void {}
  send(sent: string | Uint8Array): void {
    this.emit('data', Buffer.from(sent));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(env: NodeJS.ProcessEnv = {}) {
  const terminal = new Terminal();
  const written: string[] = [];
  const stderr = { write: (text: string) => void written.push(text) };
  const questions = openQuestions({ stdin: terminal, stderr, env } as unknown as NodeJS.Process);
  return { terminal, written, questions, ask: () => questions.ask('Password: ', { hidden: true }) };
}

const noise: readonly (readonly [what: string, sent: string])[] = [
  ['a colour', '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\'],
  ['a colour that ends in BEL', '\x1b]11;rgb:0/0/0\x07'],
  ['a version', '\x1bP>|kitty(0.41.1)\x1b\\'],
  ['an answer about pictures', '\x1b_Gi=31;OK\x1b\\'],
  ['a clipboard', '\x1b]52;c;QUJD\x07'],
  ['an 8-bit answer', '\u009D11;rgb:0/0/0\u009C'],
  ['a report of the mouse', '\x1b[<0;12;3M'],
  ['one of an old mouse', '\x1b[M qq'],
  ['attributes', '\x1b[?62;4c'],
  ['an arrow', '\x1b[A'],
  ['a function key', '\x1bOP'],
  ['Alt and a letter', '\x1bl'],
];

describe.each([
  ['here', {}, WAIT_MS],
  ['behind ssh', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, REMOTE_WAIT_MS],
] as const)('%s', (_, env, waits) => {
  test.each(noise)('%s is no part of a password, however it is cut (cli/cli#661)', async (_what, sent) => {
    for (const chunks of everyCut(Buffer.from(sent))) {
      const { terminal, ask } = open(env);
      const answer = ask();
      terminal.send('se');
      for (const chunk of chunks) {
        terminal.send(chunk);
        vi.advanceTimersByTime(waits.escape - 1);
      }
      terminal.send('cret\r');
      expect(await answer).toBe('secret');
      expect(terminal.isRaw).toBe(false);
    }
  });

  test.each([
    '\x1b',
    '\x1b[',
    '\x1bO',
    '\x1b]11;rgb',
    '\x1b[<0;1',
  ])('%j that goes on no further swallows nothing for long', async (begun) => {
    const { terminal, ask } = open(env);
    const answer = ask();
    terminal.send(`se${begun}`);
    await vi.advanceTimersByTimeAsync(waits.string + 10);
    terminal.send('Cret\r');
    expect(await answer).toBe('seCret');
  });

  test('an answer that is cut by the end of the line is none of the next answer', async () => {
    const { terminal, ask } = open(env);
    const first = ask();
    terminal.send('one\r\x1b]11;rgb:');
    expect(await first).toBe('one');
    const second = ask();
    terminal.send('0/0/0\x07two\r');
    expect(await second).toBe('two');
  });
});

test('what is typed behind Alt and an introducer is typed', async () => {
  const { terminal, ask } = open();
  const answer = ask();
  terminal.send('\x1b]');
  terminal.send('hun');
  await vi.advanceTimersByTimeAsync(WAIT_MS.string);
  terminal.send('\x1b[');
  terminal.send('ter2\r');
  expect(await answer).toBe('hunter2');
});

test('what is typed ahead answers the next question, and Ctrl-c ends it', async () => {
  const { terminal, ask, written } = open();
  const first = ask();
  terminal.send('one\rtw');
  expect(await first).toBe('one');
  const second = ask();
  terminal.send('xx\x7f\x7fo\n');
  expect(await second).toBe('two');
  const third = ask();
  terminal.send('thr\x1b]11;\x03');
  await expect(third).rejects.toThrow(Interrupted);
  expect(written.join('')).toBe('Password: \n'.repeat(3));
});

test('a question that is called back has no answer, and gives the terminal back', async () => {
  const { terminal, questions } = open();
  const over = new AbortController();
  const answer = questions.ask('Paste it: ', { signal: over.signal });
  terminal.send('half');
  expect(terminal.isRaw).toBe(true);
  over.abort();
  expect(await answer).toBeUndefined();
  expect(terminal.isRaw).toBe(false);
  expect(await questions.ask('Once more: ', { signal: over.signal })).toBeUndefined();
  expect(terminal.isRaw).toBe(false);
});
