import { rename, rm } from 'node:fs/promises';

/**
 * Makes a file by work that takes its time: under another name beside it, and in its place only once it is whole. What is left of it goes
 * where the work fails or is stopped. Rejects with what the work rejects with, or with the error of the file system.
 */
export async function wholeFile<Result>(
  path: string,
  work: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await rm(draft, { force: true });
    const result = await work(draft);
    await rename(draft, path);
    return result;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
