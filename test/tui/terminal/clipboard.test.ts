import { expect, test } from 'vitest';
import { CLIPBOARD_BYTES, osc52 } from '../../../src/tui/terminal/clipboard.js';
import { clipboardWrites } from '../../support/terminal/control-sequences.js';

function sequence(text: string, env: Record<string, string> = {}) {
  const write = osc52(text, env);
  return write.ok ? write.sequence : '';
}

const text = 'at://did:plc:abc/app.bsky.feed.post/3k · 日本\n';

test('a text goes to the terminal as base64 of its UTF-8', () => {
  expect(sequence(text)).toBe(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
});

test('inside tmux it is also handed through', () => {
  expect(sequence(text, { TMUX: '/tmp/tmux-0/default,1,0' })).toContain('\x1bPtmux;\x1b\x1b]52;c;');
  expect(new Set(clipboardWrites(sequence(text, { TMUX: 'x' })))).toEqual(new Set([text]));
});

test('GNU screen gets it in pieces that it does not cut', () => {
  const pieces = sequence('x'.repeat(5_000), { STY: '1.pts' }).split('\x1b\\').filter(Boolean);
  expect(pieces.length).toBeGreaterThan(5);
  for (const piece of pieces) {
    expect(piece.startsWith('\x1bP')).toBe(true);
    expect(piece.length).toBeLessThan(768);
  }
});

test('more than terminals take is refused with a sentence', () => {
  expect(osc52('x'.repeat(CLIPBOARD_BYTES), {}).ok).toBe(true);
  expect(osc52('x'.repeat(CLIPBOARD_BYTES + 1), {})).toMatchObject({ ok: false, reason: /too much to copy/ });
});
