import { field, listField, textField } from '../text/json-fields.js';
import { inLanguage } from '../text/languages.js';

/** What an app shows a label as: a danger, a remark, or nothing at all. */
export type LabelSeverity = 'alert' | 'inform' | 'none';
/** What an app covers: all of what is labelled, its pictures and videos, or nothing. */
export type LabelBlurs = 'content' | 'media' | 'none';
/** What an app does where its user has not chosen. */
export type LabelSetting = 'hide' | 'warn' | 'ignore';

/** What is done about a label (`com.atproto.label.defs#labelValueDefinition`). */
export interface LabelBehaviour {
  readonly severity: LabelSeverity;
  readonly blurs: LabelBlurs;
  readonly setting: LabelSetting;
  /** It is for adults: it cannot be switched on where their content is switched off. */
  readonly adultOnly: boolean;
}

/** What a labeler means by a value of its own. */
export interface LabelDefinition extends LabelBehaviour {
  readonly value: string;
  readonly locales: readonly { readonly lang: string; readonly name: string; readonly description: string }[];
}

/** A value of a label in words. Texts of a labeler are as it sent them. */
export interface LabelWords extends LabelBehaviour {
  /** In the user's language where its labeler has one; the value itself where nobody says more. */
  readonly name: string;
  /** What it means; empty where nobody says. */
  readonly description: string;
  /** Who says what it means: everyone, by the protocol; its labeler; nobody. */
  readonly defined: 'globally' | 'by its labeler' | 'nowhere';
}

const SEVERITIES: readonly LabelSeverity[] = ['alert', 'inform', 'none'];
const BLURS: readonly LabelBlurs[] = ['content', 'media', 'none'];
const SETTINGS: readonly LabelSetting[] = ['hide', 'warn', 'ignore'];

/** The member of a list that somebody names, or the one that counts where they name none (lexicon: `warn` is the default setting). */
const oneOf = <Word extends string>(words: readonly Word[], said: unknown, otherwise: Word): Word =>
  words.find((word) => word === said) ?? otherwise;

/** Reads a definition; undefined where it does not say of which value it is. Any other odd member costs that member alone. */
export function readLabelDefinition(json: unknown): LabelDefinition | undefined {
  const value = textField(json, 'identifier');
  if (value === undefined || value === '') return undefined;
  return {
    value,
    severity: oneOf(SEVERITIES, field(json, 'severity'), 'none'),
    blurs: oneOf(BLURS, field(json, 'blurs'), 'none'),
    setting: oneOf(SETTINGS, field(json, 'defaultSetting'), 'warn'),
    adultOnly: field(json, 'adultOnly') === true,
    locales: listField(json, 'locales').flatMap((locale) => {
      const [lang, name] = [textField(locale, 'lang'), textField(locale, 'name')];
      if (lang === undefined || name === undefined || name === '') return [];
      return [{ lang, name, description: textField(locale, 'description') ?? '' }];
    }),
  };
}

interface GlobalValue extends LabelBehaviour {
  readonly name: string;
  readonly description: string;
}

const shown = (
  name: string,
  description: string,
  { severity = 'none', blurs = 'none', setting = 'ignore', adultOnly = false }: Partial<LabelBehaviour>,
): GlobalValue => ({ name, description, severity, blurs, setting, adultOnly });

const GRAPHIC = shown('graphic media', 'Pictures or videos of violence or injury.', {
  blurs: 'media',
  setting: 'warn',
  adultOnly: true,
});

/** Values that mean the same whoever says them (atproto.com/specs/label, “Global Label Values”; packages/api, `moderation/const/labels.ts`). */
const GLOBAL_VALUES: ReadonlyMap<string, GlobalValue> = new Map([
  [
    '!hide',
    shown('hidden', 'Hidden by a moderator. Apps let nobody see it anyway.', {
      severity: 'alert',
      blurs: 'content',
      setting: 'hide',
    }),
  ],
  [
    '!warn',
    shown('content warning', 'A moderator warns of it. Apps show it after a click.', {
      severity: 'none',
      blurs: 'content',
      setting: 'warn',
    }),
  ],
  [
    '!no-unauthenticated',
    shown('only for who is signed in', 'Its author asks apps to show it to nobody who is not signed in.', {
      blurs: 'content',
      setting: 'hide',
    }),
  ],
  [
    '!takedown',
    shown('taken down', 'Services do not pass it on.', {
      severity: 'alert',
      blurs: 'content',
      setting: 'hide',
    }),
  ],
  [
    '!suspend',
    shown('suspended', 'Services do not pass it on for a time.', {
      severity: 'alert',
      blurs: 'content',
      setting: 'hide',
    }),
  ],
  [
    'porn',
    shown('adult content', 'Explicit sexual pictures or videos.', {
      blurs: 'media',
      setting: 'hide',
      adultOnly: true,
    }),
  ],
  [
    'sexual',
    shown('sexually suggestive', 'Sexual, but not explicit.', {
      blurs: 'media',
      setting: 'warn',
      adultOnly: true,
    }),
  ],
  ['nudity', shown('nudity', 'Naked bodies, not in a sexual way.', { blurs: 'media', setting: 'ignore' })],
  ['graphic-media', GRAPHIC],
  ['gore', GRAPHIC],
  ['bot', shown('bot', 'A program writes for the account.', { severity: 'inform', setting: 'warn' })],
]);

/** Whether a value means the same whoever says it, so that no definition of a labeler counts. */
export const isGlobalValue = (value: string): boolean => GLOBAL_VALUES.has(value);

/**
 * A value of a label in words. A definition of a value that begins with `!`, or that has a meaning for all, does not count
 * (atproto.com/specs/label). `language` is that of the user, as `pt-br`.
 */
export function labelWords(
  value: string,
  definition?: LabelDefinition | undefined,
  language?: string | undefined,
): LabelWords {
  const known = GLOBAL_VALUES.get(value);
  if (known !== undefined) return { ...known, defined: 'globally' };
  if (definition === undefined || value.startsWith('!')) {
    return { ...shown(value, '', { setting: 'ignore' }), defined: 'nowhere' };
  }
  const { severity, blurs, setting, adultOnly, locales } = definition;
  const { name = value, description = '' } = inLanguage(locales, language) ?? {};
  return { name, description, severity, blurs, setting, adultOnly, defined: 'by its labeler' };
}

/** What of a thing an app covers, as the object of a sentence. */
const COVERED: Readonly<Record<LabelBlurs, string>> = {
  content: 'it',
  media: 'its pictures and videos',
  none: 'nothing',
};

/** What apps do because of a label where their user has not chosen otherwise: `hide it`, `cover its pictures and videos, with a warning`. */
export function labelEffect({ severity, blurs, setting, adultOnly, defined }: LabelWords): string {
  if (defined === 'nowhere') return 'nothing: nobody says what it means';
  const adult = adultOnly ? '; hide it where adult content is switched off' : '';
  const badge = severity === 'alert' ? 'a warning' : severity === 'inform' ? 'a remark' : undefined;
  if (setting === 'ignore') return `show it as if it were not labelled${adult}`;
  if (setting === 'hide') {
    const what = blurs === 'media' ? 'cover its pictures and videos, and leave it out of lists' : 'hide it';
    return `${what}${adult}`;
  }
  if (blurs === 'none') return `${badge === undefined ? 'show it' : `show it with ${badge}`}${adult}`;
  return `cover ${COVERED[blurs]} until one asks for it${badge === undefined ? '' : `, with ${badge}`}${adult}`;
}
