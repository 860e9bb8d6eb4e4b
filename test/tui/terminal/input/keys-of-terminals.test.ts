import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../../src/tui/terminal/input/key-of.js';
import { everyCut, tokensOf } from '../../../support/terminal/inputs.js';

/** What keys of a terminal are, as `sequence name` a line; `^[` is ESC. Names in quotes are text, `-` is nothing. */
const keys = (table: string): (readonly [sequence: string, name: string])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [, sequence = '', name = ''] = /^\s*(\S+)\s+(.+)$/.exec(line) ?? [];
      return [sequence, name.trim()] as const;
    });

const bytesOf = (sequence: string): Buffer =>
  Buffer.from(
    sequence
      .replaceAll('^[', '\x1b')
      .replaceAll('^?', '\x7f')
      .replaceAll('SP', ' ')
      .replace(/\^([A-Z@\\\]_])/g, (_, letter: string) => String.fromCharCode(letter.charCodeAt(0) & 31)),
  );

function nameOf(chunks: readonly Uint8Array[]): string {
  const names: string[] = [];
  let text = '';
  function endText(): void {
    if (text !== '') names.push(`"${text}"`);
    text = '';
  }
  for (const pressed of tokensOf(chunks).flatMap((token) => keyOf(token) ?? [])) {
    if (pressed.kind === 'text') text += pressed.text;
    else {
      endText();
      names.push(pressed.name);
    }
  }
  endText();
  return names.join(' ') || '-';
}

