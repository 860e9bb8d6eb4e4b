import { open, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isMissing } from './file-problem.js';
import { wholeFile } from './whole-file.js';

const BATCH_CHARACTERS = 64 * 1024;

export interface SaveAsOptions {
  /** What is there already may be written over. */
  readonly writesOver: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes a text, piece by piece, into the file that a person named, `~` for their home folder: all of it or nothing. Resolves to its
 * full path, or to undefined where something is there that may not be written over. Rejects with the error of the file system, or
 * with the reason of the signal.
 */
export async function saveAs(
  name: string,
  text: Iterable<string>,
  { writesOver, signal }: SaveAsOptions,
): Promise<string | undefined> {
  const path = resolve(name.startsWith('~/') ? join(homedir(), name.slice(2)) : name);
  if (!writesOver && (await isThere(path))) return undefined;
  await wholeFile(path, async (draft) => {
    const file = await open(draft, 'wx');
    try {
      // Each piece once the one before was taken: keys are heard in between.
      for (const piece of pieces(text)) {
        await file.writeFile(piece);
        signal.throwIfAborted();
      }
    } finally {
      await file.close();
    }
  });
  return path;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function* pieces(text: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of text) {
    piece += part;
    if (piece.length < BATCH_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
