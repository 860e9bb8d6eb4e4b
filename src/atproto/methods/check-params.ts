import { graphemesOf } from '../../text/character-classes.js';
import { countText } from '../../text/count-text.js';
import { quoted } from '../actor-syntax.js';
import type { FieldDef, StringDef } from '../lexicons/lexicon-doc.js';
import { stringFormat } from '../lexicons/string-formats.js';
import { type ParamSpec, takes } from './param-spec.js';
import type { QueryParam } from './query-params.js';

/** What is wrong with a parameter, as a sentence. */
export interface ParamProblem {
  readonly name: string;
  readonly sentence: string;
}

/** All that is wrong with the parameters of a method, held against what its lexicon says it takes; nothing where it may be sent. */
export function paramProblems(
  nsid: string,
  specs: readonly ParamSpec[],
  params: readonly QueryParam[],
): readonly ParamProblem[] {
  const names = new Set(specs.map(({ name }) => name));
  const unknown = [...new Set(params.map(([name]) => name))].filter((name) => !names.has(name));
  return [
    ...unknown.map((name) => ({ name, sentence: unknownSentence(nsid, name, [...names]) })),
    ...specs.flatMap((spec) => {
      const values = params.flatMap(([name, value]) => (name === spec.name ? [value] : []));
      const sentence = specProblem(spec, values);
      return sentence === undefined ? [] : [{ name: spec.name, sentence }];
    }),
  ];
}

function unknownSentence(nsid: string, name: string, names: readonly string[]): string {
  const known = names.length === 0 ? 'takes no parameters' : `takes ${names.join(', ')}`;
  return `${quoted(name)} is no parameter of ${nsid}, which ${known}.`;
}

/** What is wrong with the values that a parameter is given. */
export function specProblem(spec: ParamSpec, values: readonly string[]): string | undefined {
  const { name, isRequired, isList, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = spec;
  if (values.length === 0 && !isRequired) return undefined;
  if (values.length === 0) return `${name} is missing: it is ${takes(spec)}.`;
  if (!isList && values.length > 1) return `${name} is given ${values.length} times: it takes one value.`;
  if (isList && values.length > maxLength) {
    return `${name} has ${countText(values.length)} values: it takes ${countText(maxLength)} at most.`;
  }
  if (isList && values.length < minLength) {
    return `${name} has ${countText(values.length)} values: it takes ${countText(minLength)} at least.`;
  }
  for (const value of values) {
    const wrong = valueProblem(spec.value, value);
    if (wrong !== undefined) return `${name} is ${quoted(value)}: ${wrong}.`;
  }
  return undefined;
}

/** Why a text cannot be sent as a value, as the end of a sentence. */
function valueProblem(field: FieldDef, text: string): string | undefined {
  switch (field.type) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') return 'it is true or false';
      return field.const === undefined || text === String(field.const) ? undefined : `it is ${field.const}`;
    case 'integer': {
      if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) return 'it is a whole number';
      const number = Number(text);
      const {
        minimum,
        maximum,
        const: only,
        enum: allowed = only === undefined ? undefined : [only],
      } = field;
      if (allowed && !allowed.includes(number)) return `it is ${allowed.join(' or ')}`;
      if (maximum !== undefined && number > maximum) return `it is at most ${countText(maximum)}`;
      return minimum !== undefined && number < minimum ? `it is at least ${countText(minimum)}` : undefined;
    }
    case 'string':
      return stringProblem(field, text);
    default:
      return undefined;
  }
}

function stringProblem(field: StringDef, text: string): string | undefined {
  const { const: only, enum: allowed = only === undefined ? undefined : [only] } = field;
  if (allowed && !allowed.includes(text)) return `it is ${allowed.join(' or ')}`;
  const format = stringFormat(field.format);
  if (format && !format.is(text)) return `it is ${format.words}`;
  const { minLength, maxLength, minGraphemes, maxGraphemes } = field;
  const bytes = Buffer.byteLength(text);
  if (maxLength !== undefined && bytes > maxLength) return `it has at most ${countText(maxLength)} bytes`;
  if (minLength !== undefined && bytes < minLength) return `it has at least ${countText(minLength)} bytes`;
  if (maxGraphemes === undefined && minGraphemes === undefined) return undefined;
  const characters = [...graphemesOf(text)].length;
  if (maxGraphemes !== undefined && characters > maxGraphemes) {
    return `it has at most ${countText(maxGraphemes)} characters`;
  }
  return minGraphemes !== undefined && characters < minGraphemes
    ? `it has at least ${countText(minGraphemes)} characters`
    : undefined;
}
