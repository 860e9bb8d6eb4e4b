import { useIsScreenReaderEnabled } from 'ink';
import { memo, useEffect, useMemo } from 'react';
import { currentList } from '../../store/lists/lists-selectors.js';
import type { ListState } from '../../store/lists/lists-state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import { useActions, useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Rect } from '../screen/layout.js';
import { drawList, type ListPicture } from './list-lines.js';
import { listInfo, listName } from './list-title.js';

const none: ListPicture = { lines: [], window: { top: 0, indexes: [], position: 0, length: 0 }, rows: [] };

/** The listing of the current place: records of a collection, followers, follows, likes. */
export const ListPane = memo(function ListPane({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const { wantNames } = useActions();
  const list = useAppState(currentList);
  const scroll = useAppState((state) => currentPlace(state).list);
  const names = useAppState((state) => state.names);
  const namesVersion = useAppState((state) => state.namesVersion);
  const words = useAppState((state) => state.words);
  const focused = useAppState((state) => currentPlace(state).focus === 'list');
  const picture = useMemo(
    () => (list ? drawList({ list, scroll, names, namesVersion, focused, words }, innerSize(rect)) : none),
    [list, scroll, names, namesVersion, focused, words, rect],
  );

  const dids = picture.rows.flatMap((row) => row.dids);
  const wanted = dids.join(' ');
  useEffect(() => {
    if (wanted !== '') wantNames(wanted.split(' '));
  }, [wanted, wantNames]);

  if (!list)
    return spoken ? null : (
      <Frame rect={rect} title={{ number: 3, name: 'List' }} focused={focused} lines={[]} />
    );
  const name = listName(list.address, names);
  const info = listInfo(list, picture.window, words);
  if (spoken) {
    return (
      <Spoken role="list" title={`${sanitise(name)}, ${sanitise(info)}`} lines={spokenRows(list, picture)} />
    );
  }
  return (
    <Frame
      rect={rect}
      title={{ number: 3, name, info }}
      focused={focused}
      loading={list.status === 'loading'}
      lines={picture.lines}
    />
  );
});

/** The selected row first, then the rows around it. */
function spokenRows(list: ListState, { window, rows, lines }: ListPicture): readonly string[] {
  const said = rows.map(({ row, change }) =>
    [change?.kind ?? '', ...row.cells]
      .filter((cell) => cell !== '')
      .map(sanitise)
      .join(', '),
  );
  const selected = said[window.position - window.top];
  if (selected === undefined) return lines;
  const more = list.ended ? '' : ' loaded';
  return [`selected, row ${window.position + 1} of ${window.length}${more}: ${selected}`, ...said];
}
