import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { blobFolder } from '../../../src/keep/blob-folder.js';
import type { StoreContext } from '../../../src/store/context.js';
import { pictureBytes } from '../../../src/store/pictures/picture-bytes.js';
import { createPictures } from '../../../src/store/pictures/pictures.js';
import type { DrawnPicture, WantedPicture } from '../../../src/store/pictures/pictures-state.js';
import type { State } from '../../../src/store/state.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const did = 'did:plc:painter';
const CIDS = 'abcdefghijklmnopqrstuvwxyz234567';
const cidOf = (number: number): string =>
  `bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquv${CIDS[number % 32]}ku`;
const wantedOf = (number: number): WantedPicture => ({
  picture: { did, cid: cidOf(number), mimeType: 'image/png', alt: '' },
  use: 'part',
  maxColumns: 20,
  maxRows: 9,
});
const TERMINAL = { hasColours: true, kitty: undefined };
const file = Buffer.from('the picture of the PDS');

function drawnOf(bytes: number): DrawnPicture {
  const pixels = { width: 1, height: 1, rgba: new Uint8Array(bytes) };
  return { facts: { type: 'PNG', width: 1, height: 1 }, pixels, columns: 1, rows: 1, lines: ['▄'] };
}

/** The slice, over services that answer so; `asked` is who was asked for what. */
function open({
  cdn = () => Promise.reject(new Error('The CDN has none.')),
  draw = () => Promise.resolve(drawnOf(4)),
  state = stateOf(),
}: {
  cdn?: (() => Promise<Buffer>) | undefined | 'none';
  draw?: () => Promise<DrawnPicture | { reason: string }>;
  state?: State;
} = {}) {
  const store = createStore<State>(() => state);
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const drawPicture = vi.fn((_bytes: Uint8Array, _of: unknown, signal: AbortSignal) => {
    signals.push(signal);
    return draw();
  });
  const dropPicture = vi.fn();
  const client = {
    cdnPicture({ cid, preset }: { cid: string; preset: string }) {
      if (cdn === 'none') return undefined;
      asked.push(`cdn ${preset} ${cid}`);
      return cdn();
    },
    blobs: (identity: { pds: string }) =>
      Promise.resolve({
        bytes(cid: string) {
          asked.push(`${identity.pds} ${cid}`);
          return Promise.resolve({ bytes: file });
        },
      }),
  };
  const slice = createPictures(
    {
      client,
      effects: { drawPicture, dropPicture },
      get: store.getState,
      set: store.setState,
    } as unknown as StoreContext,
    (of) => Promise.resolve({ did: of, pds: 'pds.test' } as never),
  );
  slice.choosePictures('auto');
  slice.notePictureTerminal(TERMINAL);
  const entries = () => [...store.getState().pictures.values()].map(({ status }) => status);
  return { store, slice, asked, signals, drawPicture, dropPicture, entries };
}

const soon = (check: () => void) => vi.waitFor(check, { interval: 5 });

