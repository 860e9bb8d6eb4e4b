import { Text, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { useAppState } from '../app-state.js';
import { Caret } from '../caret.js';
import { Lines, Spoken } from '../frame.js';
import type { Rect } from '../layout.js';
import { sanitise } from '../text/sanitise.js';
import { drawStart } from './start-lines.js';

/** What is shown where there is no address yet: one types it, or picks a place visited before. */
export const StartScreen = memo(function StartScreen({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const { prompt, selected } = useAppState((state) => state.start);
  const recents = useAppState((state) => state.recents);
  const { lines, caret } = drawStart({ prompt, selected, recents }, rect);
  if (spoken) {
    const chosen = recents[selected];
    const said = recents.map(({ address, title }) => sanitise(title ?? address));
    return (
      <>
        <Text>{`atscope. Type an address: ${sanitise(prompt.text)}`}</Text>
        {chosen && (
          <Text>{`selected, recent place ${selected + 1} of ${recents.length}: ${said[selected]}`}</Text>
        )}
        <Spoken role="list" title="Recent places" lines={said} />
      </>
    );
  }
  return (
    <>
      <Lines rect={rect} lines={lines} />
      <Caret x={rect.x + caret.x} y={rect.y + caret.y} />
    </>
  );
});
