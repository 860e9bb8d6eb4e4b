import type { AtClient } from '../../atproto/client.js';
import type { MethodAnswer, MethodCall } from '../../atproto/methods/methods.js';
import type { QueryParam } from '../../atproto/methods/query-params.js';
import type { LoadOptions } from '../listing.js';
import type { DescribedMethod } from './described-method.js';
import type { XrpcAddress } from './xrpc-address.js';

/** Asks a query with parameters. Rejects as `Methods.target` and `Methods.ask`. */
export type Ask = (
  params: readonly QueryParam[],
  options: Pick<LoadOptions, 'signal' | 'answerMaxBytes'>,
) => Promise<MethodAnswer>;

/** A query that can be asked. */
export interface Asker {
  readonly ask: Ask;
  /** The first call that was made; undefined before it. */
  call(): MethodCall | undefined;
}

/** Asks a query where it belongs. */
export function askerOf(
  { nsid, service }: Pick<XrpcAddress, 'nsid' | 'service'>,
  method: DescribedMethod,
  client: Pick<AtClient, 'methods'>,
): Asker {
  const accept = acceptedBy(method);
  let call: MethodCall | undefined;
  return {
    async ask(params, { signal, answerMaxBytes }) {
      const methods = await client.methods();
      const query = { nsid, params, service };
      const target = await methods.target(query, { signal });
      call ??= methods.call(query, target);
      return await methods.ask(query, target, { signal, answerMaxBytes, accept });
    },
    call: () => call,
  };
}

/** What an answer may be: a method that gives no JSON may refuse who asks for that. */
function acceptedBy(method: DescribedMethod): string | undefined {
  if (method.kind === 'unknown') return 'application/json, */*;q=0.5';
  const encoding = method.kind === 'query' ? method.def.output?.encoding : undefined;
  return encoding === undefined || encoding === 'application/json' ? undefined : `${encoding}, */*;q=0.5`;
}
