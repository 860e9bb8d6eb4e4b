import { openArchive } from '../../src/archive/open-archive.js';
import { isSignedBy } from '../../src/atproto/identity/signature.js';
import type { Opening, OpeningTask } from './figures/opening.js';
import { peakMemory, processorSeconds } from './own-use.js';

/** Opens a CAR, holds it against its key, and says how many rows it has and what that took. */
const { file, key, records } = JSON.parse(process.argv[2] ?? '') as OpeningTask;
const archive = await openArchive(file, { records });
const { commit } = archive;
const isSigned = commit !== undefined && (await isSignedBy(key, commit.signature, commit.unsigned));
if (!isSigned || archive.problems.length > 0) throw new Error(`${file} is not found to be sound`);
const opening: Opening = { rows: archive.records, peak: peakMemory(), processor: processorSeconds() };
process.stdout.write(JSON.stringify(opening));
