import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { REMOTE_WAIT_MS, WAIT_MS } from '../../../../src/text/input/waiting.js';
import { type Input, openInputStage, type StageInput } from '../../../../src/tui/terminal/input/stage.js';
import { createTerminalModes } from '../../../../src/tui/terminal/terminal-modes.js';

class Terminal extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  isFlowing = false;
  /** What was called, in order. */
  readonly calls: string[] = [];

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    this.calls.push(isRaw ? 'raw' : 'cooked');
    // The moment that openai/codex#41031 is about.
    if (isRaw) expect(this.listenerCount('data')).toBe(1);
    return this;
  }
  pause(): this {
    this.isFlowing = false;
    return this;
  }
  resume(): this {
    this.isFlowing = true;
    return this;
  }
  ref(): void {}
  unref(): void {}
  send(text: string): void {
    if (this.isFlowing) this.emit('data', Buffer.from(text));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open({ isRemote = false, listens = true } = {}) {
  const terminal = new Terminal();
  const written: string[] = [];
  const modes = createTerminalModes(['pastes'], (text) => void written.push(text));
  const stage = openInputStage(terminal as unknown as StageInput, { isRemote, modes });
  const typed: string[] = [];
  function hear(input: Input): void {
    typed.push(
      input.kind === 'key' ? input.name : input.kind === 'text' ? `"${input.text}"` : `<${input.text}>`,
    );
  }
  if (listens) stage.onInput(hear);
  return {
    terminal,
    written,
    stage,
    modes,
    typed,
    listen: () => stage.onInput(hear),
    /** Lets time go by, and the turn of the loop that reads. */
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

describe.each([
  ['here', false, WAIT_MS],
  ['behind ssh', true, REMOTE_WAIT_MS],
] as const)('%s', (_, isRemote, waits) => {
  test('a lone ESC is the key after a moment', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b');
    await pass(waits.escape - 1);
    expect(typed).toEqual([]);
    await pass(2);
    expect(typed).toEqual(['Esc']);
  });

  test('Esc and a key that are typed apart are two; sent together they are Alt (microsoft/edit#207)', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b');
    await pass(waits.escape + 1);
    terminal.send('q');
    terminal.send('\x1bq');
    expect(typed).toEqual(['Esc', '"q"', 'Alt-q']);
  });

  test.each([
    ['ESC [ and a number', '\x1b[1', ';5C', 'Ctrl-Right'],
    ['ESC [ <', '\x1b[<', '0;1;1M', undefined],
    ['a report in the middle', '\x1b[<0;1', '2;34M', undefined],
    ['ESC ]', '\x1b]', '11;rgb:0/0/0\x07', undefined],
    ['ESC P', '\x1bP', '>|kitty\x1b\\', undefined],
    ['the first half of a character', '\xe6', '', undefined],
  ])('%s is waited for, and never split', async (_what, first, rest, name) => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send(first === '\xe6' ? '' : first);
    await pass(waits.sequence - 1);
    terminal.send(rest);
    await pass(60_000);
    expect(typed).toEqual(name === undefined ? [] : [name]);
  });

  test.each([
    ['\x1b[', 'A', 'Up'],
    ['\x1b[', '<0;1;1M', undefined],
    ['\x1b[', 'M !!', undefined],
    ['\x1b[', '[A', 'F1'],
    ['\x1b[', '200~alice\x1b[201~', '<alice>'],
    ['\x1bO', 'P', 'F1'],
    ['\x1bO', 'j', '"*"'],
  ])('%j is waited for, and not split from %j', async (first, rest, name) => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send(first);
    await pass(waits.introducer - 1);
    terminal.send(rest);
    await pass(60_000);
    expect(typed).toEqual(name === undefined ? [] : [name]);
  });

  test.each([
    'A',
    'P',
    'q',
    '5',
  ])('%j that is typed later than that behind Alt-[ or Alt-O is not swallowed', async (letter) => {
    for (const introducer of ['[', 'O']) {
      const { terminal, typed, pass } = open({ isRemote });
      terminal.send(`\x1b${introducer}`);
      await pass(waits.introducer + 1);
      terminal.send(letter);
      await pass(60_000);
      expect(typed).toEqual([`Alt-${introducer}`, `"${letter}"`]);
    }
  });

  test.each([
    ['[', 'q'],
    ['[', 'j'],
    ['[', 'lice.test'],
    ['O', 'e'],
    ['O', 'Linux'],
  ])('behind Alt-%s %j is typed at once, since no terminal goes on so', async (introducer, letters) => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send(`\x1b${introducer}`);
    terminal.send(letters);
    expect(typed).toEqual([`Alt-${introducer}`, `"${letters}"`]);
    await pass(60_000);
    expect(typed).toHaveLength(2);
  });

  test('the rest of an answer is waited for longer', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b]11;rgb:');
    await pass(waits.string - 1);
    terminal.send('1e1e/');
    await pass(waits.string - 1);
    terminal.send('1e1e/1e1e\x1b');
    await pass(waits.sequence - 1);
    terminal.send('\\');
    await pass(60_000);
    expect(typed).toEqual([]);
  });

  test('what never comes is dropped, and keys are keys again', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b]11;rgb:');
    await pass(waits.string + 1);
    terminal.send('\x1b[<0;1');
    await pass(waits.sequence + 1);
    terminal.send('j');
    expect(typed).toEqual(['"j"']);
  });

  test('a paste without its end is what came of it, after a while (QwenLM/qwen-code#3181)', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b[200~alice');
    await pass(waits.paste - 1);
    terminal.send('.test');
    await pass(waits.paste - 1);
    expect(typed).toEqual([]);
    await pass(2);
    terminal.send('\x1b[201~j');
    expect(typed).toEqual(['<alice.test>', '"j"']);
  });

  test('a paste without its end lets Ctrl-c through, held or pressed once (QwenLM/qwen-code#3181)', async () => {
    for (const presses of [1, 20]) {
      const { terminal, typed, pass } = open({ isRemote });
      terminal.send('\x1b[200~alice');
      for (let press = 0; press < presses; press += 1) {
        terminal.send('\x03');
        await pass(30);
      }
      await pass(waits['paste-interrupted']);
      expect(typed.slice(0, 2)).toEqual(['<alice>', 'Ctrl-c']);
    }
  });

  test('a Ctrl-c that was pasted is text, though the end comes a little later', async () => {
    const { terminal, typed, pass } = open({ isRemote });
    terminal.send('\x1b[200~a\x03b');
    await pass(waits['paste-interrupted'] - 1);
    terminal.send('\x1b[201~');
    expect(typed).toEqual(['<a\x03b>']);
  });
});

