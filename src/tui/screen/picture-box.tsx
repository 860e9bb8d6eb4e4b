import { stripVTControlCharacters } from 'node:util';
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { Caret } from './caret.js';
import { Frame, type FrameProps, Lines } from './frame.js';
import type { Rect } from './layout.js';
import type { Picture } from './picture.js';

export interface PictureBoxProps {
  readonly picture: Picture;
  readonly rect: Rect;
  /** Its border; left out where there is none. */
  readonly frame?: Omit<FrameProps, 'rect' | 'lines'> | undefined;
  /** It lies over what is drawn there anyway. */
  readonly isOver?: boolean | undefined;
  /** Something that lies over it has the terminal's cursor: of two owners the one drawn last wins. */
  readonly isCovered?: boolean | undefined;
}

/** Puts a picture on the terminal, or has it read aloud: the one place that knows whether somebody listens. */
export function PictureBox({ picture, rect, frame, isOver = false, isCovered = false }: PictureBoxProps) {
  const isSpoken = useIsScreenReaderEnabled();
  if (isSpoken) return <SpokenText picture={picture} />;
  const border = frame ? 1 : 0;
  const drawn = frame ? (
    <Frame {...frame} rect={rect} lines={picture.lines} />
  ) : (
    <Lines rect={rect} lines={picture.lines} />
  );
  const { caret } = picture;
  return (
    <>
      {isOver ? (
        <Box position="absolute" left={rect.x} right={0} top={rect.y}>
          {drawn}
        </Box>
      ) : (
        drawn
      )}
      {caret && !isCovered && <Caret x={rect.x + border + caret.x} y={rect.y + border + caret.y} />}
    </>
  );
}

function SpokenText({ picture }: { picture: Picture }) {
  const { role, title, lines } = picture.spoken();
  const said = lines.map((line) => stripVTControlCharacters(line).trim()).filter((line) => line !== '');
  return (
    <Box flexDirection="column" aria-role={role}>
      <Text>{[title, ...said].join('\n')}</Text>
    </Box>
  );
}
