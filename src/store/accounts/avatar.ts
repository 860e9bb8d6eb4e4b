import { isBlobCid } from '../../atproto/blob-cid.js';
import { blobPicture } from '../../lenses/blob-pictures.js';
import type { PictureRef } from '../../lenses/head.js';
import { field } from '../../text/json-fields.js';
import type { Account } from './accounts-state.js';

// By the account, which is another object once it is another: views see the same picture until then.
const avatars = new WeakMap<Account, { readonly picture: PictureRef | undefined }>();

/** The picture of an account: of the profile that an AppView shows, else of its own record. */
export function avatarOf(account: Account): PictureRef | undefined {
  let found = avatars.get(account);
  if (!found) {
    found = { picture: pictureOf(account) };
    avatars.set(account, found);
  }
  return found.picture;
}

const SQUARE = { width: 1, height: 1 };

function pictureOf({ identity, profile }: Account): PictureRef | undefined {
  const did = identity.value?.did;
  const view = profile.value;
  if (did === undefined || view === undefined) return undefined;
  if (view.source === 'repo') {
    const picture = blobPicture(field(view.record, 'avatar'), did);
    return picture && { ...picture, ratio: SQUARE };
  }
  // Whatever host it names: of the address only the CID counts.
  const [, cid] = /\/img\/[^/]+\/plain\/[^/]+\/([a-z0-9]+)(?:@|$)/.exec(view.profile.avatar ?? '') ?? [];
  if (cid === undefined || !isBlobCid(cid)) return undefined;
  return { did, cid, mimeType: undefined, alt: '', ratio: SQUARE };
}
