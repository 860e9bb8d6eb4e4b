import { open } from 'node:fs/promises';

/**
 * Adds lines of JSON to a file that only its owner may read, and waits until they are on the disk. They begin on a line of their own, behind
 * one that a killed run may have torn. Rejects with the error of the file system.
 */
export async function appendLines(path: string, ...lines: readonly unknown[]): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.writeFile(`\n${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a line says; undefined where it is torn, or is none that is known. */
export function lineIn<Line>(text: string, isLine: (value: unknown) => value is Line): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
