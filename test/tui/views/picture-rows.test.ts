import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { HeadPart, PictureRef } from '../../../src/lenses/head.js';
import {
  type DrawnPicture,
  type PictureDrawing,
  type PictureEntry,
  pictureKey,
} from '../../../src/store/pictures/pictures-state.js';
import { headRows, paintHeadRow } from '../../../src/tui/views/head-rows.js';
import { type PicturesSeen, pictureRows, wantedIn } from '../../../src/tui/views/picture-rows.js';
import { wantedAvatar, withAvatar } from '../../../src/tui/views/profile-avatar.js';
import { account, defaultWords, did } from '../../support/screen/screen-fixtures.js';

const blocks: PictureDrawing = { way: 'blocks', cell: undefined };
const cid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const ratio = { width: 800, height: 600 };
const pictureOf = (own: Partial<PictureRef> = {}): PictureRef => ({
  did,
  cid,
  mimeType: 'image/jpeg',
  alt: 'a sea',
  ...own,
});
const by: HeadPart = { role: 'by', text: 'Alice' };
const partOf = (own?: Partial<PictureRef>): HeadPart => ({
  role: 'hangs',
  text: '▣ a sea',
  picture: pictureOf(own),
});
const nothing: PicturesSeen = { drawing: blocks, pictures: new Map(), words: defaultWords };

function drawnOf(columns: number, rows: number): PictureEntry {
  const pixels = { width: 1, height: 1, rgba: new Uint8Array(4) };
  const lines = Array.from({ length: rows }, () => `\x1b[48;5;20m${' '.repeat(columns)}\x1b[27;39;49m`);
  const drawn: DrawnPicture = { facts: { type: 'PNG', width: 1, height: 1 }, pixels, columns, rows, lines };
  return { status: 'drawn', drawn };
}

/** The pictures with that entry for the one that is wanted. */
function seenWith(entry: PictureEntry, parts: readonly HeadPart[], cells: number): PicturesSeen {
  const [wanted] = wantedIn(headRows(parts, cells, nothing));
  return { ...nothing, pictures: new Map([[pictureKey(wanted!, blocks), entry]]) };
}

