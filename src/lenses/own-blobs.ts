import { field, textField } from '../text/json-fields.js';
import { sizeIn } from './blob-pictures.js';
import type { HeadPart } from './head.js';

/** Of a record whose head it is. */
interface Owned {
  readonly owner: string;
  /** What an AppView says of it. */
  readonly view: unknown;
  /** The label that hides its pictures. */
  readonly coveredBy: string | undefined;
}

/**
 * A lens does not know whose the record is: its blobs and pictures are of that account. Each part then leads to the place of its blob,
 * where it leads nowhere else, and a film is shown by the poster that an AppView names in its view of the post.
 */
export function ownBlobs(parts: readonly HeadPart[], { owner, view, coveredBy }: Owned): readonly HeadPart[] {
  return parts.map((part) => {
    const blob = part.blob ?? part.picture?.cid;
    if (blob === undefined) return part;
    const shown = part.picture ?? poster(blob, owner, view);
    const picture = shown && { ...shown, did: shown.did || owner, coveredBy };
    return { ...part, refersTo: part.refersTo ?? `at://${owner}/blobs/${blob}`, picture };
  });
}

/** Of the address that an AppView names only the path counts: which host is asked is for the settings to say. */
function poster(cid: string, did: string, view: unknown): HeadPart['picture'] {
  const embed = field(view, 'embed', 'media') ?? field(view, 'embed');
  const thumbnail = textField(embed, 'thumbnail');
  if (thumbnail === undefined || textField(embed, 'cid') !== cid) return undefined;
  const path = URL.parse(thumbnail)?.pathname;
  if (path === undefined) return undefined;
  const ratio = sizeIn(field(embed, 'aspectRatio'));
  return { did, cid, mimeType: undefined, alt: textField(embed, 'alt') ?? '', ratio, poster: path };
}
