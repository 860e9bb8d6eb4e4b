import type { PictureFacts } from '../../places/blobs/picture-header/header.js';

/** A picture in the size in which it is drawn. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel (sRGB, not premultiplied), row by row. */
  readonly rgba: Uint8Array;
  /** The same by zlib, where that was asked for. */
  readonly packed?: Uint8Array | undefined;
}

export interface DecodeRequest {
  /** The file. */
  readonly bytes: Uint8Array;
  /** It comes as large as fits in here, in its own proportions, and never larger than it is. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** Its pixels are wanted by zlib as well. */
  readonly isPacked?: boolean | undefined;
}

/** A picture that was read, or why it was not, as a sentence. */
export type Decoded =
  | { readonly ok: true; readonly facts: PictureFacts; readonly pixels: Pixels }
  | { readonly ok: false; readonly facts: PictureFacts | undefined; readonly reason: string };

/** Reads pictures on another thread, one after the other. A file that is hostile costs that file, and nothing more. */
export interface PictureDecoder {
  /** Rejects with the reason of the signal, and with nothing else. */
  decode(request: DecodeRequest, signal: AbortSignal): Promise<Decoded>;
  /** Ends the thread. */
  close(): void;
}
