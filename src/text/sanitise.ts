import stringWidth from 'string-width';
import { graphemesOf, isPlain, nextRun } from './character-classes.js';

/**
 * Most combining marks that one base keeps. Vocalised Hebrew and stacked Vietnamese or Thai need two or three; a thousand
 * would climb over the rows above.
 */
const MARKS_PER_BASE = 4;

const REPLACEMENT = '\uFFFD';
const DOTTED_CIRCLE = '\u25CC';
const ZWNJ = '\u200C';

const CONTROL = /^[\p{Cc}\p{Zl}\p{Zp}]$/u;
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const ZERO_WIDTH_MARK = /^[\p{Mn}\p{Me}]$/u;
const MARK = /^\p{M}$/u;
const EMOJI_MODIFIER = /^\p{Emoji_Modifier}$/u;
const REGIONAL_INDICATOR = /^\p{Regional_Indicator}$/u;
/** The set notation that sequences of code points need is newer than the compiler's target, so it cannot stand in a literal. */
const UNICODE_SETS = 'v';
const flag = new RegExp(String.raw`^\p{RGI_Emoji_Flag_Sequence}`, UNICODE_SETS);
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const HALFWIDTH_SOUND_MARK = /^[\uFF9E\uFF9F]$/;
const HALFWIDTH_KANA = /^[\uFF66-\uFF9D]$/;
const VOWEL_OF_AM = /^[\u0E32\u0EB2]$/;
const JAMO_BEHIND_FIRST = /^[\u1160-\u11FF\uD7B0-\uD7FB]$/;
const HANGUL = /^[\u1100-\u11FF\uA960-\uA97C\uAC00-\uD7FB]/;
const HANGUL_SYLLABLE =
  /^(?:[\u1100-\u115E\uA960-\uA97C\uAC00-\uD7A3]|[\u1100-\u115E\uA960-\uA97C][\u1161-\u11A7\uD7B0-\uD7C6][\u11A8-\u11FF\uD7CB-\uD7FB]?)[\p{Mn}\p{Me}\u200C]*$/u;
/** The scripts whose spelling needs the zero-width non-joiner. */
const SPELLED_WITH_ZWNJ =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]$/u;

/**
 * Visible characters that cannot be drawn to an exact width: what Unicode does not know (or knows only as a format sign),
 * signs that swallow the character behind them (Grapheme_Cluster_Break=Prepend), and symbols that Unicode 16 made wide or
 * that the C library has wide (trigrams, digrams, Tai Xuan Jing, counting rods, circled numbers on black squares), Hangul tone
 * marks, and the vowels of Kirat Rai, of which any number are one glyph. And U+10EEEE, by which a text would show a part of a picture
 * that was placed in the terminal before (kitty graphics protocol, “Unicode placeholders”).
 */
const UNMEASURABLE =
  /^[\p{Cn}\p{Cs}\p{Cf}\u0D4E\u{111C2}\u{111C3}\u{113D1}\u{1193F}\u{11941}\u{11A3A}\u{11A84}-\u{11A89}\u{11D46}\u{11F02}\u2630-\u2637\u268A-\u268F\u3248-\u324F\u4DC0-\u4DFF\u{1D300}-\u{1D376}\u302E\u302F\u{16D63}-\u{16D6A}\u{10EEEE}]$/u;

/**
 * The one function through which all text from the network passes before it is drawn. What comes out is one line of visible
 * characters that cannot move the cursor, start a sequence, reorder the line, join with what stands beside it, or take another
 * number of cells than {@link import('./width.js').width} says. Already clean text comes back as it is, and clean text stays as it is
 * when it passes again.
 *
 * - Controls are shown: ESC as `␛`, a C1 control as the ESC pair that it stands for (`␛[`), a line break as `⏎`, a tab as a space.
 * - Bidirectional controls, zero-width and tag characters, fillers, variation selectors and BOMs are left out; the letters of
 *   right-to-left scripts stay.
 * - A combining mark without a base gets a dotted circle; a base keeps four marks.
 * - Unknown and unmeasurable characters and lone surrogates become U+FFFD.
 *
 * Why emoji sequences are taken apart: terminals that count code points (tmux, xterm, the C library's wcwidth) and those that
 * count graphemes (kitty, Ghostty, and Ink itself) give `👩‍💻`, `👍🏽`, `❤️` and `1️⃣` different widths, and one row that is a cell too
 * long breaks the whole frame. So only text on which both counts agree is let through. A joined sequence falls back to its
 * members side by side, as UTS #51 2.2 has it (`👩💻`); skin tones, presentation selectors and keycap frames are left out; flags agree
 * and stay. Indic conjuncts get a ZWNJ (the explicit virama form), Thai and Lao AM are written as their two parts, and jamo are
 * composed, for the same reason.
 */
