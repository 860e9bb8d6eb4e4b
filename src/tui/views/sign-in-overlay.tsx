import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import type { SignInOverlay as SignInState } from '../../store/session/session-state.js';
import { sanitise } from '../../text/sanitise.js';
import { useAppState } from '../screen/app-state.js';
import { Caret } from '../screen/caret.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Layout } from '../screen/layout.js';
import { boxRect } from './box-rect.js';
import { drawSignIn, signInHeight, signInWords } from './sign-in-lines.js';

const widest = 76;

/** Signing in, question by question. The password is shown as bullets, and spoken as their number. */
export const SignInOverlay = memo(function SignInOverlay({
  layout,
  overlay,
}: {
  layout: Layout;
  overlay: SignInState;
}) {
  const words = useAppState((state) => state.words);
  const spoken = useIsScreenReaderEnabled();
  if (spoken) {
    const { step, prompt } = overlay;
    const typed = step === 'password' ? `${[...prompt.text].length} characters` : sanitise(prompt.text);
    return (
      <>
        <Spoken title="Sign in" lines={signInWords(overlay, words)} />
        <Text>{`typed: ${typed}`}</Text>
      </>
    );
  }
  const width = Math.min(widest, layout.area.width);
  const rect = boxRect(layout, { width, height: signInHeight(overlay, width - 2, words) + 2 });
  const { lines, caret } = drawSignIn(overlay, innerSize(rect), words);
  return (
    <>
      <Box position="absolute" left={rect.x} right={0} top={rect.y}>
        <Frame rect={rect} title={{ name: 'Sign in' }} focused loading={overlay.busy} lines={lines} />
      </Box>
      <Caret x={rect.x + 1 + caret.x} y={rect.y + 1 + caret.y} />
    </>
  );
});
