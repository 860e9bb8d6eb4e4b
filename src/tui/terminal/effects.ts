import { writeNewFile } from '../../keep/new-file.js';
import type { Effects } from '../../store/context.js';
import { osc52 } from './clipboard.js';

/** What the program does to the terminal and the desktop besides drawing. */
export const terminalEffects = (stdout: NodeJS.WriteStream): Effects => ({
  copy(text) {
    const write = osc52(text, process.env);
    if (!write.ok) return write.reason;
    stdout.write(write.sequence);
    return undefined;
  },
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
});
