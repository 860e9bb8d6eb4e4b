/** A file of RIFF, as WebP is. */
export const webpOf = (...chunks: readonly Buffer[]): Buffer =>
  riffChunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));

export function riffChunk(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** The chunks of a still WebP. */
const chunksIn = (webp: Buffer): Buffer => webp.subarray(12);

/** An animation of still pictures, that says a size for all of it and for each frame. */
export function animation(
  frames: readonly Buffer[],
  { width, height }: { readonly width: number; readonly height: number },
): Buffer {
  const canvas = Buffer.alloc(10);
  canvas[0] = 0x02;
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const head = Buffer.alloc(16);
  head.writeUIntLE(width - 1, 6, 3);
  head.writeUIntLE(height - 1, 9, 3);
  return webpOf(
    riffChunk('VP8X', canvas),
    riffChunk('ANIM', Buffer.alloc(6)),
    ...frames.map((frame) => riffChunk('ANMF', Buffer.concat([head, withoutCanvas(chunksIn(frame))]))),
  );
}

/** In a frame there is no chunk for the whole. */
const withoutCanvas = (chunks: Buffer): Buffer =>
  chunks.toString('latin1', 0, 4) === 'VP8X' ? chunks.subarray(18) : chunks;
