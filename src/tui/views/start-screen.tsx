import { Text, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { accountName } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { sanitise } from '../../text/sanitise.js';
import { useAppState } from '../screen/app-state.js';
import { Caret } from '../screen/caret.js';
import { Lines, Spoken } from '../screen/frame.js';
import type { Rect } from '../screen/layout.js';
import { drawStart } from './start-lines.js';

/** What is shown where there is no address yet: one types it, or picks a place visited before. */
export const StartScreen = memo(function StartScreen({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const { prompt, selected } = useAppState((state) => state.start);
  const recents = useAppState((state) => state.recents);
  const account = useAppState(accountEntry);
  // Of two owners of the cursor the one drawn last wins: a prompt over this one has it.
  const covered = useAppState((state) => state.overlay !== undefined);
  const { lines, caret } = drawStart({ prompt, selected, recents, account }, rect);
  if (spoken) {
    const chosen = recents[selected];
    const said = recents.map(({ address, title }) => sanitise(title ?? address));
    return (
      <>
        <Text>{`atscope. Type an address: ${sanitise(prompt.text)}`}</Text>
        {chosen && (
          <Text>{`selected, recent place ${selected + 1} of ${recents.length}: ${said[selected]}`}</Text>
        )}
        {selected === recents.length && <Text>{`selected: ${account}`}</Text>}
        <Spoken role="list" title="Recent places" lines={said} />
        <Text>{account}</Text>
      </>
    );
  }
  return (
    <>
      <Lines rect={rect} lines={lines} />
      {!covered && <Caret x={rect.x + caret.x} y={rect.y + caret.y} />}
    </>
  );
});

function accountEntry({ session, signedIn }: State): string {
  if (session) return sanitise(`accounts: signed in as ${accountName(session)}`);
  return signedIn.length > 0 ? 'accounts: use one that is signed in' : 'sign in with an app password';
}
