import type {} from '@atcute/atproto';
import type {} from '@atcute/bluesky';
import type { XRPCProcedures, XRPCQueries } from '@atcute/lexicons/ambient';
import type {
  InferInput,
  ObjectSchema,
  XRPCBlobBodyParam,
  XRPCLexBodyParam,
} from '@atcute/lexicons/validations';
import type { RequestBody } from './request-body.js';

/** The queries of the published lexicons of com.atproto.* and app.bsky.*. */
export type QueryName = keyof XRPCQueries & string;

/** The procedures of the same. */
export type ProcedureName = keyof XRPCProcedures & string;

export type QueryParams<Name extends QueryName> = XRPCQueries[Name] extends {
  params: infer Params extends ObjectSchema;
}
  ? AsTexts<InferInput<Params>>
  : Record<string, never>;

/** JSON where the lexicon has an object, bytes where it has a blob, undefined where it has nothing. */
export type ProcedureInput<Name extends ProcedureName> = XRPCProcedures[Name] extends { input: infer Input }
  ? Input extends XRPCLexBodyParam<infer Schema>
    ? AsTexts<InferInput<Schema>>
    : Input extends XRPCBlobBodyParam
      ? RequestBody
      : undefined
  : undefined;

/**
 * The same with every DID, handle, NSID and URI as a plain text: whether it is one is asked where it comes in, and by the
 * service. Texts that the lexicon names one by one stay what they are.
 */
type AsTexts<T> = T extends string
  ? // A pattern is the key of an index signature, which nothing need have; a single text is that of a member.
    Record<never, never> extends Record<T, 1>
    ? string
    : T
  : T extends readonly (infer Item)[]
    ? readonly AsTexts<Item>[]
    : T extends object
      ? { [Member in keyof T]: AsTexts<T[Member]> }
      : T;
