import { Box, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Layout } from '../screen/layout.js';
import { accountsHeight, drawAccounts } from './accounts-lines.js';
import { boxRect } from './box-rect.js';

const widest = 110;
const tallest = 18;

/** Who is signed in on this machine, and who of them is used. */
export const AccountsOverlay = memo(function AccountsOverlay({
  layout,
  selected,
}: {
  layout: Layout;
  selected: number;
}) {
  const spoken = useIsScreenReaderEnabled();
  const signedIn = useAppState((state) => state.signedIn);
  const used = useAppState((state) => state.session?.did);
  const view = { signedIn, used, selected };
  if (spoken) {
    const size = { width: widest, height: accountsHeight(signedIn, widest) };
    return <Spoken role="menu" title="Accounts" lines={drawAccounts(view, size)} />;
  }
  const width = Math.min(widest, layout.area.width);
  const height = Math.min(tallest, accountsHeight(signedIn, width - 2) + 2);
  const rect = boxRect(layout, { width, height });
  return (
    <Box position="absolute" left={rect.x} right={0} top={rect.y}>
      <Frame rect={rect} title={{ name: 'Accounts' }} focused lines={drawAccounts(view, innerSize(rect))} />
    </Box>
  );
});