test('keys pressed into a paste that does not end do not keep it open for ever', async () => {
  const { terminal, typed, pass } = open();
  terminal.send('\x1b[200~alice');
  for (let press = 0; press < 60; press += 1) {
    terminal.send('j');
    await pass(200);
  }
  expect(typed.length).toBeGreaterThan(1);
  expect(typed.at(-1)).toBe('"j"');
});

test('a paste that comes in pieces for longer than that is one', async () => {
  const { terminal, typed, pass } = open();
  terminal.send('\x1b[200~');
  for (let piece = 0; piece < 60; piece += 1) {
    terminal.send('0123456789abcdef');
    await pass(500);
  }
  terminal.send('\x1b[201~');
  expect(typed).toEqual([`<${'0123456789abcdef'.repeat(60)}>`]);
});

test('what was there to be read when the wait ended is read first', async () => {
  const { terminal, typed } = open();
  terminal.send('\x1b');
  // The program was busy: the timer is late, and the bytes came meanwhile.
  setTimeout(() => terminal.send('[A'), WAIT_MS.escape);
  vi.advanceTimersByTime(WAIT_MS.escape);
  await vi.advanceTimersByTimeAsync(1000);
  expect(typed).toEqual(['Up']);
});

describe('before anybody listens', () => {
  test('what is typed is kept, in order, and nothing twice', async () => {
    const { terminal, typed, listen, pass } = open({ listens: false });
    terminal.send('jj\x1b[A');
    terminal.send('\x1b[200~alice\x1b[201~');
    await pass(5000);
    const stop = listen();
    expect(typed).toEqual(['"jj"', 'Up', '<alice>']);
    stop();
    terminal.send('q');
    listen();
    expect(typed).toEqual(['"jj"', 'Up', '<alice>', '"q"']);
  });

  test('Ctrl-c is heard at once (openai/codex#41031)', async () => {
    const { terminal, stage } = open({ listens: false });
    let isHeard = false;
    void stage.interrupted.then(() => {
      isHeard = true;
    });
    terminal.send('jj');
    await Promise.resolve();
    expect(isHeard).toBe(false);
    terminal.send('\x03');
    await Promise.resolve();
    expect(isHeard).toBe(true);
  });

  test('standard input that has ended meanwhile is told to who asks later', () => {
    const { terminal, stage } = open({ listens: false });
    terminal.emit('end');
    let ends = 0;
    stage.onEnd(() => {
      ends += 1;
    });
    expect(ends).toBe(1);
  });
});

