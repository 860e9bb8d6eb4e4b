import { useIsScreenReaderEnabled } from 'ink';
import { memo, useMemo } from 'react';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Rect } from '../screen/layout.js';
import { displayName, drawProfile, handleText, profileLines } from './profile-lines.js';

/** Who the account of the current place is. */
export const ProfilePane = memo(function ProfilePane({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const account = useAppState(currentAccount);
  const focused = useAppState((state) => currentPlace(state).focus === 'profile');
  const viewer = useAppState((state) => state.session?.did);
  const top = useAppState((state) => currentPlace(state).profile);
  const words = useAppState((state) => state.words);
  const size = innerSize(rect);
  const all = useMemo(
    () => (account ? profileLines(account, size.width, words, viewer) : []),
    [account, size.width, words, viewer],
  );
  const { lines, info } = drawProfile(all, top, size);
  if (spoken) {
    if (!account) return null;
    // The name and the handle stand in the title, so that they are read first and once.
    const title = `Profile: ${displayName(account)} ${handleText(account)}`;
    return <Spoken title={title} lines={profileLines(account, 100, words, viewer).slice(2, 30)} />;
  }
  return (
    <Frame
      rect={rect}
      title={{ number: 1, name: 'Profile', info }}
      focused={focused}
      loading={account ? isLoading(account) : false}
      lines={lines}
    />
  );
});

const isLoading = ({ identity, profile, handle }: Account): boolean =>
  [identity, profile, handle].some(({ status }) => status === 'loading');
