import { writeNewFile } from '../../keep/new-file.js';
import { openUrl } from '../../keep/open-url.js';
import { saveAs } from '../../keep/save-as.js';
import { saveBytes } from '../../keep/save-bytes.js';
import type { Effects } from '../../store/context.js';
import { browserPlace } from '../../text/browser-place.js';
import { createClipboard } from './copy-text.js';

/** What the program does to the terminal and the desktop besides drawing. */
export const terminalEffects = (
  stdout: NodeJS.WriteStream,
): Omit<Effects, 'edit' | 'editText' | 'pipe' | 'drawPicture' | 'dropPicture'> => ({
  copy: createClipboard({
    env: process.env,
    platform: process.platform,
    write: (sequence) => void stdout.write(sequence),
  }),
  browser: browserPlace(process.env, process.platform),
  openUrl,
  saveNew: (name, text) => writeNewFile(process.cwd(), name, text),
  saveAs,
  saveBytes: (file, bytes) => saveBytes(process.cwd(), file, bytes),
});