const terminals: Readonly<Record<string, string>> = {
  xterm: `
    ^[[A Up
    ^[[B Down
    ^[[C Right
    ^[[D Left
    ^[[E Begin
    ^[[H Home
    ^[[F End
    ^[[2~ Insert
    ^[[3~ Delete
    ^[[5~ PgUp
    ^[[6~ PgDn
    ^[OA Up
    ^[OD Left
    ^[OH Home
    ^[OF End
    ^[OP F1
    ^[OQ F2
    ^[OR F3
    ^[OS F4
    ^[[15~ F5
    ^[[17~ F6
    ^[[24~ F12
    ^[[1;2A Shift-Up
    ^[[1;3A Alt-Up
    ^[[1;5C Ctrl-Right
    ^[[1;6D Ctrl-Shift-Left
    ^[[1;7H Alt-Ctrl-Home
    ^[[1;8F Alt-Ctrl-Shift-End
    ^[[3;5~ Ctrl-Delete
    ^[[5;2~ Shift-PgUp
    ^[[1;2P Shift-F1
    ^[[1;5S Ctrl-F4
    ^[[15;5~ Ctrl-F5
    ^[[Z Shift-Tab
    ^I Tab
    ^M Enter
    ^J Enter
    ^? Backspace
    ^H Backspace
    ^[ Esc
    ^A Ctrl-a
    ^Z Ctrl-z
    ^@ Ctrl-Space
    ^\\ Ctrl-\\
    ^_ Ctrl-_
    ^[q Alt-q
    ^[Q Alt-Q
    ^[: Alt-:
    ^[SP Alt-Space
    ^[^M Alt-Enter
    ^[^I Alt-Tab
    ^[^? Alt-Backspace
    ^[^A Alt-Ctrl-a
    ^[é Alt-é
    ^[👍 Alt-👍
    ^[^[ Esc Esc
    ^[^[q Esc Alt-q
    ^[^C Ctrl-c
    q "q"
    SP " "
    é日👍 "é日👍"`,
  'xterm, modifyOtherKeys': `
    ^[[27;5;99~ Ctrl-c
    ^[[27;6;99~ Ctrl-c
    ^[[27;2;65~ "A"
    ^[[27;3;113~ Alt-q
    ^[[27;7;98~ Alt-Ctrl-b
    ^[[27;5;13~ Ctrl-Enter
    ^[[27;2;13~ Shift-Enter
    ^[[27;5;9~ Ctrl-Tab
    ^[[27;6;9~ Ctrl-Shift-Tab
    ^[[27;5;32~ Ctrl-Space
    ^[[27;5;44~ Ctrl-,
    ^[[27;2;27~ Shift-Esc
    ^[[99;5u Ctrl-c
    ^[[27;5;55296~ -`,
  kitty: `
    ^[[97u "a"
    ^[[97;2u "A"
    ^[[97:65;2u "A"
    ^[[49:33;2u "!"
    ^[[97;1;97u "a"
    ^[[97;65u "a"
    ^[[97;129u "a"
    ^[[99;5u Ctrl-c
    ^[[99;69u Ctrl-c
    ^[[1089::99;5u Ctrl-c
    ^[[1089;1u "с"
    ^[[113;3u Alt-q
    ^[[113;9u -
    ^[[113;17u -
    ^[[113;33u -
    ^[[27u Esc
    ^[[27;1:1u Esc
    ^[[27;1:3u -
    ^[[13u Enter
    ^[[13;2u Shift-Enter
    ^[[9u Tab
    ^[[9;2u Shift-Tab
    ^[[127u Backspace
    ^[[127;3u Alt-Backspace
    ^[[127;5u Ctrl-Backspace
    ^[[32u " "
    ^[[32;2u " "
    ^[[97;1:2u "a"
    ^[[97;1:3u -
    ^[[A Up
    ^[[1;1:1A Up
    ^[[1;1:2B Down
    ^[[1;1:3B -
    ^[[1;65A Up
    ^[[3;1:3~ -
    ^[[13~ F3
    ^[[57399u "0"
    ^[[57408u "9"
    ^[[57409u "."
    ^[[57413u "+"
    ^[[57414u Enter
    ^[[57417u Left
    ^[[57420u Down
    ^[[57422u PgDn
    ^[[57423u Home
    ^[[57426u Delete
    ^[[57358u -
    ^[[57376u -
    ^[[57441;2u -
    ^[[57428u -
    ^[[55296u -
    ^[[1114112u -
    ^[[0;1;128077u -
    ^[[128077u "👍"
    ^[[97;1;128077:65039u "👍️"`,
  foot: `
    ^[[1;2H Shift-Home
    ^[[1;3F Alt-End
    ^[[6;5~ Ctrl-PgDn
    ^[[27;2;13~ Shift-Enter
    ^[[1;2R -`,
  tmux: `
    ^[[1~ Home
    ^[[4~ End
    ^[OA Up
    ^[[1;5D Ctrl-Left
    ^[^[[A Alt-Up
    ^[^[OD Alt-Left
    ^[[5;3~ Alt-PgUp
    ^[[99;5u Ctrl-c`,
  rxvt: `
    ^[[7~ Home
    ^[[8~ End
    ^[[7$ Shift-Home
    ^[[8^ Ctrl-End
    ^[[3$ Shift-Delete
    ^[[3^ Ctrl-Delete
    ^[[3@ Ctrl-Shift-Delete
    ^[[5$ Shift-PgUp
    ^[[6^ Ctrl-PgDn
    ^[[a Shift-Up
    ^[[d Shift-Left
    ^[Oa Ctrl-Up
    ^[Oc Ctrl-Right
    ^[^[[D Alt-Left
    ^[^[[3~ Alt-Delete
    ^[^[Oc Alt-Ctrl-Right
    ^[^[[7$ Alt-Shift-Home
    ^[[11~ F1
    ^[[14~ F4
    ^[[23$ Shift-F11
    ^[[11^ Ctrl-F1
    ^[[25~ F13
    ^[[34~ F20`,
  'Windows Terminal': `
    ^[[1;2D Shift-Left
    ^[[1;5H Ctrl-Home
    ^[OP F1
    ^[[24;2~ Shift-F12
    ^[[27;5;13~ Ctrl-Enter
    ^[^H Alt-Backspace`,
  'the linux console': `
    ^[[[A F1
    ^[[[B F2
    ^[[[C F3
    ^[[[D F4
    ^[[[E F5
    ^[[17~ F6
    ^[[1~ Home
    ^[[4~ End
    ^[[G -
    ^[[P F1`,
  'the number block in application mode': `
    ^[Op "0"
    ^[Oy "9"
    ^[On "."
    ^[Ok "+"
    ^[OM Enter
    ^[OX "="
    ^[OSP " "`,
  'old gnome-terminal, Konsole': `
    ^[O5A Ctrl-Up
    ^[O1;2P Shift-F1
    ^[O3C Alt-Right`,
  '8-bit introducers, encoded': `
    \u009BA Up
    \u009B1;5C Ctrl-Right
    \u008FP F1
    \u009B3~ Delete`,
};

describe.each(Object.entries(terminals))('%s', (_, table) => {
  test.each(keys(table))('%s is %s, however it is cut', (sequence, name) => {
    for (const chunks of everyCut(bytesOf(sequence))) expect(nameOf(chunks)).toBe(name);
  });

  test.each(keys(table))('%s and a letter are two', (sequence, name) => {
    // What ends in a lone ESC is another key with a letter behind it.
    if (sequence.endsWith('^[')) return;
    const shown = name === '-' ? '"j"' : name.endsWith('"') ? `${name.slice(0, -1)}j"` : `${name} "j"`;
    expect(nameOf([Buffer.concat([bytesOf(sequence), Buffer.from('j')])])).toBe(shown);
  });
});
