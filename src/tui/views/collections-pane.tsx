import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { collectionOf } from '../../places/address.js';
import { collectionsOf, currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Loadable } from '../../store/loadable.js';
import { collectionLines } from '../../store/panes/collection-lines.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, padding, type Rect } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import { drawCollections } from './collection-lines.js';
import { failureText } from './failure-text.js';
import { padded } from './padded.js';

/** The collections of the account, by the authority that defines them. */
export const CollectionsPane = memo(function CollectionsPane({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const description = useAppState((state) => currentAccount(state)?.description);
  const collections = useAppState(collectionsOf);
  const scroll = useAppState((state) => currentPlace(state).collections);
  const shown = useAppState((state) => {
    const { address } = currentPlace(state);
    return address && collectionOf(address);
  });
  const words = useAppState((state) => state.words);
  const focus = useAppState((state) => currentPlace(state).focus);
  const focused = focus === 'collections';
  const tree = collectionLines(collections);
  const current = shown === undefined ? -1 : collections.indexOf(shown);
  const size = innerSize(rect);

  if (spoken) {
    const selected = collections[scroll.selected];
    const said =
      selected === undefined
        ? troubleText(description, words)
        : selectedText(selected, scroll.selected, collections);
    return <Spoken role="list" title="Collections" lines={[said, ...collections.map(sanitise)]} />;
  }
  const failure = failureLines(description, words, size.width).slice(0, Math.ceil(size.height / 2));
  const room = { width: size.width, height: size.height - failure.length };
  const lines =
    collections.length > 0
      ? drawCollections({ tree, scroll, current, focused }, room)
      : emptyLines(description, words, size.width);
  return (
    <Frame
      rect={rect}
      title={{
        number: 2,
        name: 'Collections',
        info: collections.length > 0 ? String(collections.length) : undefined,
      }}
      focused={focused}
      focusedAbove={rect.joinedAbove && focus === 'profile'}
      loading={description?.status === 'loading'}
      lines={[...lines, ...failure]}
    />
  );
});

const selectedText = (collection: string, index: number, collections: readonly string[]): string =>
  `selected, ${index + 1} of ${collections.length}: ${sanitise(collection)}`;

function troubleText(description: Loadable<unknown> | undefined, words: CommandWords): string {
  if (description?.status === 'failed') return failureText(description.error, words);
  if (description?.status === 'ready') return 'This repository holds no collections.';
  return description?.status === 'loading' ? 'loading …' : '';
}

function emptyLines(
  description: Loadable<unknown> | undefined,
  words: CommandWords,
  width: number,
): string[] {
  const room = width - 2 * padding;
  if (description?.status === 'failed' || room <= 0) return [];
  return wrap(troubleText(description, words), room).map((line) => padded(palette.dim, line, width));
}

/** A failure stands below what is known from before. */
function failureLines(
  description: Loadable<unknown> | undefined,
  words: CommandWords,
  width: number,
): string[] {
  const room = width - 2 * padding;
  if (description?.status !== 'failed' || room <= 0) return [];
  return wrap(troubleText(description, words), room).map((line) => padded(palette.bad, line, width));
}
