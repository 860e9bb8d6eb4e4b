import type { Address } from '../../../src/places/address.js';
import { addressKey } from '../../../src/places/address.js';
import {
  type DrawnPicture,
  type PictureDrawing,
  type PictureEntry,
  pictureKey,
  type WantedPicture,
} from '../../../src/store/pictures/pictures-state.js';
import type { State } from '../../../src/store/state.js';
import { blockLines } from '../../../src/tui/pictures/block-lines.js';
import { boxFor } from '../../../src/tui/pictures/picture-box.js';
import { account, did, ready, stateOf } from './screen-fixtures.js';

const CID = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const blocks: PictureDrawing = { way: 'blocks', cell: undefined };
const SHAPES = {
  avatar: { use: 'avatar', maxColumns: 8, maxRows: 4 },
  part: { use: 'part', maxColumns: 48, maxRows: 14 },
} as const;
const ratio = { width: 400, height: 200 };
const picture = { did, cid: CID, mimeType: 'image/png', alt: 'Half a sea' };

/** Sky above, the sea below it: drawn as any picture is. */
function seaOf({ maxColumns, maxRows }: WantedPicture): DrawnPicture {
  const { columns, rows, width, height } = boxFor(
    maxColumns === SHAPES.avatar.maxColumns ? { width: 1, height: 1 } : ratio,
    { maxColumns, maxRows },
    undefined,
  );
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    rgba.set(at < (width * height) / 2 ? [135, 206, 235, 255] : [0, 60, 120, 255], at * 4);
  }
  const pixels = { width, height, rgba };
  const lines = blockLines(pixels, { columns, rows, depth: 'all' });
  return { facts: { type: 'PNG', ...ratio }, pixels, columns, rows, lines };
}

/** Every room that a picture has on the golden screens. */
const ROOMS = Array.from({ length: 48 }, (_, at) => at + 1).flatMap((maxColumns): WantedPicture[] => [
  { picture, ...SHAPES.part, maxColumns },
]);

function withPictures(state: State, entryOf: (wanted: WantedPicture) => PictureEntry): State {
  const wanted = [...ROOMS, { picture, ...SHAPES.avatar }];
  return {
    ...state,
    pictureDrawing: blocks,
    pictures: new Map(wanted.map((one) => [pictureKey(one, blocks), entryOf(one)])),
  };
}

const address: Address = {
  kind: 'record',
  repo: 'alice.test',
  collection: 'app.bsky.feed.post',
  rkey: '3kaaaaaaa2222',
};

function post(labels: readonly string[]): State {
  const value = {
    $type: 'app.bsky.feed.post',
    text: 'At the sea',
    createdAt: '2024-02-21T03:11:00.000Z',
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: labels.map((val) => ({ val })) },
    embed: {
      $type: 'app.bsky.embed.images',
      images: [
        {
          alt: picture.alt,
          aspectRatio: ratio,
          image: { $type: 'blob', ref: { $link: CID }, mimeType: picture.mimeType, size: 12_345 },
        },
      ],
    },
  };
  const uri = `at://${did}/app.bsky.feed.post/3kaaaaaaa2222`;
  return stateOf({
    address,
    account: pictured,
    visit: { focus: 'record' },
    state: {
      records: new Map([[addressKey(address), ready({ uri, cid: CID, json: JSON.stringify(value) })]]),
    },
  });
}

const own = account();
const shown = own.profile.value;
const avatar = `https://cdn.test/img/avatar/plain/${did}/${CID}@jpeg`;
const pictured =
  shown?.source === 'appview'
    ? account({ profile: ready({ ...shown, profile: { ...shown.profile, avatar } }) })
    : own;

const drawn = (wanted: WantedPicture): PictureEntry => ({ status: 'drawn', drawn: seaOf(wanted) });

/** A profile and a post with a picture: drawn, on its way, broken, and hidden by a label. */
export const pictureStates: Readonly<Record<string, State>> = {
  'picture-profile': withPictures(stateOf({ account: pictured }), drawn),
  picture: withPictures(post([]), drawn),
  'picture-loading': withPictures(post([]), () => ({ status: 'loading' })),
  'picture-failed': withPictures(post([]), () => ({
    status: 'failed',
    reason: 'This picture is not shown: its file ends too early.',
  })),
  'picture-covered': withPictures(post(['porn']), drawn),
};
