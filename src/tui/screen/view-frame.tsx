import { memo, useEffect, useMemo } from 'react';
import type { WantedPicture } from '../../store/pictures/pictures-state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { useActions, useAppState, useSeen, useTheme } from './app-state.js';
import type { Layout, Rect } from './layout.js';
import { PaneBoundary } from './pane-boundary.js';
import { PictureBox } from './picture-box.js';
import { useNow } from './use-now.js';
import type { View } from './view.js';
import { rectOf, sizeOf } from './view-rect.js';

interface ViewFrameProps {
  readonly view: View;
  readonly rect: Rect;
  /** The number of its key; only panes have one. */
  readonly number?: number | undefined;
  /** Left out where nothing else could have the keys. */
  readonly focused?: boolean | undefined;
  readonly focusedAbove?: boolean | undefined;
  readonly isCovered?: boolean | undefined;
}

/** Any view where it stands. It is drawn again when something that it shows is another one, and not otherwise. */
export const ViewFrame = memo(function ViewFrame(props: ViewFrameProps) {
  const { view, rect, number } = props;
  const visit = useAppState(currentVisit);
  const overlay = useAppState((state) => state.overlay);
  useTheme();
  // What a view failed on is tried again once the place, or what lies over it, looks different.
  const resetKey = view.stand === 'pane' ? visit : overlay;
  return (
    <PaneBoundary
      rect={rect}
      title={{ number, name: view.id }}
      isOver={view.stand === 'box'}
      resetKey={resetKey}
    >
      <Drawn {...props} />
    </PaneBoundary>
  );
});

const Drawn = memo(function Drawn({
  view,
  rect,
  number,
  focused = true,
  focusedAbove,
  isCovered,
}: ViewFrameProps) {
  const seen = useSeen(view);
  const now = useNow(view.counts?.(seen) ?? false);
  const size = useMemo(() => sizeOf(view, rect), [view, rect]);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has the same picture painted anew.
  const picture = useMemo(() => view.picture(seen, size), [view, seen, size, theme]);
  useWantedNames(view.wantedNames?.(seen, size) ?? none);
  useWantedPosts(view.wantedPosts?.(seen));
  useWantedLens(view.wantedLens?.(seen));
  useWantedPictures(view.id, view.wantedPictures?.(seen, size));
  const { loading, ...title } = view.title(seen, size, now);
  const frame = { title: { number, ...title }, loading, focused, focusedAbove };
  return (
    <PictureBox
      picture={picture}
      rect={rect}
      isOver={view.stand === 'box'}
      isCovered={isCovered}
      frame={view.stand === 'start' ? undefined : frame}
    />
  );
});

const none: readonly string[] = [];

/** Asks for the handles of DIDs in sight, once for as long as the same ones are. */
function useWantedNames(dids: readonly string[]): void {
  const { wantNames } = useActions();
  const wanted = dids.join(' ');
  useEffect(() => {
    if (wanted !== '') wantNames(wanted.split(' '));
  }, [wanted, wantNames]);
}

/** Asks for posts in sight, once for as long as the same ones are; leaving them ends that. Nothing where a view shows none. */
function useWantedPosts(uris: readonly string[] | undefined): void {
  const { wantPosts } = useActions();
  const wanted = uris?.join(' ');
  useEffect(() => {
    if (wanted === undefined) return;
    wantPosts(wanted === '' ? [] : wanted.split(' '));
    return () => wantPosts([]);
  }, [wanted, wantPosts]);
}

/** Asks how the records of a collection in sight read, once for as long as they are. */
function useWantedLens(collection: string | undefined): void {
  const { wantLens } = useActions();
  useEffect(() => {
    if (collection !== undefined) wantLens(collection);
  }, [collection, wantLens]);
}

/** Asks for the pictures of a view that are in sight, once for as long as they are. Nothing where a view shows none. */
function useWantedPictures(view: string, pictures: readonly WantedPicture[] | undefined): void {
  const { wantPictures } = useActions();
  const wanted = pictures && JSON.stringify(pictures);
  // Not ended in between: what stays in sight would begin anew whenever something else comes in sight.
  useEffect(() => {
    if (wanted !== undefined) wantPictures(view, JSON.parse(wanted));
  }, [view, wanted, wantPictures]);
  useEffect(() => () => wantPictures(view, []), [view, wantPictures]);
}

/** A view whose box is as large as what it shows. */
export const BoxedView = memo(function BoxedView({ view, layout }: { view: View; layout: Layout }) {
  const seen = useSeen(view);
  const box = rectOf(view, seen, layout);
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  const rect = useMemo(() => ({ x, y, width, height }), [x, y, width, height]);
  return box && <ViewFrame view={view} rect={rect} />;
});
