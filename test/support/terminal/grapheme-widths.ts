import type { IUnicodeVersionProvider } from '@xterm/headless';
import stringWidth from 'string-width';

/** Facts about the cluster that is being drawn, kept in the 24 bits of state that xterm hands from character to character. */
const afterPictographic = 1;
const afterJoiner = 2;
const afterOneRegionalIndicator = 4;
const widens = 8;

/**
 * Spacing marks (`Mc`, the vowel signs of Indic scripts) are not among these: xterm, VTE, tmux and `string-width` give
 * them a cell of their own. kitty draws them into the cell of their base; there is no width on which all agree.
 */
const joinsAlways = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]$/u;
const pictographic = /^\p{Extended_Pictographic}$/u;
const canBeEmoji = /^\p{Emoji}$/u;
const regionalIndicator = /^\p{Regional_Indicator}$/u;

const zeroWidthJoiner = 0x200d;
const emojiPresentation = 0xfe0f;

/**
 * Grapheme clusters as kitty, Ghostty, WezTerm, iTerm2 and foot draw them: a ZWJ sequence, a flag, a skin tone and an
 * emoji with VS16 are one glyph of two cells. xterm's built-in tables are Unicode 6 and know none of it. The clustering
 * is written down here on its own, so that it does not agree with the program's own measuring by construction; only the
 * width of a single code point comes from `string-width`.
 */
export const graphemeWidths: IUnicodeVersionProvider = {
  version: 'graphemes',

  wcwidth(codePoint) {
    return codePointWidth(codePoint);
  },

  charProperties(codePoint, preceding) {
    const character = String.fromCodePoint(codePoint);
    const state = preceding >> 3;
    const precedingWidth = (preceding >> 1) & 3;

    if (codePoint < 0x7f || precedingWidth === 0) {
      return properties(startOf(character), codePointWidth(codePoint), false);
    }
    if (codePoint === zeroWidthJoiner) {
      return properties(state & afterPictographic ? afterJoiner : 0, precedingWidth, true);
    }
    if (codePoint === emojiPresentation) {
      return properties(state & ~widens, state & widens ? 2 : precedingWidth, true);
    }
    if (joinsAlways.test(character)) return properties(state, precedingWidth, true);
    if (state & afterJoiner && pictographic.test(character)) return properties(afterPictographic, 2, true);
    if (state & afterOneRegionalIndicator && regionalIndicator.test(character)) return properties(0, 2, true);
    return properties(startOf(character), codePointWidth(codePoint), false);
  },
};

function startOf(character: string): number {
  return (
    (pictographic.test(character) ? afterPictographic : 0) |
    (canBeEmoji.test(character) ? widens : 0) |
    (regionalIndicator.test(character) ? afterOneRegionalIndicator : 0)
  );
}

function codePointWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return 0;
  return Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2;
}

/** xterm's packing: state above, two bits of width, one bit for "joins the character before". */
function properties(state: number, width: number, joins: boolean): number {
  return (state << 3) | (width << 1) | (joins ? 1 : 0);
}
