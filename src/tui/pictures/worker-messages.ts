import type { Decoded, DecodeRequest } from '../../store/pictures/pixels.js';

/** What the worker is asked. */
export interface PictureTask {
  readonly id: number;
  readonly request: DecodeRequest;
}

/** What it says. */
export interface PictureAnswer {
  readonly id: number;
  readonly decoded: Decoded;
}
