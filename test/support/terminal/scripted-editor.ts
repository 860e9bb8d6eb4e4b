import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An editor that nobody sits before. */
export interface ScriptedEditor {
  /** Its command. */
  readonly path: string;
  /** What it does from now on to the file that it is given, as a shell script; `$1` is the file. */
  does(commands: string): Promise<void>;
}

/** Makes an editor in a folder, which changes nothing at first. */
export async function scriptedEditor(folder: string): Promise<ScriptedEditor> {
  const path = join(folder, 'editor');
  async function does(commands: string): Promise<void> {
    await writeFile(path, `#!/bin/sh\n${commands}\n`);
    await chmod(path, 0o755);
  }
  await does('true');
  return { path, does };
}
