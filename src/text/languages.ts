/** What of a locale of POSIX is its language and region: `de_CH.UTF-8@euro` → `de-ch`; undefined for `C` and `POSIX`. */
function languageOf(locale: string): string | undefined {
  const [language = ''] = locale.split(/[.@]/);
  if (language === '' || language === 'C' || language === 'POSIX') return undefined;
  return language.replaceAll('_', '-').toLowerCase();
}

/** The language that a user set, as `pt-br`; undefined where none is. LC_ALL goes before LC_MESSAGES, and that before LANG, as in POSIX. */
export function userLanguage(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const set = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((one) => one !== undefined && one !== '');
  return set === undefined ? undefined : languageOf(set);
}

/**
 * Which of several texts to show, each in a language: the one in the user's own language and region, one in the same language, one in
 * English, or else the first.
 */
export function inLanguage<Text extends { readonly lang: string }>(
  texts: readonly Text[],
  language: string | undefined,
): Text | undefined {
  const base = (tag: string) => tag.toLowerCase().split('-')[0] ?? '';
  const own = language === undefined ? '' : language.toLowerCase();
  return (
    texts.find(({ lang }) => lang.toLowerCase() === own) ??
    (own === '' ? undefined : texts.find(({ lang }) => base(lang) === base(own))) ??
    texts.find(({ lang }) => base(lang) === 'en') ??
    texts[0]
  );
}
