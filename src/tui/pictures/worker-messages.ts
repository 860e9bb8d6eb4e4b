import type { Decoded, DecodeRequest } from '../../store/pictures/pixels.js';

/** What the worker is asked. */
export interface PictureTask {
  readonly id: number;
  readonly request: DecodeRequest;
}

/** What it says: first that it has begun to take pictures, then one after the other. */
export type PictureAnswer = 'ready' | { readonly id: number; readonly decoded: Decoded };
