import type { AppView } from '../../atproto/appview.js';
import { field, listField } from '../../text/json-fields.js';

/** What an AppView counts of an account or a record, as the members of its view; undefined where it counts nothing of such. */
export async function appviewCounts(
  appview: Pick<AppView, 'getProfile' | 'getPosts' | 'ask'>,
  { target, collection }: { readonly target: string; readonly collection: string | undefined },
  signal: AbortSignal,
): Promise<unknown> {
  const options = { signal };
  switch (collection) {
    case undefined:
      return await appview.getProfile(target, options);
    case 'app.bsky.feed.post':
      return (await appview.getPosts([target], options)).at(0)?.value();
    case 'app.bsky.graph.list': {
      const reply = await appview.ask('app.bsky.graph.getList', { list: target, limit: 1 }, options);
      return field(reply.json(), 'list');
    }
    case 'app.bsky.feed.generator': {
      const reply = await appview.ask('app.bsky.feed.getFeedGenerators', { feeds: [target] }, options);
      return listField(reply.json(), 'feeds')[0];
    }
    default:
      return undefined;
  }
}
