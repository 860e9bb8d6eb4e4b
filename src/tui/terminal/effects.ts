import { writeNewFile } from '../../keep/new-file.js';
import { saveAs } from '../../keep/save-as.js';
import { saveBytes } from '../../keep/save-bytes.js';
import type { Effects } from '../../store/context.js';
import { browserPlace } from '../../text/browser-place.js';
import { createClipboard } from './copy-text.js';

/** What the program does to the terminal and the desktop besides drawing. */
export const terminalEffects = (
  stdout: NodeJS.WriteStream,
): Omit<Effects, 'edit' | 'pipe' | 'drawPicture' | 'dropPicture'> => ({
  copy: createClipboard({
    env: process.env,
    platform: process.platform,
    write: (sequence) => void stdout.write(sequence),
  }),
  browser: browserPlace(process.env, process.platform),
  async openUrl(url) {
    const { default: open } = await import('open');
    const browser = await open(url);
    // A missing xdg-open is told by the process that was to be, later.
    await new Promise<void>((resolve, reject) => {
      browser.once('error', reject);
      browser.once('spawn', resolve);
    });
  },
  saveNew: (name, text) => writeNewFile(process.cwd(), name, text),
  saveAs,
  saveBytes: (file, bytes) => saveBytes(process.cwd(), file, bytes),
});
