import { specProblem } from '../../atproto/methods/check-params.js';
import { type ParamSpec, paramSpecs, takes } from '../../atproto/methods/param-spec.js';
import type { QueryParam } from '../../atproto/methods/query-params.js';
import { readServiceName } from '../../atproto/methods/service-name.js';
import type { DescribedMethod } from '../../places/xrpc/described-method.js';
import { paramsText, readParams, type XrpcAddress } from '../../places/xrpc/xrpc-address.js';
import { promptOf } from '../overlays/prompt.js';
import type { FormField, MethodFormOverlay } from './form-state.js';

/** What a form may begin with. */
export interface Prefill {
  readonly actor: string | undefined;
  readonly did: string | undefined;
  /** at-URI of the record at hand. */
  readonly uri: string | undefined;
  readonly collection: string | undefined;
  readonly rkey: string | undefined;
}

/** The form of a query: what has to be there first, and filled in as far as it is known; last who is to answer. */
export function methodForm(
  { nsid, service, params }: XrpcAddress,
  method: Exclude<DescribedMethod, { kind: 'other' }>,
  prefill: Prefill,
): MethodFormOverlay {
  const fields =
    method.kind === 'query'
      ? paramSpecs(method.def.parameters).map((spec) => paramField(spec, params, prefill))
      : [allField(params, method.why)];
  const description = method.kind === 'query' ? method.def.description : undefined;
  const firstEmpty = fields.findIndex(({ isRequired, prompt }) => isRequired && prompt.text === '');
  return {
    kind: 'method-form',
    nsid,
    description,
    fields: [...fields, serviceField(service)],
    at: Math.max(0, firstEmpty),
    error: undefined,
  };
}

function paramField(spec: ParamSpec, params: readonly QueryParam[], prefill: Prefill): FormField {
  const { name, isRequired, description } = spec;
  const given = params.flatMap(([one, value]) => (one === name ? [value] : [])).join(' ');
  const known = isRequired && params.length === 0 ? prefilled(spec, prefill) : undefined;
  const prompt = promptOf(given === '' ? (known ?? '') : given);
  return { kind: 'param', name, isRequired, takes: listWords(spec), description, spec, prompt };
}

const listWords = (spec: ParamSpec): string =>
  spec.isList ? `${takes(spec)}; with spaces between` : takes(spec);

const allField = (params: readonly QueryParam[], why: string): FormField => ({
  kind: 'params',
  name: 'parameters',
  isRequired: false,
  takes: 'name=value, with & between; they are sent unchecked',
  description: why,
  prompt: promptOf(paramsText(params)),
});

const serviceField = (service: string | undefined): FormField => ({
  kind: 'service',
  name: 'service',
  isRequired: false,
  takes: 'a host, did:…#id, pds or appview; who answers such methods where none is given',
  description: undefined,
  prompt: promptOf(service ?? ''),
});

/** What of what is at hand a parameter means. */
function prefilled(
  { name, value }: ParamSpec,
  { actor, did, uri, collection, rkey }: Prefill,
): string | undefined {
  switch (value.type === 'string' ? value.format : undefined) {
    case 'at-identifier':
      return actor;
    case 'did':
      return did;
    case 'handle':
      return actor?.startsWith('did:') ? undefined : actor;
    case 'at-uri':
      return uri;
    case 'nsid':
      return name === 'collection' ? collection : undefined;
    case 'record-key':
      return rkey;
    default:
      return name === 'rkey' ? rkey : undefined;
  }
}

/** What a form comes to: the query, or the form with what is wrong and the field that it is in. */
export type Submitted = { readonly address: XrpcAddress } | { readonly form: MethodFormOverlay };

export function submitted(form: MethodFormOverlay): Submitted {
  const wrong = (at: number, error: string): Submitted => ({ form: { ...form, at, error } });
  const params: QueryParam[] = [];
  let service: string | undefined;
  for (const [at, field] of form.fields.entries()) {
    const text = field.prompt.text.trim();
    if (field.kind === 'param' && field.spec) {
      const values = valuesOf(field.spec, text);
      const problem = specProblem(field.spec, values);
      if (problem !== undefined) return wrong(at, problem);
      params.push(...values.map((value): QueryParam => [field.name, value]));
    } else if (field.kind === 'params') params.push(...readParams(text));
    else if (text !== '') {
      const reading = readServiceName(text);
      if (!reading.ok) return wrong(at, `${reading.reason}.`);
      service = reading.service;
    }
  }
  return { address: { kind: 'xrpc', nsid: form.nsid, service, params } };
}

/** The values that a text stands for: none where nothing is typed. An @ before a handle is how people write it. */
function valuesOf({ isList, value }: ParamSpec, text: string): readonly string[] {
  if (text === '') return [];
  const values = isList ? text.split(/\s+/) : [text];
  const isActor = value.type === 'string' && (value.format === 'at-identifier' || value.format === 'handle');
  return isActor ? values.map((one) => one.replace(/^@/, '')) : values;
}
