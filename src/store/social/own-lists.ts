import type { AtClient } from '../../atproto/client.js';
import { cellText } from '../../text/cell-text.js';
import { field, isObject, textField } from '../../text/json-fields.js';
import type { OwnList } from './social-state.js';

/** Pages of lists that are asked for: nobody has more lists than that. */
const PAGES_MAX = 20;

/** The lists of the account in use, and whether another stands on them, as the AppView knows it. Throws as its calls do. */
export async function ownLists(
  { appview }: Pick<AtClient, 'appview'>,
  did: string,
  signal?: AbortSignal,
): Promise<readonly OwnList[]> {
  const lists: OwnList[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await appview.page(
      'app.bsky.graph.getListsWithMembership',
      'listsWithMembership',
      { actor: did },
      cursor,
      { signal },
    );
    for (let index = 0; index < page.items.length; index += 1) {
      const found = listOf(page.items.at(index)?.value());
      if (found !== undefined) lists.push(found);
    }
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return lists;
}

/** `app.bsky.graph.getListsWithMembership#listWithMembership`; undefined where it names no list. */
function listOf(item: unknown): OwnList | undefined {
  const uri = textField(item, 'list', 'uri');
  if (uri === undefined) return undefined;
  const name = cellText(textField(item, 'list', 'name'), 100).trim();
  const purpose = textField(item, 'list', 'purpose')?.split('#').at(-1);
  return {
    uri,
    name: name === '' ? cellText(uri, 200) : `“${name}”`,
    purpose:
      purpose === 'modlist' ? 'moderation' : purpose === 'curatelist' ? 'curation' : cellText(purpose, 40),
    listed: isObject(field(item, 'listItem')) ? (textField(item, 'listItem', 'uri') ?? false) : false,
  };
}
