/** Random numbers that are the same in each run: xorshift32 from a seed. */
export function randomFrom(seed: number) {
  let state = seed || 1;
  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  }
  /** A whole number of 0 … below − 1. */
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  return { next, below, pick };
}

/** Pieces of text that break careless screens, to be strung together. */
const pieces: readonly string[] = [
  'plain words ',
  'é',
  'e\u0301',
  'ß',
  'Ω',
  'ж',
  '日本語',
  '한국어',
  '각',
  'ｆｕｌｌ',
  '。',
  '𠮷',
  'שלום',
  'مرحبا',
  'नमस्ते',
  'क्षि',
  'தமிழ்',
  'ไทยกำ',
  'ລາວ',
  'မြန်မာ',
  'ខ្មែរ',
  'བོད',
  'ഒരു',
  'ਗੁਰ',
  '👍',
  '👍🏽',
  '👩‍👩‍👧‍👦',
  '🇨🇭',
  '🇨',
  '❤️',
  '❤',
  '1️⃣',
  '☁️',
  '⌚',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '🫠',
  '\u200B',
  '\u200D',
  '\u200C',
  '\u2060',
  '\uFEFF',
  '\u00AD',
  '\uFE0F',
  '\u{E0061}',
  '\u034F',
  '\u115F',
  '\u3164',
  '\u202E',
  '\u202A',
  '\u2066',
  '\u2069',
  '\u200E',
  '\u200F',
  '\u061C',
  '\u2028',
  '\u2029',
  '\u0085',
  '\x1b[31m',
  '\x1b]8;;https://evil.test\x07',
  '\x1b]52;c;aGk=\x07',
  '\x1bP',
  '\x9b31m',
  '\x00',
  '\x07',
  '\x7f',
  '\n',
  '\r\n',
  '\t',
  '\uD800',
  '\uDC00',
  '\u0301'.repeat(9),
  '\u20E3',
  '\u0E33',
  '\u{1D165}',
  '\u{1F1E6}',
  '\u4DC0',
  '\u2630',
  '…',
  '│',
  '·',
  ' ',
];

/** A text of some of the pieces. */
export function hostileText(random: ReturnType<typeof randomFrom>, most = 12): string {
  return Array.from({ length: 1 + random.below(most) }, () => random.pick(pieces)).join('');
}
