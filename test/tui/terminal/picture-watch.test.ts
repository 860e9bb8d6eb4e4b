import { describe, expect, test } from 'vitest';
import type { PictureTerminal } from '../../../src/store/pictures/pictures-state.js';
import type { Reply } from '../../../src/tui/terminal/input/stage.js';
import { TELL_PICTURES, TELL_PICTURES_AROUND_TMUX } from '../../../src/tui/terminal/picture-questions.js';
import { watchPictures } from '../../../src/tui/terminal/picture-watch.js';

const name = (body: string): Reply => ({ kind: 'dcs', body: `>|${body}` });
const cell = (body: string): Reply => ({ kind: 'csi', body });
const taken: Reply = { kind: 'apc', body: 'Gi=31;OK' };
const CELL = cell('6;17;8t');

function open({ hasColours = true, isInTmux = false } = {}) {
  let hear: (reply: Reply) => void = () => {};
  const asked: string[] = [];
  const watch = watchPictures(
    {
      onReply(listener) {
        hear = listener;
        return () => {};
      },
    },
    { hasColours, isInTmux, ask: (sequence) => void asked.push(sequence) },
  );
  const told: PictureTerminal[] = [];
  watch.onChange((terminal) => void told.push(terminal));
  return { watch, told, asked, hear: (...replies: Reply[]) => replies.map((reply) => hear(reply)) };
}

describe('what terminals answer', () => {
  test.each<[string, Reply[]]>([
    ['kitty 0.41.1', [name('kitty(0.41.1)'), taken, CELL]],
    ['kitty 0.28', [name('kitty(0.28.0)'), taken, CELL]],
    ['kitty 1.0', [name('kitty(1.0.0)'), taken, CELL]],
    ['Ghostty', [name('ghostty 1.1.3'), taken, CELL]],
    ['in another order', [CELL, taken, name('kitty(0.41.1)')]],
  ])('%s draws placeholders', (_name, replies) => {
    const { told, hear } = open();
    hear(...replies);
    expect(told.at(-1)).toEqual({ hasColours: true, kitty: { width: 8, height: 17 } });
  });

  test.each<[string, Reply[]]>([
    ['xterm 379', [name('XTerm(379)')]],
    ['kitty 0.26.5, which has no placeholders', [name('kitty(0.26.5)'), taken, CELL]],
    ['foot', [name('foot(1.13.1)'), cell('6;16;7t')]],
    ['mlterm, which has no name', [cell('6;22;10t')]],
    ['tmux 3.3a', [name('tmux 3.3a')]],
    ['tmux 3.5a', [name('tmux 3.5a'), cell('6;17;8t')]],
    ['WezTerm, which shows boxes', [name('WezTerm 20240203-110809-5046fc22'), taken, CELL]],
    ['a kitty that does not take pictures', [name('kitty(0.41.1)'), CELL]],
    ['a kitty that refuses', [name('kitty(0.41.1)'), { kind: 'apc', body: 'Gi=31;ENOTSUPPORTED:no' }, CELL]],
    ['a kitty that does not say how large its cells are', [name('kitty(0.41.1)'), taken]],
    ['a cell of nothing', [name('kitty(0.41.1)'), taken, cell('6;0;8t')]],
    ['a cell of a whole screen', [name('kitty(0.41.1)'), taken, cell('6;4000;8000t')]],
    ['a name in a sentence', [name('not kitty(0.41.1)'), taken, CELL]],
  ])('%s draws none', (_name, replies) => {
    const { told, hear } = open();
    hear(...replies);
    expect(told).toEqual([{ hasColours: true, kitty: undefined }]);
  });
});

test('who listens hears it at once, and each change once', () => {
  const { told, hear } = open({ hasColours: false });
  expect(told).toEqual([{ hasColours: false, kitty: undefined }]);
  hear(name('kitty(0.41.1)'), taken, CELL, CELL, taken, name('kitty(0.41.1)'));
  expect(told).toHaveLength(2);
  // Late, in another font.
  hear(cell('6;34;16t'));
  expect(told.at(-1)?.kitty).toEqual({ width: 16, height: 34 });
  expect(told).toHaveLength(3);
});

describe('the size of a cell', () => {
  test('is asked for anew where pictures are drawn, and nowhere else', () => {
    const { watch, asked, hear } = open();
    watch.askCell();
    hear(name('XTerm(379)'));
    watch.askCell();
    expect(asked).toEqual([]);
    hear(name('kitty(0.41.1)'), taken, CELL);
    watch.askCell();
    expect(asked).toEqual(['\x1b[16t']);
  });

  test('is asked of tmux itself: another pane may hear what the terminal around it says', () => {
    const { watch, asked, hear } = open({ isInTmux: true });
    hear(name('kitty(0.41.1)'), taken, CELL);
    watch.askCell();
    expect(asked).toEqual(['\x1b[16t']);
    expect(watch.isAroundTmux).toBe(true);
  });
});

test('the terminal around tmux is asked the same', () => {
  const unwrapped = TELL_PICTURES_AROUND_TMUX.split('\x1bPtmux;')
    .slice(1)
    .map((wrapped) => wrapped.slice(0, -2).replaceAll('\x1b\x1b', '\x1b'));
  expect(unwrapped).toHaveLength(3);
  expect(unwrapped.join('')).toBe(TELL_PICTURES);
});
