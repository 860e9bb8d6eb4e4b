import type { Address } from '../../places/address.js';
import { collectionsOf, currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { type Contents, contentsLines, contentsRows } from './contents-lines.js';

/** What there is to see of the account of the current place; undefined where that is about none. */
export function currentContents(state: State): Contents | undefined {
  const repo = currentRepo(state);
  if (repo === undefined) return undefined;
  const did = currentAccount(state)?.identity.value?.did;
  return {
    repo,
    collections: collectionsOf(state),
    isSignedIn: state.session !== undefined,
    isOwn: did !== undefined && state.session?.did === did,
  };
}

/** The place under the cursor of the contents. */
export function selectedContent(state: State): Address | undefined {
  const contents = currentContents(state);
  if (!contents) return undefined;
  const lines = contentsLines(contents);
  const line = lines[positionOf(currentVisit(state).cursors.collections, contentsRows(lines))];
  return line?.kind === 'place' ? line.address : undefined;
}
