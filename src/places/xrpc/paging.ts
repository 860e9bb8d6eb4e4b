import type { FieldDef, LexiconDef, LexiconDoc, QueryDef } from '../../atproto/lexicons/lexicon-doc.js';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import type { FindDef } from './described-method.js';
import type { Members } from './row-shape.js';

/** How the answers to a query page. */
export interface Paging {
  /** The member of the answer that is the list. */
  readonly member: string;
  /** What an item has; undefined where that is not known before they come. */
  readonly item: Members | undefined;
  /** The most items that one may ask for; undefined where one may not say. */
  readonly limit: number | undefined;
}

/** Refs that lead from one to the next. */
const REFS_MAX = 8;

type AnyDef = LexiconDef | FieldDef;

/** A definition, and the document that the refs in it are of. */
interface Placed {
  readonly def: AnyDef;
  readonly doc: LexiconDoc;
}

/** The cursor and the one list that the lexicon of a query gives its answers; undefined where they do not page. */
export async function pagingByLexicon(
  { parameters, output }: QueryDef,
  doc: LexiconDoc,
  find: FindDef,
): Promise<Paging | undefined> {
  const takes = parameters?.properties ?? {};
  if (!Object.hasOwn(takes, 'cursor') || output?.schema === undefined) return undefined;
  const answer = await followed({ def: output.schema, doc }, find);
  if (answer?.def.type !== 'object') return undefined;
  const { properties = {} } = answer.def;
  if (!Object.hasOwn(properties, 'cursor')) return undefined;
  const lists: { readonly member: string; readonly items: Placed }[] = [];
  for (const [member, field] of Object.entries(properties)) {
    const at = await followed({ def: field, doc: answer.doc }, find);
    if (at?.def.type === 'array') lists.push({ member, items: { def: at.def.items, doc: at.doc } });
  }
  const [list] = lists;
  if (list === undefined || lists.length > 1) return undefined;
  const limit = takes.limit?.type === 'integer' ? takes.limit.maximum : undefined;
  return { member: list.member, item: await membersOf(list.items, find), limit };
}

/** What stands at the end of refs; undefined where that is not known. */
async function followed(placed: Placed, find: FindDef): Promise<Placed | undefined> {
  let here: Placed | undefined = placed;
  for (let steps = 0; here?.def.type === 'ref' && steps < REFS_MAX; steps++) {
    here = await find(here.def.ref, here.doc);
  }
  return here?.def.type === 'ref' ? undefined : here;
}

/** Members that are looked into: an account or a post may stand in them. */
const LOOKED_INTO = ['actor', 'subject', 'post'];

async function membersOf(items: Placed, find: FindDef, isInner = false): Promise<Members | undefined> {
  const at = await followed(items, find);
  if (at?.def.type !== 'object') return undefined;
  const members: Record<string, Members> = {};
  for (const [name, def] of Object.entries(at.def.properties ?? {})) {
    const isSeen = !isInner && LOOKED_INTO.includes(name);
    members[name] = (isSeen ? await membersOf({ def, doc: at.doc }, find, true) : undefined) ?? {};
  }
  return members;
}

/** The same by what came: an object that has a cursor and one list. */
export function pagingByAnswer(answer: unknown): Paging | undefined {
  if (!isObject(answer) || typeof answer.cursor !== 'string') return undefined;
  const lists = Object.keys(answer).filter((name) => Array.isArray(answer[name]));
  const [member] = lists;
  if (member === undefined || lists.length > 1) return undefined;
  const [first] = answer[member] as readonly unknown[];
  return { member, item: isObject(first) ? membersOfValue(first) : undefined, limit: undefined };
}

const membersOfValue = (value: JsonObject): Members =>
  Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      LOOKED_INTO.includes(name) && isObject(inner)
        ? Object.fromEntries(Object.keys(inner).map((key) => [key, {}]))
        : {},
    ]),
  );
