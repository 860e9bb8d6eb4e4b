import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileProblem } from '../../keep/file-problem.js';
import { byteSize } from '../../text/byte-size.js';
import { notSent } from './allowed-files.js';

/** What a blob can have at most where nobody says less: more is not read into memory. */
const BYTES_MAX = 1024 ** 3;

/** A pipe is not waited for, and a link that has come meanwhile is not followed. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

export interface ReadOptions {
  /** As it is written in the record, for sentences. */
  readonly name: string;
  /** Bytes that the host takes. */
  readonly maxBytes: number | undefined;
  /** Who the host is, for sentences. */
  readonly host: string;
}

/**
 * The bytes of a file, by its real path. Throws a SentenceError, soon, where it is no file (a folder, a pipe, a device), is empty or larger than
 * the host takes, or cannot be read.
 */
export async function readFile(file: string, { name, maxBytes, host }: ReadOptions): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(file)).isFile()) throw notSent(name, 'is no file');
    handle = await open(file, FLAGS);
    const found = await handle.stat();
    if (!found.isFile()) throw notSent(name, 'is no file');
    if (found.size === 0) throw notSent(name, 'is empty');
    const most = Math.min(maxBytes ?? BYTES_MAX, BYTES_MAX);
    if (found.size > most) {
      const limit = maxBytes === undefined || most < maxBytes ? 'atscope sends' : `${host} takes`;
      throw notSent(name, `has ${byteSize(found.size)}, and ${limit} ${byteSize(most)} at most`);
    }
    const bytes = Buffer.alloc(found.size + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length !== found.size) throw notSent(name, 'changed while it was read');
    return bytes.subarray(0, length);
  } catch (error) {
    const isOfSystem = error instanceof Error && 'code' in error;
    throw isOfSystem ? notSent(name, `cannot be read (${fileProblem(error)})`) : error;
  } finally {
    await handle?.close();
  }
}
