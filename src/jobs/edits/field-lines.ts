import { defOf } from '../../atproto/lexicons/def-of.js';
import type { FieldDef, LexiconDoc } from '../../atproto/lexicons/lexicon-doc.js';

const DESCRIPTION_MAX = 80;
const VALUES_MAX = 6;

/** What a lexicon says of the fields of its records, a line each: `text*  string, at most 300 graphemes: The primary post content`. */
export function fieldLines(doc: LexiconDoc): readonly string[] {
  const main = defOf(doc);
  if (main?.type !== 'record') return [];
  const { properties = {}, required = [] } = main.record;
  const names = Object.keys(properties);
  const width = Math.max(0, ...names.map((name) => name.length)) + 1;
  const lines = Object.entries(properties).map(([name, def]) => {
    const mark = required.includes(name) ? '*' : '';
    const description = def.description ? `: ${def.description.slice(0, DESCRIPTION_MAX)}` : '';
    return `  ${`${name}${mark}`.padEnd(width)}  ${fieldText(def)}${description}`;
  });
  return lines.length === 0 ? [] : ['Fields; those with a star must be there:', ...lines];
}

/** What a field may be, in a few words. */
function fieldText(def: FieldDef): string {
  switch (def.type) {
    case 'string': {
      const values = def.enum ?? def.knownValues;
      return [
        def.format ?? 'string',
        limit('at most', def.maxGraphemes, 'graphemes') ?? limit('at most', def.maxLength, 'bytes'),
        values && `${def.enum ? 'one of' : 'such as'} ${values.slice(0, VALUES_MAX).join(', ')}`,
      ]
        .filter(Boolean)
        .join(', ');
    }
    case 'integer':
      return ['integer', limit('from', def.minimum), limit('up to', def.maximum)].filter(Boolean).join(', ');
    case 'array':
      return ['list of', fieldText(def.items), limit('at most', def.maxLength)].filter(Boolean).join(' ');
    case 'blob':
      return ['blob', def.accept?.join(' '), limit('at most', def.maxSize, 'bytes')]
        .filter(Boolean)
        .join(', ');
    case 'ref':
      return def.ref;
    case 'union':
      return def.refs.slice(0, VALUES_MAX).join(' or ');
    default:
      return def.type;
  }
}

const limit = (words: string, value: number | undefined, unit = ''): string | undefined =>
  value === undefined ? undefined : `${words} ${value} ${unit}`.trimEnd();
