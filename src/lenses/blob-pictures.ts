import { blobRef } from '../archive/blob-refs.js';
import { field, isObject } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import type { HeadPart, PictureRef } from './head.js';

/** Values that are looked at in a record: a stranger wrote it. */
const VALUES_MAX = 2_000;
const PICTURES_MAX = 20;

/**
 * A picture that a record refers to, of the account whose record it is; undefined where this is no blob. Its kind is told by its first
 * bytes when it is there.
 */
export function blobPicture(
  blob: unknown,
  owner: string,
  { alt, ratio }: { readonly alt?: string | undefined; readonly ratio?: unknown } = {},
): PictureRef | undefined {
  const ref = blobRef(blob);
  if (ref === undefined) return undefined;
  return {
    did: owner,
    cid: ref.cid,
    mimeType: ref.mimeType,
    alt: alt ?? '',
    ratio: sizeIn(ratio),
  };
}

/** The width and height that an author gives (`app.bsky.embed.defs#aspectRatio`); undefined where these are none. */
export function sizeIn(ratio: unknown): PictureRef['ratio'] {
  const [width, height] = [numberOf(field(ratio, 'width')), numberOf(field(ratio, 'height'))];
  const isSize = width !== undefined && height !== undefined && width > 0 && height > 0;
  return isSize ? { width, height } : undefined;
}

/** The pictures of a record that nobody described, each after where it stands in it: `▣ avatar`. */
export function picturesIn(record: unknown, owner: string): readonly HeadPart[] {
  const found: HeadPart[] = [];
  const open: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: record }];
  for (let looked = 0; open.length > 0 && looked < VALUES_MAX && found.length < PICTURES_MAX; looked++) {
    const { path, value } = open.shift() ?? { path: '', value: undefined };
    const picture = blobPicture(value, owner);
    if (picture?.mimeType?.startsWith('image/')) {
      found.push({ role: 'hangs', text: `▣ ${path}`, picture });
    } else if (Array.isArray(value)) {
      open.push(
        ...value.slice(0, VALUES_MAX).map((one, index) => ({ path: `${path}[${index}]`, value: one })),
      );
    } else if (isObject(value)) {
      const members = Object.entries(value).slice(0, VALUES_MAX);
      open.push(
        ...members.map(([name, one]) => ({ path: path === '' ? name : `${path}.${name}`, value: one })),
      );
    }
  }
  return found;
}
