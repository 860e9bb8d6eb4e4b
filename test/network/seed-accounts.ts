/** The named accounts of the seed. The password of each is its name and `-pass`. */
export interface NamedAccount {
  readonly name: string;
  /** Absent: the account has no profile record at all. */
  readonly profile?: { readonly displayName?: string; readonly description?: string };
  /** Does it follow alice? */
  readonly follows: boolean;
}

export const NAMED_ACCOUNTS: readonly NamedAccount[] = [
  {
    name: 'alice',
    profile: {
      displayName: 'Alice Liddell',
      description: 'Gardens, maps and long walks.\nSecond line of the description. https://alice.example',
    },
    follows: false,
  },
  { name: 'bob', profile: { displayName: 'Bob', description: 'Builds things.' }, follows: true },
  {
    name: 'carol',
    profile: { displayName: 'Carol 👩🏽‍🚀🚀', description: '👨‍👩‍👧‍👦 family, 🏳️‍🌈 flag, ☎️ phone, 1️⃣ key' },
    follows: true,
  },
  {
    name: 'daiki',
    profile: { displayName: '大輝・東京の庭師', description: '庭と地図。全角文字の説明文です。' },
    follows: true,
  },
  { name: 'eunji', profile: { displayName: '은지', description: '정원과 지도를 좋아합니다' }, follows: true },
  {
    name: 'farida',
    profile: { displayName: 'فريدة من القاهرة', description: 'حدائق وخرائط (maps) ومشي طويل' },
    follows: true,
  },
  {
    name: 'gilad',
    profile: { displayName: 'גלעד', description: 'גינות, מפות והליכות ארוכות.' },
    follows: true,
  },
  {
    name: 'hidden',
    profile: { displayName: 'Zero\u200bWidth\u200d\u2060Name\ufeff', description: 'a\u00adb\u034fc\u180ed' },
    follows: true,
  },
  {
    name: 'ines',
    profile: { displayName: 'Inês Z̷̢̛a̶l̸g̵o̶', description: 'Combining marks: e\u0301 n\u0303 o\u0308' },
    follows: true,
  },
  { name: 'karl', follows: true },
  {
    name: 'lakshmi',
    profile: { displayName: 'लक्ष्मी', description: 'ภาษาไทย, தமிழ், தெலுங்கு' },
    follows: true,
  },
  {
    name: 'maximilian',
    profile: { displayName: `Maximilian ${'W'.repeat(53)}`, description: 'long '.repeat(50).trim() },
    follows: true,
  },
  { name: 'nameless', profile: { description: 'Has a profile, and no name in it.' }, follows: true },
  { name: 'moderator', profile: { displayName: 'Moderator', description: 'A labeler.' }, follows: true },
  {
    name: 'trickster',
    profile: {
      displayName: '\x1b[31mTrick\x1b[2J\x1b]0;owned\x07ster\u202e',
      description:
        '\x1b]52;c;b3duZWQ=\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\\u009b5A\r\nnew line',
    },
    follows: true,
  },
  { name: 'mallory', profile: { displayName: 'Mallory', description: 'Blocked by alice.' }, follows: false },
  // Publishes the lexicons of the plants, and has no posts.
  { name: 'gardener', profile: { displayName: 'The Gardener' }, follows: false },
];
