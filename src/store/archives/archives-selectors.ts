import { type Address, archiveOf } from '../../places/address.js';
import { type ArchiveName, archiveNameText } from '../../places/archives/archive-address.js';
import { archiveLabel, sourceText } from '../../places/archives/archive-label.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { ShownArchive } from './archives-state.js';

/** The archive that a place is in, as far as it is known. */
export function archiveAt(
  { archives }: Pick<State, 'archives'>,
  address: Address | undefined,
): ShownArchive | undefined {
  const name = address && archiveOf(address);
  return name && archives.get(archiveNameText(name));
}

/** The archive that the current place is in, by its name. */
export function currentArchiveName(state: State): ArchiveName | undefined {
  const { address } = currentVisit(state);
  return address && archiveOf(address);
}

/** The archive that the current place is in, as far as it is known. */
export const currentArchive = (state: State): ShownArchive | undefined =>
  archiveAt(state, currentVisit(state).address);

/** What titles say of the archive that one looks at: the day of a copy, the name of a file. Undefined on the network. */
export function currentSource(state: State): string | undefined {
  const name = currentArchiveName(state);
  if (name === undefined) return undefined;
  const facts = currentArchive(state)?.facts.value;
  return facts === undefined ? archiveLabel(name) : sourceText(name, facts);
}
