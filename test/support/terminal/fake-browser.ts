import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface FakeBrowser {
  /** Makes a program believe that there is a desktop, with this browser. */
  readonly env: Readonly<Record<string, string>>;
  /** The addresses that it was started with, oldest first. */
  opened(): Promise<readonly string[]>;
}

/** A browser that notes in a folder what it was to open, and opens nothing. */
export async function fakeBrowser(folder: string): Promise<FakeBrowser> {
  const programs = join(folder, 'browser');
  const notes = join(programs, 'opened');
  const program = join(programs, 'xdg-open');
  await mkdir(programs, { recursive: true });
  await writeFile(notes, '');
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${notes}'\n`);
  await chmod(program, 0o755);
  const path = [programs, dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  return {
    env: { DISPLAY: ':99', PATH: path },
    opened: async () => (await readFile(notes, 'utf8')).split('\n').filter((line) => line !== ''),
  };
}