export function sanitise(text: string): string {
  if (isPlain(text)) return text;
  const parts: string[] = [];
  let done = 0;
  for (let run = nextRun(text, 0); run !== undefined; run = nextRun(text, run.end)) {
    if (run.start > done) parts.push(text.slice(done, run.start));
    parts.push(cleanRun(text.slice(run.start, run.end)));
    done = run.end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/**
 * Leaving something out can let its neighbours join into a new grapheme, so a run is gone through until nothing changes. Two rounds
 * are the rule; what is not at rest after four was built to be so, and loses everything but letters.
 */
function cleanRun(run: string): string {
  let before = run;
  for (let round = 0; round < 4; round++) {
    const after = cleanOnce(before);
    if (after === before) return after;
    before = after;
  }
  return cleanOnce(before.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, REPLACEMENT));
}

function cleanOnce(run: string): string {
  let out = '';
  for (const { segment } of graphemesOf(run)) out += cleanCluster(segment);
  return out;
}

const cleaned = new Map<string, string>();
const CLEANED_MAX = 4096;
const CACHED_MAX_CHARACTERS = 24;

function cleanCluster(cluster: string): string {
  if (cluster.length > CACHED_MAX_CHARACTERS) return clean(cluster);
  let result = cleaned.get(cluster);
  if (result === undefined) {
    if (cleaned.size >= CLEANED_MAX) cleaned.clear();
    result = clean(cluster);
    cleaned.set(cluster, result);
  }
  return result;
}

function clean(cluster: string): string {
  if (cluster === '\r\n') return '⏎';
  if (flag.test(cluster)) return cluster.slice(0, 4);
  const parted = cluster.replaceAll('\u0E33', '\u0E4D\u0E32').replaceAll('\u0EB3', '\u0ECD\u0EB2');
  const assembled = assemble(HANGUL.test(parted) ? parted.normalize('NFC') : parted);
  // Of a flood little is left or much falls apart into graphemes of its own: the next round measures those.
  if (assembled !== cluster && cluster.length > CACHED_MAX_CHARACTERS) return assembled;
  return (HANGUL.test(assembled) ? HANGUL_SYLLABLE.test(assembled) : agrees(assembled))
    ? assembled
    : onlyFirst(assembled);
}

function assemble(cluster: string): string {
  let out = '';
  let base = '';
  let last = '';
  let marks = 0;
  for (const character of cluster) {
    let shown = character;
    if (CONTROL.test(character)) {
      shown = controlPicture(character);
      base = '';
    } else if (character === ZWNJ) {
      if (!SPELLED_WITH_ZWNJ.test(last) && !MARK.test(last)) continue;
    } else if (INVISIBLE.test(character) || EMOJI_MODIFIER.test(character)) {
      continue;
    } else if (joinsBefore(character)) {
      // On an emoji or in a keycap a mark is another thing to every terminal.
      if (marks === MARKS_PER_BASE || PICTOGRAPH.test(base) || character === '\u20E3') continue;
      if (base === '') out += DOTTED_CIRCLE;
      base ||= DOTTED_CIRCLE;
      marks += 1;
    } else {
      if (REGIONAL_INDICATOR.test(character)) shown = regionalLetter(character);
      else if (UNMEASURABLE.test(character)) shown = REPLACEMENT;
      else if (HALFWIDTH_SOUND_MARK.test(character) && !HALFWIDTH_KANA.test(last)) shown = REPLACEMENT;
      // A second base behind a mark is the consonant of a conjunct.
      if (MARK.test(last) && !VOWEL_OF_AM.test(shown)) out += ZWNJ;
      base = shown;
      marks = 0;
    }
    out += shown;
    last = shown;
  }
  return out;
}

/** A mark that stands in the grapheme of what is before it. Some vowel signs of Burmese and its like are marks and do not. */
function joinsBefore(character: string): boolean {
  if (!MARK.test(character) || UNMEASURABLE.test(character)) return false;
  return ZERO_WIDTH_MARK.test(character) || graphemesOf(`x${character}`).containing(0)?.segment !== 'x';
}

/** A code point at a time and a grapheme at a time give the same number of cells. */
function agrees(cluster: string): boolean {
  let sum = 0;
  for (const character of cluster) {
    if (!ZERO_WIDTH_MARK.test(character) && !JAMO_BEHIND_FIRST.test(character)) sum += stringWidth(character);
  }
  return sum === stringWidth(cluster) && (sum > 0 || cluster === '');
}

/** What is left of a cluster that cannot be measured: its first character where that one can, and a sign for each of the others. */
function onlyFirst(cluster: string): string {
  return [...cluster]
    .filter((character) => !MARK.test(character) && !INVISIBLE.test(character))
    .map((character, index) => (index === 0 && agrees(character) ? character : REPLACEMENT))
    .join('');
}

function controlPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x09) return ' ';
  if (code === 0x0a || code === 0x85 || code === 0x2028 || code === 0x2029) return '⏎';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `␛${String.fromCharCode(code - 0x40)}`;
}

function regionalLetter(character: string): string {
  return String.fromCharCode((character.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41);
}