describe('a picture in sight', () => {
  test('comes of the CDN, in the size that it is for', async () => {
    const { slice, asked, entries, drawPicture } = open({ cdn: () => Promise.resolve(Buffer.from('cdn')) });
    slice.wantPictures('record', [wantedOf(0)]);
    expect(entries()).toEqual(['loading']);
    // What one only passes is asked of nobody.
    expect(asked).toEqual([]);
    await soon(() => expect(entries()).toEqual(['drawn']));
    expect(asked).toEqual([`cdn feed_thumbnail ${cidOf(0)}`]);
    expect(String(drawPicture.mock.calls[0]?.[0])).toBe('cdn');
  });

  test.each([
    'none',
    'failing',
  ] as const)('comes of its PDS where the CDN is %s, and of nobody else', async (is) => {
    const { slice, asked, entries, drawPicture } = open(is === 'none' ? { cdn: 'none' } : {});
    slice.wantPictures('profile', [{ ...wantedOf(0), use: 'avatar' }]);
    await soon(() => expect(entries()).toEqual(['drawn']));
    expect(asked).toEqual([...(is === 'none' ? [] : [`cdn avatar ${cidOf(0)}`]), `pds.test ${cidOf(0)}`]);
    expect(drawPicture.mock.calls[0]?.[0]).toBe(file);
  });

  test('is loaded once, however many views it is in, and is there when it is in sight again', async () => {
    const { slice, asked, entries } = open({ cdn: 'none' });
    slice.wantPictures('record', [wantedOf(0), wantedOf(0)]);
    slice.wantPictures('profile', [wantedOf(0)]);
    await soon(() => expect(entries()).toEqual(['drawn']));
    slice.wantPictures('record', []);
    slice.wantPictures('profile', []);
    expect(entries()).toEqual(['drawn']);
    slice.wantPictures('record', [wantedOf(0)]);
    expect(entries()).toEqual(['drawn']);
    expect(asked).toHaveLength(1);
  });

  test('that is passed is asked of nobody; one that stays is not begun anew when another comes', async () => {
    const { slice, asked, entries } = open({ cdn: 'none' });
    slice.wantPictures('record', [wantedOf(0), wantedOf(1)]);
    slice.wantPictures('record', [wantedOf(1), wantedOf(2)]);
    expect(entries()).toEqual(['loading', 'loading']);
    await soon(() => expect(entries()).toEqual(['drawn', 'drawn']));
    expect(asked.toSorted()).toEqual([`pds.test ${cidOf(1)}`, `pds.test ${cidOf(2)}`]);
  });

  test('that is gone before it is drawn is stopped, and what is drawn nevertheless is dropped', async () => {
    let finish: (drawn: DrawnPicture) => void = () => {};
    const late = drawnOf(4);
    const { slice, entries, signals, dropPicture } = open({
      cdn: 'none',
      draw: () => new Promise((resolve) => (finish = resolve)),
    });
    slice.wantPictures('record', [wantedOf(0)]);
    await soon(() => expect(signals).toHaveLength(1));
    slice.wantPictures('record', []);
    expect(signals[0]?.aborted).toBe(true);
    expect(entries()).toEqual([]);
    finish(late);
    await soon(() => expect(dropPicture).toHaveBeenCalledWith(late));
    expect(entries()).toEqual([]);
  });

  test('that cannot be shown says why, and is not asked for again', async () => {
    const { slice, asked, store, entries } = open({
      cdn: 'none',
      draw: () => Promise.resolve({ reason: 'This picture is broken.' }),
    });
    slice.wantPictures('record', [wantedOf(0)]);
    await soon(() => expect(entries()).toEqual(['failed']));
    expect([...store.getState().pictures.values()][0]).toEqual({
      status: 'failed',
      reason: 'This picture is broken.',
    });
    slice.wantPictures('record', []);
    slice.wantPictures('record', [wantedOf(0)]);
    expect(asked).toHaveLength(1);
  });

  test('that could not be had is asked for again when it comes into sight again, and not before', async () => {
    let isReached = false;
    const { slice, entries } = open({
      cdn: 'none',
      draw: () => (isReached ? Promise.resolve(drawnOf(4)) : Promise.reject(new Error('cut'))),
    });
    slice.wantPictures('record', [wantedOf(0)]);
    await soon(() => expect(entries()).toEqual(['failed']));
    isReached = true;
    slice.wantPictures('record', [wantedOf(0)]);
    expect(entries()).toEqual(['failed']);
    slice.wantPictures('record', []);
    slice.wantPictures('record', [wantedOf(0)]);
    await soon(() => expect(entries()).toEqual(['drawn']));
  });

  test('whose CID is none is asked of nobody', async () => {
    const { slice, asked, entries } = open();
    const wanted = wantedOf(0);
    slice.wantPictures('record', [{ ...wanted, picture: { ...wanted.picture, cid: '../../etc' } }]);
    await soon(() => expect(entries()).toEqual(['failed']));
    expect(asked).toEqual([]);
  });
});

