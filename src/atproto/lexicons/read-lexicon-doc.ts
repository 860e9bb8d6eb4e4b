import { isNsid } from '@atcute/lexicons/syntax';
import { isDeeperThan } from '../../text/json-depth.js';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { LexiconError } from './lexicon.js';
import type {
  BodyDef,
  ErrorDef,
  FieldDef,
  LexiconDef,
  LexiconDoc,
  ObjectDef,
  ParamsDef,
  UnionDef,
} from './lexicon-doc.js';

/** The documents that there are have ten. */
const LEVELS_MAX = 64;

/**
 * A lexicon document from its JSON, as far as it can be read: what is of another type than the specification has it is left out, a field
 * whose type nobody knows is one of type `unknown`, and a definition that is none is left out.
 *
 * @throws LexiconError `malformed` where it is no lexicon at all
 */
export function readLexiconDoc(json: string): LexiconDoc {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw malformed('it is not JSON', error);
  }
  return lexiconDocOf(value);
}

/** The same, from what the JSON says. */
export function lexiconDocOf(value: unknown): LexiconDoc {
  if (!isObject(value)) throw malformed('it is no object');
  const { lexicon, id, defs, description } = value;
  if (lexicon !== 1) {
    throw malformed(
      typeof lexicon === 'number'
        ? `it is written in version ${lexicon} of the language, and only version 1 is known`
        : 'it does not say that it is one',
    );
  }
  if (typeof id !== 'string' || !isNsid(id)) throw malformed('its id is no NSID');
  if (!isObject(defs)) throw malformed('it has no definitions');
  if (isDeeperThan(value, LEVELS_MAX)) throw malformed(`it goes deeper than ${LEVELS_MAX} levels`);
  return { lexicon, id, ...described({ description }), defs: entries(defs, (def) => definition(def)) };
}

const malformed = (why: string, cause?: unknown): LexiconError =>
  new LexiconError('malformed', `This is no lexicon: ${why}.`, { cause });

function definition(value: unknown): LexiconDef | undefined {
  if (!isObject(value)) return undefined;
  const about = described(value);
  switch (value.type) {
    case 'record':
      return {
        type: 'record',
        ...about,
        key: string(value.key) ?? 'any',
        record: objectDef(isObject(value.record) ? value.record : {}),
      };
    case 'query':
      return {
        type: 'query',
        ...about,
        parameters: params(value.parameters),
        output: body(value.output),
        errors: errors(value.errors),
      };
    case 'procedure':
      return {
        type: 'procedure',
        ...about,
        parameters: params(value.parameters),
        input: body(value.input),
        output: body(value.output),
        errors: errors(value.errors),
      };
    case 'subscription':
      return {
        type: 'subscription',
        ...about,
        parameters: params(value.parameters),
        message: message(value.message),
        errors: errors(value.errors),
      };
    case 'token':
      return { type: 'token', ...about };
    case 'permission-set':
      return { type: 'permission-set', ...about, permissions: list(value.permissions) ?? [] };
    default:
      return fieldDef(value);
  }
}

/** A member of a stranger, with what is of another type left out. */
function fieldDef(value: unknown): FieldDef | undefined {
  if (!isObject(value)) return undefined;
  const about = described(value);
  switch (value.type) {
    case 'boolean':
      return { type: 'boolean', ...about, default: boolean(value.default), const: boolean(value.const) };
    case 'integer':
      return {
        type: 'integer',
        ...about,
        minimum: number(value.minimum),
        maximum: number(value.maximum),
        enum: list(value.enum, number),
        default: number(value.default),
        const: number(value.const),
      };
    case 'string':
      return {
        type: 'string',
        ...about,
        format: string(value.format),
        ...lengths(value),
        minGraphemes: number(value.minGraphemes),
        maxGraphemes: number(value.maxGraphemes),
        knownValues: list(value.knownValues, string),
        enum: list(value.enum, string),
        default: string(value.default),
        const: string(value.const),
      };
    case 'bytes':
      return { type: 'bytes', ...about, ...lengths(value) };
    case 'cid-link':
      return { type: 'cid-link', ...about };
    case 'blob':
      return { type: 'blob', ...about, accept: list(value.accept, string), maxSize: number(value.maxSize) };
    case 'array':
      return {
        type: 'array',
        ...about,
        items: fieldDef(value.items) ?? { type: 'unknown' },
        ...lengths(value),
      };
    case 'object':
      return objectDef(value);
    case 'ref':
      return { type: 'ref', ...about, ref: string(value.ref) ?? '' };
    case 'union':
      return unionDef(value);
    default:
      return { type: 'unknown', ...about };
  }
}

const objectDef = (value: JsonObject): ObjectDef => ({
  type: 'object',
  ...described(value),
  required: list(value.required, string),
  nullable: list(value.nullable, string),
  properties: isObject(value.properties) ? entries(value.properties, fieldDef) : undefined,
});

const unionDef = (value: JsonObject): UnionDef => ({
  type: 'union',
  ...described(value),
  refs: list(value.refs, string) ?? [],
  closed: boolean(value.closed),
});

function params(value: unknown): ParamsDef | undefined {
  if (!isObject(value)) return undefined;
  return {
    type: 'params',
    ...described(value),
    required: list(value.required, string),
    properties: isObject(value.properties) ? entries(value.properties, fieldDef) : undefined,
  };
}

function body(value: unknown): BodyDef | undefined {
  if (!isObject(value)) return undefined;
  const schema = isObject(value.schema) ? fieldDef(value.schema) : undefined;
  const isSchema = schema?.type === 'object' || schema?.type === 'ref' || schema?.type === 'union';
  return {
    ...described(value),
    encoding: string(value.encoding) ?? '',
    schema: isSchema ? schema : undefined,
  };
}

function message(value: unknown) {
  if (!isObject(value)) return undefined;
  return { ...described(value), schema: isObject(value.schema) ? unionDef(value.schema) : undefined };
}

const errors = (value: unknown): readonly ErrorDef[] | undefined =>
  list(value, (error) => {
    const name = isObject(error) ? string(error.name) : undefined;
    return name === undefined ? undefined : { name, ...described(error as JsonObject) };
  });

const lengths = ({ minLength, maxLength }: JsonObject) => ({
  minLength: number(minLength),
  maxLength: number(maxLength),
});

const described = ({ description }: JsonObject) => (typeof description === 'string' ? { description } : {});

/** The members of an object that can be read; a name such as `__proto__` is one like any other. */
function entries<Value>(
  value: JsonObject,
  read: (member: unknown) => Value | undefined,
): Readonly<Record<string, Value>> {
  const found: [string, Value][] = [];
  for (const [name, member] of Object.entries(value)) {
    const one = read(member);
    if (one !== undefined) found.push([name, one]);
  }
  return Object.fromEntries(found);
}

function list(value: unknown): readonly unknown[] | undefined;
function list<Value>(
  value: unknown,
  read: (item: unknown) => Value | undefined,
): readonly Value[] | undefined;
function list(
  value: unknown,
  read: (item: unknown) => unknown = (item) => item,
): readonly unknown[] | undefined {
  return Array.isArray(value) ? value.map(read).filter((item) => item !== undefined) : undefined;
}

const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const boolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