describe('rows of a picture', () => {
  test('have its room from the start where its author says its shape, so that nothing moves', () => {
    const parts = [by, partOf({ ratio })];
    const rows = pictureRows(parts, parts[1]!, 40, nothing);
    expect(rows).toHaveLength(14);
    expect(rows[0]).toMatchObject({ text: 'the picture is on its way …', at: 0, of: 14, painted: undefined });
    expect(rows[0]?.wanted).toMatchObject({ use: 'part', maxColumns: 40, maxRows: 14 });
    expect(rows.slice(1).every(({ text }) => text === '')).toBe(true);
  });

  test('are one where nobody says its shape, or it cannot be shown', () => {
    const parts = [by, partOf()];
    expect(pictureRows(parts, parts[1]!, 40, nothing)).toHaveLength(1);
    const seen = seenWith({ status: 'failed', reason: 'Not \x1b[31mread.' }, parts, 40);
    expect(pictureRows(parts, parts[1]!, 40, seen).map(({ text }) => text)).toEqual(['Not ␛[31mread.']);
  });

  test('are as many as it has when it is drawn', () => {
    const parts = [by, partOf()];
    const rows = pictureRows(parts, parts[1]!, 40, seenWith(drawnOf(12, 3), parts, 40));
    expect(rows.map(({ at, of, columns }) => [at, of, columns])).toEqual([
      [0, 3, 12],
      [1, 3, 12],
      [2, 3, 12],
    ]);
  });

  test('are small where a post has several, and large where it is what is looked at', () => {
    const several = [by, partOf(), partOf({ cid: cid.replace('ku', 'ka') })];
    const [wanted] = pictureRows(several, several[1]!, 100, nothing);
    expect(wanted?.wanted).toMatchObject({ use: 'part', maxColumns: 36, maxRows: 9 });
    const whole = [partOf(), by];
    expect(pictureRows(whole, whole[0]!, 200, nothing)[0]?.wanted).toMatchObject({
      ...{ use: 'whole', maxColumns: 160, maxRows: 60 },
    });
  });

  test.each([
    ['pictures are off', { ...nothing, drawing: undefined }, 40],
    ['the screen has none', undefined, 40],
    ['there is no room', nothing, 0],
  ] as const)('are none where %s: its words stand alone', (_why, seen, cells) => {
    const parts = [by, partOf({ ratio })];
    expect(pictureRows(parts, parts[1]!, cells, seen)).toEqual([]);
    expect(headRows(parts, 40, seen && { ...seen, drawing: undefined }).map(({ text }) => text)).toEqual([
      'Alice',
      '▣ a sea',
    ]);
  });

  test('say which label hides it, by whom, and what shows it; it is asked of nobody', () => {
    const coveredBy = '⚐ adult content, says @labeler.test';
    const parts = [by, partOf({ ratio, coveredBy })];
    const rows = headRows(parts, 30, nothing);
    expect(rows.map(({ text }) => text.trim()).slice(2)).toEqual([
      'a label hides the picture: ⚐',
      'adult content, says',
      '@labeler.test; :uncover shows',
      'it',
    ]);
    expect(wantedIn(rows)).toEqual([]);
  });

  test('keep to the cells that there are, and end what they began', () => {
    const parts = [by, partOf()];
    const rows = headRows(parts, 39, seenWith(drawnOf(12, 3), parts, 39));
    expect(rows).toHaveLength(5);
    for (const selected of [false, true]) {
      const line = paintHeadRow(rows[2]!, 40, { selected, focused: true });
      expect(stringWidth(line)).toBe(40);
      expect(line).toContain('\x1b[48;5;20m');
      expect(line.trimEnd()).toMatch(/\x1b\[27;39;49m$/);
      expect(stripVTControlCharacters(line).startsWith(selected ? '▌' : ' ')).toBe(true);
    }
  });
});

describe('the picture of an account', () => {
  const size = { width: 40, height: 12 };
  const own = account();
  const profile = own.profile.value;
  const avatar = `https://evil.test/img/avatar/plain/${did}/${cid}@jpeg`;
  const pictured = account({
    profile: {
      ...own.profile,
      value:
        profile?.source === 'appview' ? { ...profile, profile: { ...profile.profile, avatar } } : profile,
    } as typeof own.profile,
  });

  test('is asked for by its CID, whatever host the AppView names, and where there is room for it', () => {
    expect(wantedAvatar(pictured, nothing, size)).toEqual({
      picture: { did, cid, mimeType: undefined, alt: '', ratio: { width: 1, height: 1 } },
      ...{ use: 'avatar', maxColumns: 8, maxRows: 4 },
    });
    expect(wantedAvatar(pictured, nothing, { width: 25, height: 12 })).toBeUndefined();
    expect(wantedAvatar(pictured, nothing, { width: 40, height: 9 })).toBeUndefined();
    expect(wantedAvatar(pictured, { ...nothing, drawing: undefined }, size)).toBeUndefined();
    expect(wantedAvatar(undefined, nothing, size)).toBeUndefined();
  });

  test('stands before its name and handle once it is there, and all lines keep their width', () => {
    const wanted = wantedAvatar(pictured, nothing, size)!;
    const text = {
      beside: ['N'.repeat(31), 'H'.repeat(31)],
      lines: ['name', 'handle', 'did', 'pds'],
      width: 40,
    };
    expect(withAvatar(wanted, nothing, text)).toBeUndefined();
    const seen = { ...nothing, pictures: new Map([[pictureKey(wanted, blocks), drawnOf(8, 4)]]) };
    const lines = withAvatar(wanted, seen, text)!;
    expect(lines.slice(4)).toEqual(['did', 'pds']);
    expect(lines.slice(0, 4).map((line) => stringWidth(line))).toEqual([40, 40, 40, 40]);
    expect(lines[0]).toContain('N'.repeat(30));
    expect(lines[1]).toContain('H'.repeat(30));
  });
});
