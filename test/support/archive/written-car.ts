import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRepo, carOf } from '../../archive/build-repo.js';
import { scratchFolder } from '../scratch-folder.js';

const folder = scratchFolder();
let files = 0;

/** Writes a signed repository with these records, by their paths, to a file of its own, or over one that is there. Resolves to its path. */
export async function writtenCar(
  records: Readonly<Record<string, unknown>>,
  file = join(folder, `${files++}.car`),
): Promise<string> {
  const { blocks, commit } = await buildRepo(records);
  writeFileSync(file, carOf(commit.cid, blocks));
  return file;
}