test('those that were in sight are kept within bounds, the newest, and those in sight whatever they take', async () => {
  const { slice, entries, dropPicture } = open({
    cdn: 'none',
    draw: () => Promise.resolve(drawnOf(10 * 1024 * 1024)),
  });
  slice.wantPictures('record', [wantedOf(0), wantedOf(1), wantedOf(2)]);
  await soon(() => expect(entries()).toEqual(['drawn', 'drawn', 'drawn']));
  expect(dropPicture).not.toHaveBeenCalled();
  slice.wantPictures('record', [wantedOf(3)]);
  await soon(() => expect(entries()).toEqual(['drawn', 'drawn']));
  expect(dropPicture).toHaveBeenCalledTimes(2);
});

describe('the way of drawing', () => {
  test('another one drops what was drawn, and draws what is in sight anew; the same one does nothing', async () => {
    const { slice, store, entries, dropPicture, drawPicture } = open({ cdn: 'none' });
    slice.wantPictures('record', [wantedOf(0)]);
    await soon(() => expect(entries()).toEqual(['drawn']));
    const { pictureDrawing } = store.getState();
    slice.choosePictures('blocks');
    slice.notePictureTerminal({ ...TERMINAL });
    expect(store.getState().pictureDrawing).toBe(pictureDrawing);
    expect(dropPicture).not.toHaveBeenCalled();
    slice.choosePictures('auto');
    slice.notePictureTerminal({ hasColours: true, kitty: { width: 8, height: 17 } });
    expect(dropPicture).toHaveBeenCalledTimes(1);
    await soon(() => expect(entries()).toEqual(['drawn']));
    expect(drawPicture.mock.calls[1]?.[1]).toMatchObject({
      drawing: { way: 'kitty', cell: { width: 8, height: 17 } },
    });
    slice.choosePictures('off');
    expect(entries()).toEqual([]);
    expect(dropPicture).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['off', TERMINAL],
    ['kitty', { hasColours: false, kitty: { width: 8, height: 17 } }],
    ['auto', { hasColours: false, kitty: undefined }],
  ] as const)('nothing is loaded where none is drawn: %s, %o', (setting, terminal) => {
    const { slice, entries } = open();
    slice.choosePictures(setting);
    slice.notePictureTerminal(terminal);
    slice.wantPictures('record', [wantedOf(0)]);
    expect(entries()).toEqual([]);
  });
});

test('closed, nothing is on its way, and the terminal has none', async () => {
  const { slice, entries, asked, dropPicture } = open({ cdn: 'none' });
  slice.wantPictures('record', [wantedOf(0)]);
  await soon(() => expect(entries()).toEqual(['drawn']));
  slice.wantPictures('record', [wantedOf(0), wantedOf(1)]);
  slice.close();
  expect(entries()).toEqual([]);
  expect(dropPicture).toHaveBeenCalledTimes(1);
  expect(asked).toHaveLength(1);
});

test('a label is asked to hide the pictures of a record no more, and again', () => {
  const { slice, store } = open();
  slice.uncoverPictures('at://a');
  expect([...store.getState().uncovered]).toEqual(['at://a']);
  slice.uncoverPictures('at://a');
  expect([...store.getState().uncovered]).toEqual([]);
});

test('in an archive the file beside it is read, and nobody is asked', async () => {
  const archive = { file: join(await temporaryFolder(), 'alice.car') };
  const folder = blobFolder(archive.file, false);
  await mkdir(folder);
  await writeFile(join(folder, cidOf(0)), 'kept');
  function nobody(): never {
    throw new Error('Somebody was asked.');
  }
  const from = { client: { cdnPicture: nobody, blobs: nobody } as never, identityOf: nobody, archive };
  const { signal } = new AbortController();
  expect(String(await pictureBytes(wantedOf(0), from, signal))).toBe('kept');
  await expect(pictureBytes(wantedOf(1), from, signal)).rejects.toThrow('It is not on this machine');
});
