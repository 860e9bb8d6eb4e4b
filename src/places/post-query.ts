import { isDid, isHandle } from '@atcute/lexicons/syntax';
import { dateTime } from '../text/date-time.js';
import { fold } from '../text/match.js';

/** Posts by words of their text, with parameters among them. */
export interface PostSearchAddress {
  readonly kind: 'postSearch';
  readonly words: string;
}

/** What searchPosts is asked with. */
export interface PostQuery {
  readonly q: string;
  /** Parameters that were typed among the words. */
  readonly params: {
    readonly author?: string;
    readonly mentions?: string;
    readonly domain?: string;
    readonly lang?: string;
    readonly since?: string;
    readonly until?: string;
    readonly tag?: readonly string[];
  };
  /** Words that are looked for, folded. */
  readonly words: readonly string[];
}

/** Asked for where only parameters were typed: services want words, and this is their word for any. */
const ANY_WORDS = '*';

/** What stands between spaces; in quotes it may have some. */
const PART = /(?:"[^"]*"?|[^\s"])+/gu;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LANG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/i;
/** A tag has a character that is no digit, and 64 at most. */
const TAG = /^[#＃](?=.{1,64}$)(?=.*[^\d\p{P}\p{S}])[^\s#＃"]+$/u;

/**
 * Reads what is typed to look for posts, as the web client has it: words and `"exact words"`, `from:` and `mentions:` (`to:`) an account,
 * `domain:`, `lang:`, `since:` and `until:` a day or a moment, `#tag`. What is none of these, or comes twice, is words.
 *
 * @param viewer whom `me` stands for
 */
export function readPostQuery(text: string, viewer: string | undefined): PostQuery {
  const params: Record<string, string> = {};
  const tag: string[] = [];
  const q: string[] = [];
  const words: string[] = [];
  for (const [part] of text.matchAll(PART)) {
    const [, name = '', said = ''] = /^([a-z]+):(.*)$/s.exec(part) ?? [];
    const param = PARAMS[name];
    const value = param?.read(said, viewer);
    if (param !== undefined && value !== undefined && params[param.name] === undefined) {
      params[param.name] = value;
      // Services that do not know the parameter know this word.
      if (param.name === 'author' && !isDid(value)) q.push(`from:${value}`);
    } else if (TAG.test(part)) {
      tag.push(part.slice(1));
      q.push(part);
      words.push(fold(part.slice(1)));
    } else {
      q.push(part);
      words.push(fold(part.replaceAll('"', '').trim()));
    }
  }
  return {
    q: q.length === 0 ? ANY_WORDS : q.join(' '),
    params: tag.length === 0 ? params : { ...params, tag },
    words: words.filter((word) => word !== ''),
  };
}

interface Param {
  /** As searchPosts calls it. */
  readonly name: string;
  /** What stands behind the colon, as it is sent; undefined where that is odd. */
  read(said: string, viewer: string | undefined): string | undefined;
}

const matching =
  (pattern: RegExp) =>
  (said: string): string | undefined =>
    pattern.test(said) ? said : undefined;

function readAccount(said: string, viewer: string | undefined): string | undefined {
  const account = said.replace(/^@/, '');
  if (account === 'me') return viewer;
  return isDid(account) || isHandle(account) ? account : undefined;
}

/** A day that is in the calendar, or a moment of one with its zone. */
const readTime = (said: string): string | undefined =>
  dateTime(DAY.test(said) ? `${said}T00:00:00Z` : said) === undefined ? undefined : said;

const PARAMS: Readonly<Partial<Record<string, Param>>> = Object.assign(Object.create(null), {
  from: { name: 'author', read: readAccount },
  mentions: { name: 'mentions', read: readAccount },
  to: { name: 'mentions', read: readAccount },
  domain: { name: 'domain', read: matching(DOMAIN) },
  lang: { name: 'lang', read: matching(LANG) },
  since: { name: 'since', read: readTime },
  until: { name: 'until', read: readTime },
});
