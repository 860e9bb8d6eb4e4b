import { sanitise } from '../../text/sanitise.js';

/** A picture that a post is to have. */
export interface WantedImage {
  /** Path of its file, as it was typed. */
  readonly path: string;
  /** What it shows, for who does not see it; empty where nobody said. */
  readonly alt: string;
}

/** What somebody typed as a post. */
export interface TypedPost {
  readonly text: string;
  /** BCP 47. */
  readonly langs: readonly string[];
  readonly images: readonly WantedImage[];
  /** What it answers, and what it quotes, as an address or a web address of it. */
  readonly reply: string | undefined;
  readonly quote: string | undefined;
  /** What of it cannot be understood, as sentences. */
  readonly faults: readonly string[];
}

/** Graphemes and bytes that a text may have (`app.bsky.feed.post`). */
export const POST_MAX_GRAPHEMES = 300;
export const POST_MAX_BYTES = 3_000;
/** `langs` of `app.bsky.feed.post`, and `images` of `app.bsky.embed.images`. */
const LANGS_MAX = 3;
export const IMAGES_MAX = 4;

/** What stands between the lines that say something of the post, and its text. */
const DASHES = '---';
const isDashes = (line: string): boolean => /^-{3,}\s*$/.test(line);
const NOTE = '//';
/** Between the file of a picture and what it shows. */
const BAR = '|';
/** Of what is answered. */
const SAID_MAX_CHARACTERS = 600;
const SAID_ROW_CHARACTERS = 100;

export interface PostTextOptions {
  readonly langs: readonly string[];
  /** Who posts. */
  readonly by: string;
  /** What it answers or quotes, by its at-URI, in a word (`answering @bob.test`), and what that says. */
  readonly about?:
    | {
        readonly kind: 'reply' | 'quote';
        readonly uri: string;
        readonly what: string;
        readonly said: string;
      }
    | undefined;
  readonly images?: readonly WantedImage[] | undefined;
  readonly text?: string | undefined;
}

/** The text that somebody types a post into: lines about it, a line of dashes, and what it says. */
export function postText({ langs, by, about, images = [], text = '' }: PostTextOptions): string {
  return [
    `${NOTE} A post by ${oneLine(by)}. What stands below the dashes is posted: at most ${POST_MAX_GRAPHEMES} characters.`,
    ...(about === undefined ? [] : aboutLines(about)),
    `lang: ${langs.join(', ')}`,
    ...images.map(({ path, alt }) => `image: ${path} ${BAR} ${alt}`),
    `${NOTE} A picture, at most ${IMAGES_MAX} of them, each on a line of its own without the slashes:`,
    `${NOTE} image: photo.jpg ${BAR} what it shows, in words`,
    DASHES,
    text,
    '',
  ].join('\n');
}

/** The same text with other notes of what is wrong with it at its top. */
export function withFaults(typed: string, faults: readonly string[]): string {
  const rest = typed.split('\n');
  const end = rest.findIndex(isDashes);
  const kept = rest.filter((line, index) => !(line.startsWith(FAULT) && (end < 0 || index < end)));
  return [...faults.map((fault) => `${FAULT} ${oneLine(fault)}`), ...kept].join('\n');
}

const FAULT = `${NOTE} !`;

function aboutLines({ kind, uri, what, said }: NonNullable<PostTextOptions['about']>): readonly string[] {
  const clean = said.slice(0, SAID_MAX_CHARACTERS).split(/\r?\n/).map(oneLine);
  const rows = clean.flatMap((line) => line.match(ROWS) ?? []);
  const more = said.length > SAID_MAX_CHARACTERS ? ['…'] : [];
  return [
    `${NOTE} ${oneLine(what)}:`,
    ...[...rows, ...more].map((row) => `${NOTE}   ${row.trim()}`),
    `${kind}: ${uri}`,
  ];
}

/** As a word processor breaks lines: at spaces, or where there is none. */
const ROWS = new RegExp(`.{1,${SAID_ROW_CHARACTERS}}(?=\\s|$)|.{1,${SAID_ROW_CHARACTERS}}`, 'gu');

/** A stranger's words end no line, and are nothing to a terminal. */
const oneLine = (text: string): string => sanitise(text.replace(/\s+/g, ' ')).trim();

/** Reads what somebody typed. Nothing of it is lost where it cannot be understood: that is told as a fault. */
export function readPostText(typed: string): TypedPost {
  const lines = typed.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex(isDashes);
  const images: WantedImage[] = [];
  const faults: string[] = [];
  let langs: readonly string[] = [];
  const subjects = new Map<string, string>();
  if (end < 0) {
    faults.push(
      'The line of dashes (---) is gone, above which stands what is said of the post, and below it its text.',
    );
  }
  for (const line of lines.slice(0, Math.max(0, end))) {
    if (line.trim() === '' || line.startsWith(NOTE)) continue;
    const { name, value } = fieldIn(line);
    if (name === 'lang' || name === 'langs') {
      const read = readLangs(value);
      langs = [...langs, ...read.langs];
      faults.push(...read.faults);
    } else if (name === 'image') {
      const image = readImage(value);
      if (image === undefined) faults.push('A line “image:” names no file.');
      else images.push(image);
    } else if (name === 'reply' || name === 'quote') {
      if (subjects.has(name)) faults.push(`There are two lines “${name}:”, and a post has one at most.`);
      if (value !== '') subjects.set(name, value);
    } else {
      faults.push(
        `“${short(line)}” stands above the dashes and is none of lang:, image:, reply:, quote: – text goes below them.`,
      );
    }
  }
  faults.push(...countFaults('pictures', images.length, IMAGES_MAX));
  faults.push(...countFaults('languages', langs.length, LANGS_MAX));
  // What editors put at an end, and what is left empty at a start, is not meant.
  const text =
    end < 0
      ? ''
      : lines
          .slice(end + 1)
          .join('\n')
          .replace(/^(?:[ \t]*\n)+/, '')
          .trimEnd();
  return { text, langs, images, reply: subjects.get('reply'), quote: subjects.get('quote'), faults };
}

const countFaults = (what: string, count: number, most: number): readonly string[] =>
  count > most ? [`It has ${count} ${what}, and a post has at most ${most}.`] : [];

function fieldIn(line: string): { name: string; value: string } {
  const at = line.indexOf(':');
  return at < 0
    ? { name: '', value: '' }
    : { name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() };
}

function readLangs(value: string): Pick<TypedPost, 'langs' | 'faults'> {
  const langs: string[] = [];
  const faults: string[] = [];
  for (const word of value.split(/[\s,;]+/).filter((one) => one !== '')) {
    const lang = languageTag(word);
    if (lang === undefined) faults.push(`“${short(word)}” is no language: write en, pt-BR or zh-Hant.`);
    else if (!langs.includes(lang)) langs.push(lang);
  }
  return { langs, faults };
}

/** A language as BCP 47 writes it; undefined where it is none. */
export function languageTag(word: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(word)[0];
  } catch {
    return undefined;
  }
}

function readImage(value: string): WantedImage | undefined {
  const at = value.indexOf(BAR);
  const path = unquoted((at < 0 ? value : value.slice(0, at)).trim());
  const alt = at < 0 ? '' : value.slice(at + 1).trim();
  return path === '' ? undefined : { path, alt };
}

/** As a shell completes a path with spaces, or a person writes one. */
function unquoted(path: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(path);
  return quoted?.[2] ?? path;
}

const SHORT_CHARACTERS = 40;
const short = (text: string): string =>
  text.length > SHORT_CHARACTERS ? `${text.slice(0, SHORT_CHARACTERS)}…` : text;
