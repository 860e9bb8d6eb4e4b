import type { State } from '../../store/state.js';
import type { View } from '../screen/view.js';

/** What a pane shows that shows now one thing and now another. */
export type Part<Seen extends object = object> = Omit<View<string, Seen>, 'id' | 'stand'>;

interface PartSeen {
  readonly part: Part;
}

/** A pane that shows what `choose` says. What it sees is what that part sees, and which part it is. */
export const oneOf = <Id extends string>(id: Id, choose: (state: State) => Part): View<Id, PartSeen> => ({
  id,
  stand: 'pane',
  see(state, offers) {
    const part = choose(state);
    return { ...part.see(state, offers), part };
  },
  title: (seen, size, now) => seen.part.title(seen, size, now),
  picture: (seen, size) => seen.part.picture(seen, size),
  list: (seen, size) => seen.part.list?.(seen, size),
  counts: (seen) => seen.part.counts?.(seen) ?? false,
  wantedNames: (seen, size) => seen.part.wantedNames?.(seen, size) ?? [],
  wantedPictures: (seen, size) => seen.part.wantedPictures?.(seen, size) ?? [],
});
