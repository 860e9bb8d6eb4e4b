import { graphemesOf } from '../../text/character-classes.js';

/** A stretch of a text that means something; code units, the end not within. */
export type Span = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'mention'; readonly handle: string }
  /** `shown`: what of the stretch is read, where that is less: `[shown](uri)`. */
  | { readonly kind: 'link'; readonly uri: string; readonly shown?: string | undefined }
  | { readonly kind: 'tag'; readonly tag: string }
  /** A tag that is too long to be one. */
  | { readonly kind: 'long-tag'; readonly tag: string }
);

/** What `app.bsky.richtext.facet#tag` takes. */
const TAG_MAX_GRAPHEMES = 64;
const TAG_MAX_BYTES = 640;

/** Marks of East Asian writing that stand right behind a link or a tag, with no space between. */
const WIDE_MARKS = '。、，！？；：「」『』（）【】《》〈〉“”‘’…';
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** Between words, and behind what is no part of an e-mail address, a path or a word. */
const BEFORE = '(?<![A-Za-z0-9_@＠./:-])';

const WRITTEN_LINK = /\[([^[\]\n]{1,300})\]\((https?:\/\/(?:[^\s()]|\([^\s()]*\))+)\)/giu;
const LINK = new RegExp(String.raw`(?<![A-Za-z0-9_@])https?:\/\/[^\s<>"${WIDE_MARKS}]+`, 'giu');
const BARE_LINK = new RegExp(
  String.raw`${BEFORE}((?:${LABEL}\.)+([a-z]{2,24}))(?![A-Za-z0-9_@-])(?::\d{2,5})?(?:[/?#][^\s<>"${WIDE_MARKS}]*)?`,
  'giu',
);
const MENTION = new RegExp(
  String.raw`${BEFORE}[@＠]((?:${LABEL}\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?![A-Za-z0-9_@-])`,
  'giu',
);
/** As the official app has it: at the start of a word, and not of digits and punctuation alone. */
const TAG = new RegExp(
  String.raw`(?<=^|[\s(${WIDE_MARKS}])[#＃](?!\ufe0f)([^\s#＃\u00AD\u2060\u200A-\u200D\u20e2${WIDE_MARKS}]+)`,
  'gu',
);
const SOMETHING_TO_READ = /[^\d\s\p{P}]/u;

/** Names of files, which are names of hosts as well: no link without a scheme, a path or `www.`. */
const LIKE_FILES: ReadonlySet<string> = new Set(
  'ai app cc md mk ml pl ps py rs sh so st ts vi zip mov'.split(' '),
);
const TOP_LEVEL: ReadonlySet<string> = new Set(
  (
    'academy agency art ai app audio best biz blog blue business cafe camp career cc center chat church city claims click cloud club ' +
    'codes coffee com community company computer cool coop design dev digital directory earth edu education email energy engineer ' +
    'events expert fans farm finance fm foundation fun fund fyi games gallery garden gay global gov group guide guru health help host ' +
    'house icu info ink institute int international io jobs land law legal life link live lol love market media memorial mil mobi ' +
    'moe money movie museum name net network news ninja ngo observer one online ooo org page party photo photos pink pizza place plus ' +
    'press pro pub radio red report rest review rocks run sale school science services shop show site social software solutions space ' +
    'store stream studio style support systems team tech technology theater tips today tools top town toys travel tube tv university ' +
    'uno video vote watch webcam website wiki win work works world wtf xyz yoga zone'
  ).split(' '),
);

/** Whether there is such a top-level domain: the generic ones that are in use, and those of countries. */
function isTopLevel(domain: string): boolean {
  const name = domain.toLowerCase();
  if (TOP_LEVEL.has(name)) return true;
  if (name.length !== 2) return false;
  // Two letters are a country's (RFC 1591), but for a few that are older or wider than ISO 3166.
  if (['uk', 'eu', 'su', 'ac'].includes(name)) return true;
  regions ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return regions.of(name.toUpperCase()) !== undefined;
}

let regions: Intl.DisplayNames | undefined;

/** Everything in a text that is a mention, a link or a tag, in its order, none over another. */
export function foundSpans(text: string): readonly Span[] {
  const all = [...writtenLinks(text), ...links(text), ...bareLinks(text), ...mentions(text), ...tags(text)];
  // Where two begin at once, the first kind of the list wins.
  all.sort((one, other) => one.start - other.start);
  const spans: Span[] = [];
  let end = 0;
  for (const span of all) {
    if (span.start < end) continue;
    spans.push(span);
    ({ end } = span);
  }
  return spans;
}

function* writtenLinks(text: string): Generator<Span> {
  for (const { 0: all, 1: shown = '', 2: uri = '', index } of text.matchAll(WRITTEN_LINK)) {
    if (shown.trim() === '' || !URL.canParse(uri)) continue;
    yield { kind: 'link', start: index, end: index + all.length, uri, shown };
  }
}

function* links(text: string): Generator<Span> {
  for (const { 0: all, index } of text.matchAll(LINK)) {
    const uri = trimmed(all);
    if (URL.canParse(uri)) yield { kind: 'link', start: index, end: index + uri.length, uri };
  }
}

function* bareLinks(text: string): Generator<Span> {
  for (const { 0: all, 1: host = '', 2: domain = '', index } of text.matchAll(BARE_LINK)) {
    if (!isTopLevel(domain)) continue;
    const found = trimmed(all);
    const isFile = LIKE_FILES.has(domain.toLowerCase()) && found.length <= host.length;
    if (isFile && !/^www\./i.test(host)) continue;
    const uri = `https://${found}`;
    if (URL.canParse(uri)) yield { kind: 'link', start: index, end: index + found.length, uri };
  }
}

function* mentions(text: string): Generator<Span> {
  for (const { 0: all, 1: handle = '', index } of text.matchAll(MENTION)) {
    if (handle.length <= 253) yield { kind: 'mention', start: index, end: index + all.length, handle };
  }
}

function* tags(text: string): Generator<Span> {
  for (const { 1: written = '', index } of text.matchAll(TAG)) {
    const tag = written.replace(/\p{P}+$/u, '');
    if (!SOMETHING_TO_READ.test(tag)) continue;
    const isLong =
      graphemeCount(tag) > TAG_MAX_GRAPHEMES || Buffer.byteLength(tag) > TAG_MAX_BYTES ? 'long-tag' : 'tag';
    yield { kind: isLong, start: index, end: index + 1 + tag.length, tag };
  }
}

/** Without the punctuation of the sentence that a link stands in, and a bracket that was opened before it. */
function trimmed(link: string): string {
  let rest = link;
  for (;;) {
    const last = rest.at(-1) ?? '';
    const isEnd = /[.,;:!?'"*_~`]/.test(last) || isLeftOpen(rest, last);
    if (!isEnd) return rest;
    rest = rest.slice(0, -1);
  }
}

const BRACKETS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

function isLeftOpen(text: string, last: string): boolean {
  const opening = BRACKETS.get(last);
  return opening !== undefined && text.split(last).length > text.split(opening).length;
}

/** Characters as people count them. */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemesOf(text)) count += 1;
  return count;
}
