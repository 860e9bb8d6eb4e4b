import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Names that are tried: who has a hundred exports of one day has another way to name them. */
const NAMES_MAX = 1000;

/**
 * Writes a text, or bytes, into a file that was not there before: `<name>`, else with a number before its extension (`name-2.ndjson`). Gives
 * the path.
 * @throws the error of the file system; EEXIST where all numbers are taken
 */
export async function writeNewFile(
  folder: string,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name : `${stem}-${number}${extension}`);
    try {
      await writeFile(path, content, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= NAMES_MAX) throw error;
    }
  }
}
