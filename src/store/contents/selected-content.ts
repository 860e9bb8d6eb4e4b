import type { Address } from '../../places/address.js';
import { collectionsOf, currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import { currentArchive, currentArchiveName } from '../archives/archives-selectors.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { archiveContents } from './archive-contents.js';
import { type Contents, type ContentsLine, contentsLines, contentsRows } from './contents-lines.js';

const NO_COPIES: Contents['kept'] = [];
const NO_LINES: readonly ContentsLine[] = [];

/** What there is to see of the account of the current place; undefined where that is about none. */
export function currentContents(state: State): Contents | undefined {
  const repo = currentRepo(state);
  if (repo === undefined) return undefined;
  const did = currentAccount(state)?.identity.value?.did;
  return {
    repo,
    collections: collectionsOf(state),
    kept: (did === undefined ? undefined : state.kept.get(did)) ?? NO_COPIES,
    isSignedIn: state.session !== undefined,
    isOwn: did !== undefined && state.session?.did === did,
  };
}

/** The lines of the contents of the account or the archive of the current place; none where it is of neither. */
export function currentLines(state: State): readonly ContentsLine[] {
  const archive = currentArchiveName(state);
  if (archive) {
    const { facts, strips } = currentArchive(state) ?? {};
    return archiveContents(archive, facts?.value, strips);
  }
  const contents = currentContents(state);
  return contents ? contentsLines(contents) : NO_LINES;
}

/** The place under the cursor of the contents. */
export function selectedContent(state: State): Address | undefined {
  const lines = currentLines(state);
  const line = lines[positionOf(currentVisit(state).cursors.collections, contentsRows(lines))];
  return line?.kind === 'place' ? line.address : undefined;
}
