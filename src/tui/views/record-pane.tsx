import { useIsScreenReaderEnabled } from 'ink';
import { memo, useMemo } from 'react';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Rect } from '../screen/layout.js';
import { drawRecord } from './record-lines.js';
import { steadyRecord } from './record-view.js';

const titles = { record: 'Record', row: 'Preview', document: 'DID document' } as const;

/** The record of the current place, or the row under the list's cursor, or the account's DID document. */
export const RecordPane = memo(function RecordPane({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const shown = useAppState(steadyRecord);
  const scroll = useAppState((state) => currentPlace(state).record);
  const folded = useAppState((state) => currentPlace(state).folded);
  const focused = useAppState((state) => currentPlace(state).focus === 'record');
  const words = useAppState((state) => state.words);
  const { lines, info } = useMemo(
    () => drawRecord({ shown, scroll, folded, focused, words }, innerSize(rect)),
    [shown, scroll, folded, focused, words, rect],
  );
  const name = titles[shown?.of ?? 'record'];
  if (spoken) return <Spoken title={info ? `${name}, lines ${info}` : name} lines={lines} />;
  return (
    <Frame
      rect={rect}
      title={{ number: 4, name, info }}
      focused={focused}
      loading={shown?.record.status === 'loading'}
      lines={lines}
    />
  );
});
