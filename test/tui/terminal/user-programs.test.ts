import { expect, test } from 'vitest';
import { editorOf, isReadWhenItEnds, pagerOf } from '../../../src/tui/terminal/user-programs.js';

test('the editor is VISUAL, then EDITOR, with its arguments, then that of the system', () => {
  expect(editorOf({ VISUAL: 'code --wait', EDITOR: 'vim' }, 'linux')).toBe('code --wait');
  expect(editorOf({ VISUAL: ' ', EDITOR: ' vim -u NONE ' }, 'linux')).toBe('vim -u NONE');
  expect(editorOf({}, 'linux')).toBe('vi');
  expect(editorOf({}, 'win32')).toBe('notepad');
});

test('the pager is PAGER, then that of the system', () => {
  expect(pagerOf({ PAGER: 'less -S' }, 'darwin')).toBe('less -S');
  expect(pagerOf({}, 'darwin')).toBe('less -R');
  expect(pagerOf({ PAGER: '' }, 'win32')).toBe('more');
});

test.each([
  ['less -R', {}, true],
  ['less --RAW-CONTROL-CHARS -S', {}, true],
  ['/usr/bin/less', {}, true],
  ['vim -', {}, true],
  ['less -FRX', {}, false],
  ['less -R', { LESS: 'FRX' }, false],
  ['less --quit-if-one-screen', {}, false],
  ['less | head', {}, false],
  ['head -5', {}, false],
  ['cat', {}, false],
  ['more', {}, false],
  ['lesser', {}, false],
] as const)('%j with %j has been read when it ends: %j', (command, env, isRead) => {
  expect(isReadWhenItEnds(command, env)).toBe(isRead);
});
