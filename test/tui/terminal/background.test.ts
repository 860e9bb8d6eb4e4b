import { describe, expect, test, vi } from 'vitest';
import { hintedBackground, mayBeAsked, watchBackground } from '../../../src/tui/terminal/background.js';
import { ASK_AROUND_TMUX, TELL_BACKGROUND } from '../../../src/tui/terminal/background-questions.js';
import type { Reply } from '../../../src/tui/terminal/input/stage.js';

function open(env: Record<string, string> = {}) {
  let hear: (reply: Reply) => void = () => {};
  const asked: string[] = [];
  const watch = watchBackground(
    {
      onReply(listener) {
        hear = listener;
        return () => {};
      },
    },
    { env, ask: (sequence) => void asked.push(sequence) },
  );
  const told: (string | undefined)[] = [];
  watch.onChange((background) => void told.push(background));
  return {
    watch,
    told,
    asked,
    osc: (body: string) => hear({ kind: 'osc', body }),
    csi: (body: string) => hear({ kind: 'csi', body }),
  };
}

describe('the colour that a terminal answers with', () => {
  test.each([
    ['11;rgb:0000/0000/0000', 'dark'],
    ['11;rgb:ffff/ffff/ffff', 'light'],
    ['11;rgb:1e1e/1e1e/1e1e', 'dark'],
    ['11;rgb:fdfd/f6f6/e3e3', 'light'],
    ['11;rgb:0000/2b2b/3636', 'dark'],
    ['11;rgb:30/0a/24', 'dark'],
    ['11;rgb:f/f/f', 'light'],
    ['11;rgb:fff/fff/fff', 'light'],
    ['11;rgba:eeee/eeee/eeee/ffff', 'light'],
    ['11;#eff1f5', 'light'],
    ['11;rgb:7474/7474/7474', 'dark'],
    ['11;rgb:7878/7878/7878', 'light'],
    // A pure blue is dark for all that it is full.
    ['11;rgb:0000/0000/ffff', 'dark'],
    ['11;rgb:0000/ffff/0000', 'light'],
  ])('%s is %s', (body, background) => {
    const { osc, watch } = open();
    osc(body);
    expect(watch.now).toBe(background);
  });

  test.each([
    '11;',
    '11;?',
    '11;rgb:',
    '11;rgb:00/00',
    '11;rgb:zz/zz/zz',
    '11;rgb:00000/0/0',
    '10;rgb:ff/ff/ff',
    'rgb:f/f/f',
    '',
  ])('%j says nothing', (body) => {
    const { osc, watch, told } = open();
    osc(body);
    expect(watch.now).toBeUndefined();
    expect(told).toEqual([undefined]);
  });
});

describe('what is believed', () => {
  test('the environment, until the terminal says something', () => {
    const { osc, watch, told } = open({ COLORFGBG: '0;15' });
    expect(watch.now).toBe('light');
    osc('11;rgb:0000/0000/0000');
    expect(told).toEqual(['light', 'dark']);
  });

  test('the colour rather than the scheme, in whichever order they come', () => {
    const first = open();
    first.osc('11;rgb:ffff/ffff/ffff');
    first.csi('?997;1n');
    expect(first.watch.now).toBe('light');
    const second = open();
    second.csi('?997;1n');
    expect(second.watch.now).toBe('dark');
    second.osc('11;rgb:ffff/ffff/ffff');
    expect(second.told).toEqual([undefined, 'dark', 'light']);
  });

  test('a notification has the colour asked for again, and only a change is told', () => {
    const { osc, csi, asked, told } = open();
    osc('11;rgb:0000/0000/0000');
    csi('?997;1n');
    expect(asked).toEqual([]);
    csi('?997;2n');
    expect(asked).toEqual(['\x1b]11;?\x1b\\']);
    osc('11;rgb:ffff/ffff/ffff');
    osc('11;rgb:fefe/fefe/fefe');
    expect(told).toEqual([undefined, 'dark', 'light']);
  });

  test('a terminal that tells its scheme and no colour is believed each time', () => {
    const { csi, told } = open();
    csi('?997;1n');
    csi('?997;2n');
    csi('?997;1n');
    expect(told).toEqual([undefined, 'dark', 'light', 'dark']);
  });

  test.each(['?997;3n', '?997n', '997;1n', '?996n', '?64;1;2c', '?2031;2$y'])('%j is no scheme', (body) => {
    const { csi, watch } = open();
    csi(body);
    expect(watch.now).toBeUndefined();
  });
});

test.each([
  ['15;0', 'dark'],
  ['0;15', 'light'],
  ['0;default;15', 'light'],
  ['12;8', 'dark'],
  ['0;7', 'light'],
  ['default;default', undefined],
  ['15;16', undefined],
  ['', undefined],
  ['0;15;', undefined],
])('COLORFGBG=%s is %s', (COLORFGBG, background) => {
  expect(hintedBackground({ COLORFGBG })).toBe(background);
});

test('the console of Linux is black, and is not asked', () => {
  expect(hintedBackground({ TERM: 'linux' })).toBe('dark');
  expect(['linux', 'linux-16color', '', undefined].map(mayBeAsked)).toEqual([false, false, false, false]);
  expect(['xterm-256color', 'tmux-256color', 'screen', 'xterm-kitty'].every(mayBeAsked)).toBe(true);
});

test('what is asked last is what every terminal answers to; around tmux each ESC is doubled', () => {
  expect(TELL_BACKGROUND.endsWith('\x1b[c')).toBe(true);
  expect(ASK_AROUND_TMUX).toBe('\x1bPtmux;\x1b\x1b]11;?\x1b\x1b\\\x1b\\');
});

describe('leaving before the terminal has answered', () => {
  test('waits for the last answer', async () => {
    const { watch, csi } = open();
    let isOver = false;
    const answered = watch.answered(60_000).then(() => {
      isOver = true;
    });
    await Promise.resolve();
    expect(isOver).toBe(false);
    csi('?1;2c');
    await answered;
  });

  test('and not for one that does not come', async () => {
    vi.useFakeTimers();
    try {
      const { watch } = open();
      const answered = watch.answered(500);
      await vi.advanceTimersByTimeAsync(500);
      await answered;
      // Long after the start nothing is waited for.
      const later = watch.answered(500);
      await vi.advanceTimersByTimeAsync(0);
      await later;
    } finally {
      vi.useRealTimers();
    }
  });
});
