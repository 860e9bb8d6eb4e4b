import { isAbortError } from '../../atproto/calls/abort-error.js';
import { defOf } from '../../atproto/lexicons/def-of.js';
import type { Lexicon, Lexicons } from '../../atproto/lexicons/lexicon.js';
import type { LexiconDef, LexiconDoc, QueryDef } from '../../atproto/lexicons/lexicon-doc.js';
import { refTarget } from '../../atproto/lexicons/ref-target.js';
import { type ParamProblem, paramProblems } from '../../atproto/methods/check-params.js';
import { type ParamSpec, paramSpecs } from '../../atproto/methods/param-spec.js';
import type { QueryParam } from '../../atproto/methods/query-params.js';
import { errorSentence } from '../../text/error-sentence.js';

/** What is known of a method. */
export type DescribedMethod =
  | { readonly kind: 'query'; readonly lexicon: Lexicon; readonly def: QueryDef }
  /** Something else that a lexicon describes: a procedure, a record. */
  | { readonly kind: 'other'; readonly lexicon: Lexicon; readonly def: LexiconDef | undefined }
  /** No lexicon of it can be had; `why` is a sentence. */
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * What a method is by its lexicon: one that is known here, else one that its authority has published. Rejects with an AbortError; any
 * other reason why there is none is told.
 */
export async function describeMethod(
  nsid: string,
  lexicons: Lexicons,
  signal: AbortSignal,
): Promise<DescribedMethod> {
  try {
    const lexicon = (await lexicons.known(nsid)) ?? (await lexicons.resolve(nsid, { signal }));
    const def = defOf(lexicon.doc);
    return def?.type === 'query' ? { kind: 'query', lexicon, def } : { kind: 'other', lexicon, def };
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    return { kind: 'unknown', why: error instanceof Error ? whyUnknown(error) : '' };
  }
}

/** The message of a LexiconError is a sentence. */
const whyUnknown = (error: Error): string =>
  error.name === 'LexiconError' ? error.message : errorSentence(error);

/** The parameters that a method takes; undefined where no lexicon says so. */
export const specsOf = (method: DescribedMethod): readonly ParamSpec[] | undefined =>
  method.kind === 'query' ? paramSpecs(method.def.parameters) : undefined;

/** What is wrong with the parameters of a query, by its lexicon where there is one. */
export function problemsOf(
  nsid: string,
  method: DescribedMethod,
  params: readonly QueryParam[],
): readonly ParamProblem[] {
  const specs = specsOf(method);
  return specs === undefined ? [] : paramProblems(nsid, specs, params);
}

/** Finds what a ref leads to, and the document that it stands in. */
export type FindDef = (ref: string, from: LexiconDoc) => Promise<FoundDef | undefined>;

export interface FoundDef {
  readonly def: LexiconDef;
  readonly doc: LexiconDoc;
}

/** Looks refs up in what is known here; nobody is asked. */
export const findDefs =
  (lexicons: Pick<Lexicons, 'known'>): FindDef =>
  async (ref, from) => {
    const { nsid, name } = refTarget(from, ref);
    const doc = nsid === from.id ? from : (await lexicons.known(nsid))?.doc;
    const def = doc && defOf(doc, name);
    return doc && def && { doc, def };
  };