describe('while the terminal is somebody else’s', () => {
  test('nothing is read, and half a sequence is not joined with what comes later', async () => {
    const { terminal, typed, stage, pass } = open();
    terminal.send('\x1b[');
    const paused = stage.pause();
    await pass(0);
    await paused;
    expect(terminal.isFlowing).toBe(false);
    expect(terminal.listenerCount('data')).toBe(0);
    terminal.send('q');
    stage.resume();
    terminal.send('j');
    await pass(5000);
    expect(typed).toEqual(['"j"']);
  });

  test('raw mode, the modes and reading go together, and Ink has no say in them', () => {
    const { terminal, stage, written } = open();
    expect(terminal).toMatchObject({ isRaw: true, isFlowing: true });
    void stage.pause();
    expect(terminal).toMatchObject({ isRaw: false, isFlowing: false });
    stage.forInk.setRawMode(true);
    expect(terminal).toMatchObject({ isRaw: false, isFlowing: false });
    stage.resume();
    stage.resume();
    stage.forInk.setRawMode(false);
    expect(terminal).toMatchObject({ isRaw: true, isFlowing: true });
    expect(terminal.listenerCount('data')).toBe(1);
    expect(written).toEqual(['\x1b[?2004h', '\x1b[?2004l', '\x1b[?2004h']);
  });

  test('closing gives the terminal back', () => {
    const { terminal, stage, written } = open();
    stage.close();
    expect(terminal).toMatchObject({ isRaw: false, isFlowing: false });
    expect(terminal.eventNames()).toEqual([]);
    expect(written).toEqual(['\x1b[?2004h', '\x1b[?2004l']);
    stage.resume();
    expect(terminal.isRaw).toBe(false);
    expect(written).toHaveLength(2);
  });
});

test('reports of the mouse and answers go to who hears them, and keys to nobody else', () => {
  const { terminal, typed, stage, modes } = open();
  const heard: string[] = [];
  modes.want('mouse', true);
  const stopMouse = stage.onMouse(({ kind, column, row }) => heard.push(`${kind} ${column} ${row}`));
  const stopReplies = stage.onReply(({ kind, body }) => heard.push(`${kind} ${body}`));
  terminal.send('a\x1b[<0;3;4Mb\x1b]11;rgb:0/0/0\x07\x1b[?1;2c\x1bP>|x\x1b\\c\x1b[I');
  expect(heard).toEqual(['press 2 3', 'osc 11;rgb:0/0/0', 'csi ?1;2c', 'dcs >|x', 'csi I']);
  stopMouse();
  stopReplies();
  terminal.send('\x1b[<0;3;4M\x1b[0n');
  expect(heard).toHaveLength(5);
  expect(typed.join('')).toBe('"a""b""c"');
});

test('a report of the mouse that comes when it is let go of is dropped, and is no key', () => {
  const { terminal, typed, stage, modes } = open();
  const heard: string[] = [];
  stage.onMouse(({ kind }) => heard.push(kind));
  terminal.send('\x1b[<0;3;4M');
  modes.want('mouse', true);
  terminal.send('\x1b[<65;3;4M');
  modes.want('mouse', false);
  terminal.send('\x1b[<0;3;4M\x1b[M !!\x1b[32;5;6M');
  expect(heard).toEqual(['wheel']);
  expect(typed).toEqual([]);
});
