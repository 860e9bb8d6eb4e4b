import type { BodyDef, FieldDef, LexiconDef } from '../../atproto/lexicons/lexicon-doc.js';
import { paramSpecs, takes } from '../../atproto/methods/param-spec.js';
import type { Fact, Facts } from '../facts-listing.js';
import { lexiconNamed } from '../lexicons/lexicon-address.js';
import type { DescribedMethod } from './described-method.js';

const WHAT_IT_IS: Readonly<Record<string, string>> = {
  procedure: 'a procedure: it changes something, and is shown here, not called',
  subscription: 'a subscription: it is a stream of events, and is shown here, not opened',
  record: 'a record, and no method: repositories have it',
};

/** What is no query, told by what it takes and gives. */
export function methodFacts(nsid: string, { lexicon, def }: DescribedMethod & { kind: 'other' }): Facts {
  const is = def === undefined ? 'nothing by itself' : (WHAT_IT_IS[def.type] ?? `${def.type}, and no method`);
  return {
    facts: [
      { mark: '✗', name: 'it is', value: is },
      ...(def?.description === undefined ? [] : [{ name: 'meaning', value: def.description }]),
      ...takenBy(def),
      { name: 'lexicon', value: nsid, opens: lexiconNamed(nsid) },
    ],
    document: lexicon.json,
  };
}

function takenBy(def: LexiconDef | undefined): readonly Fact[] {
  switch (def?.type) {
    case 'procedure':
      return [...paramFacts(def), ...bodyFacts('takes', def.input), ...bodyFacts('gives', def.output)];
    case 'subscription':
      return paramFacts(def);
    default:
      return [];
  }
}

const paramFacts = ({
  parameters,
}: Extract<LexiconDef, { type: 'procedure' | 'subscription' }>): readonly Fact[] =>
  paramSpecs(parameters).map((spec) => ({
    name: spec.isRequired ? spec.name : `${spec.name}?`,
    value: [takes(spec), spec.description].filter(Boolean).join(': '),
  }));

function bodyFacts(name: string, body: BodyDef | undefined): readonly Fact[] {
  if (body === undefined) return [];
  const { schema } = body;
  if (schema?.type !== 'object') return [{ name, value: body.encoding }];
  const required = new Set(schema.required ?? []);
  return [
    { name, value: body.encoding },
    ...Object.entries(schema.properties ?? {}).map(([member, field]) => ({
      name: `  ${member}${required.has(member) ? '' : '?'}`,
      value: [fieldWords(field), field.description].filter(Boolean).join(': '),
    })),
  ];
}

function fieldWords(field: FieldDef): string {
  if (field.type === 'ref') return field.ref;
  if (field.type === 'union') return field.refs.join(' or ');
  if (field.type === 'array') return `several, each ${fieldWords(field.items)}`;
  if (field.type === 'string' && field.format !== undefined) return field.format;
  return field.type;
}
