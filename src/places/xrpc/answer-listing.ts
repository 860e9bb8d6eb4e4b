import { isAbortError } from '../../atproto/calls/abort-error.js';
import { toCurl } from '../../atproto/calls/curl.js';
import { isAskedAsAccount } from '../../atproto/methods/asked-as.js';
import type { MethodAnswer } from '../../atproto/methods/methods.js';
import { paramOf, type QueryParam, withParam } from '../../atproto/methods/query-params.js';
import { factsListing } from '../facts-listing.js';
import type { Listing, LoadOptions } from '../listing.js';
import type { ListingContext } from '../place-kind.js';
import { answerFacts, answerValue } from './answer-document.js';
import { answerRows } from './answer-rows.js';
import { type Ask, askerOf } from './ask-query.js';
import { type DescribedMethod, describeMethod, findDefs, problemsOf } from './described-method.js';
import { type Paging, pagingByAnswer, pagingByLexicon } from './paging.js';
import { rowShape } from './row-shape.js';
import { methodFacts } from './shown-method.js';
import { UnusableParams } from './unusable-params.js';
import type { XrpcAddress } from './xrpc-address.js';

/**
 * The answer to a query: rows where it has a cursor and one list, by its lexicon or, without one, by what came; else a document that is told
 * member by member. Rejects with an AbortError; what else fails, fails in `load`.
 */
export async function answerListing(
  address: XrpcAddress,
  { client }: Pick<ListingContext, 'client'>,
  signal: AbortSignal,
): Promise<Listing> {
  const { lexicons, sessions } = client;
  const { nsid, service, params } = address;
  const method = await describeMethod(nsid, lexicons, signal);
  if (method.kind === 'other') return shown(address, method);
  const problems = problemsOf(nsid, method, params);
  if (problems.length > 0) {
    return factsListing({
      address,
      async load() {
        throw new UnusableParams(problems);
      },
    });
  }
  const asker = askerOf(address, method, client);
  const { paging, ask } =
    method.kind === 'query'
      ? { paging: await pagingByLexicon(method.def, method.lexicon.doc, findDefs(lexicons)), ask: asker.ask }
      : await asAnswered(params, asker.ask, signal);
  const told = { address, ask, note: noteOf(method) };
  const dependsOnViewer = isAskedAsAccount(nsid, service);
  const viewer = dependsOnViewer ? sessions.current?.did : undefined;
  return {
    ...(paging ? pagedListing(told, paging, viewer) : documentListing(told)),
    dependsOnViewer,
    isPrivate: viewer !== undefined,
    curl() {
      const call = asker.call();
      return call && toCurl(call);
    },
  };
}

const shown = (address: XrpcAddress, method: DescribedMethod & { kind: 'other' }): Listing =>
  factsListing({ address, load: async () => methodFacts(address.nsid, method) }) as Listing;

/** What is asked, and what is said of its answer. */
interface Told {
  readonly address: XrpcAddress;
  readonly ask: Ask;
  readonly note: string | undefined;
}

const noteOf = (method: DescribedMethod): string | undefined =>
  method.kind === 'unknown'
    ? `The parameters were sent unchecked, as no lexicon is known. ${method.why}`
    : undefined;

const saidBy = ({ service }: MethodAnswer): string => `from ${service}`;

/** How answers page that no lexicon describes: one is asked for, and the first load need not ask again. */
async function asAnswered(
  params: readonly QueryParam[],
  ask: Ask,
  signal: AbortSignal,
): Promise<{ readonly paging: Paging | undefined; readonly ask: Ask }> {
  let first: Promise<MethodAnswer> | undefined = ask(params, { signal });
  let paging: Paging | undefined;
  try {
    paging = pagingByAnswer(answerValue(await first));
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
  }
  return {
    paging,
    async ask(asked, options) {
      const known = asked === params ? first : undefined;
      first = undefined;
      return await (known ?? ask(asked, options));
    },
  };
}

function documentListing({ address, ask, note }: Told): Listing {
  return factsListing({
    address,
    async load({ signal }) {
      const answer = await ask(address.params, { signal });
      return { ...answerFacts(address, answer), summary: saidBy(answer), note };
    },
  }) as Listing;
}

/** Items that are asked for at once where a method gives more than others do. */
const PAGE_ROWS_MAX = 1000;

function pagedListing(
  { address, ask, note }: Told,
  { member, item, limit: most }: Paging,
  viewer: string | undefined,
): Listing {
  let said: string | undefined;
  const listing = answerRows({
    address,
    shape: rowShape(item),
    viewer,
    async page(cursor, { limit, signal, answerMaxBytes }) {
      const answer = await ask(pageParams(address.params, { cursor, limit, most }), {
        signal,
        answerMaxBytes,
      });
      said = saidBy(answer);
      return answer.reply.page(member);
    },
  });
  return {
    ...listing,
    async load(cursor, options) {
      const { rows, cursor: next } = await listing.load(cursor, options);
      return {
        rows: { length: rows.length, at: (index) => rows.at(index), note: rows.note ?? note, summary: said },
        cursor: next,
      };
    },
  } as Listing;
}

/** The parameters of a page: as many items as the user wants, else as many as there may be. */
function pageParams(
  params: readonly QueryParam[],
  {
    cursor,
    limit,
    most,
  }: Pick<LoadOptions, 'limit'> & { readonly cursor: string | undefined; readonly most: number | undefined },
): readonly QueryParam[] {
  const wanted = paramOf(params, 'limit') ?? (most === undefined ? undefined : Math.min(most, PAGE_ROWS_MAX));
  const limits = [limit, wanted].flatMap((one) => (one === undefined ? [] : [Number(one)]));
  const sized =
    wanted === undefined && limit === undefined
      ? params
      : withParam(params, 'limit', `${Math.min(...limits)}`);
  return cursor === undefined ? sized : withParam(sized, 'cursor', cursor);
}
