import { parentPort } from 'node:worker_threads';
import { decodePicture } from './decode/decode-picture.js';
import type { PictureAnswer, PictureTask } from './worker-messages.js';

/** The worker: reads one picture after another, and gives away the memory that its pixels are in. A file of its own in dist/ (build.mjs). */
parentPort?.on('message', ({ id, request }: PictureTask) => {
  const decoded = decodePicture(request);
  const answer: PictureAnswer = { id, decoded };
  const given = decoded.ok ? [decoded.pixels.rgba, decoded.pixels.packed] : [];
  parentPort?.postMessage(
    answer,
    given.flatMap((bytes) => (bytes && !isShared(bytes) ? [bytes.buffer as ArrayBuffer] : [])),
  );
});

const READY: PictureAnswer = 'ready';
parentPort?.postMessage(READY);

/** Small buffers of Node are parts of a pool, which is not to be given away. */
const isShared = ({ buffer, byteLength }: Uint8Array): boolean => buffer.byteLength !== byteLength;
