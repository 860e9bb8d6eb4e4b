import { countText } from '../../text/count-text.js';
import type { FieldDef, ParamsDef } from '../lexicons/lexicon-doc.js';
import { stringFormat } from '../lexicons/string-formats.js';

/** One parameter of a method as its lexicon has it. */
export interface ParamSpec {
  readonly name: string;
  readonly isRequired: boolean;
  /** Whether it may come again and again. */
  readonly isList: boolean;
  /** What its value is, or each of them. */
  readonly value: FieldDef;
  /** How many values a list has. */
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly description?: string | undefined;
}

/** The parameters of a method, those that have to be there first. */
export function paramSpecs(params: ParamsDef | undefined): readonly ParamSpec[] {
  const required = new Set(params?.required ?? []);
  const specs = Object.entries(params?.properties ?? {}).map(([name, field]): ParamSpec => {
    const { description } = field;
    const isRequired = required.has(name);
    if (field.type !== 'array') return { name, isRequired, isList: false, value: field, description };
    const { items: value, minLength, maxLength } = field;
    return { name, isRequired, isList: true, value, minLength, maxLength, description };
  });
  return specs.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

/** What a parameter takes, in a few words: `a whole number, 1–100; 50 where none is given`. */
export function takes({ isList, value, maxLength }: ParamSpec): string {
  const one = valueWords(value);
  const values = isList ? `several, each ${one}` : one;
  const most = maxLength === undefined ? '' : `, at most ${countText(maxLength)} of them`;
  const fallback = 'default' in value ? value.default : undefined;
  return values + most + (fallback === undefined ? '' : `; ${fallback} where none is given`);
}

function valueWords(value: FieldDef): string {
  switch (value.type) {
    case 'boolean':
      return value.const === undefined ? 'true or false' : String(value.const);
    case 'integer': {
      if (value.const !== undefined) return String(value.const);
      if (value.enum) return value.enum.join(' or ');
      return `a whole number${rangeWords(value.minimum, value.maximum)}`;
    }
    case 'string': {
      if (value.const !== undefined) return value.const;
      if (value.enum) return value.enum.join(' or ');
      const words = stringFormat(value.format)?.words ?? 'text';
      const known = value.knownValues ?? [];
      return known.length === 0 ? words : `${words}, such as ${known.join(', ')}`;
    }
    default:
      return 'text';
  }
}

function rangeWords(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `, ${countText(least)}–${countText(most)}`;
  if (most !== undefined) return `, at most ${countText(most)}`;
  return least === undefined ? '' : `, at least ${countText(least)}`;
}
