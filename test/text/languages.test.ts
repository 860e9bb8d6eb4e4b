import { expect, test } from 'vitest';
import { userLanguage } from '../../src/text/languages.js';

test.each([
  [{ LANG: 'de_CH.UTF-8' }, 'de-ch'],
  [{ LC_ALL: 'pt_BR', LANG: 'de_DE' }, 'pt-br'],
  [{ LC_ALL: '', LC_MESSAGES: 'fr', LANG: 'de_DE' }, 'fr'],
  [{ LANG: 'C.UTF-8' }, undefined],
  [{ LC_ALL: 'C', LANG: 'de_DE' }, undefined],
  [{}, undefined],
])('the language of %o is %s', (env, language) => {
  expect(userLanguage(env)).toBe(language);
});
