import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { blobCid } from '../../../src/atproto/blob-cid.js';
import type { BlobRef } from '../../../src/atproto/writes/write.js';
import {
  type FileAllowance,
  filesBelow,
  noFiles,
  typedFiles,
} from '../../../src/jobs/changes/allowed-files.js';
import { type FileDeps, fileText, planFiles, sendFiles } from '../../../src/jobs/changes/blob-files.js';
import { png } from '../../network/png.js';
import { offlineClient } from '../../support/offline-client.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const outside = scratchFolder();
const folder = join(outside, 'files');
mkdirSync(join(folder, 'sub'), { recursive: true });
const picture = Buffer.from(png(7));
writeFileSync(join(folder, 'a.png'), picture);
writeFileSync(join(folder, 'sub', 'b.png'), picture);
writeFileSync(join(folder, 'note.txt'), 'some words');
writeFileSync(join(folder, 'empty'), '');
writeFileSync(join(folder, 'large.png'), Buffer.concat([picture, Buffer.alloc(2_100_000)]));
writeFileSync(join(folder, 'huge.png'), Buffer.concat([picture, Buffer.alloc(6_000_000)]));
writeFileSync(join(outside, 'secret'), 'secret');
symlinkSync(join(outside, 'secret'), join(folder, 'link'));
symlinkSync(outside, join(folder, 'up'));
symlinkSync(join(folder, 'a.png'), join(folder, 'inner'));
symlinkSync('itself', join(folder, 'itself'));
execFileSync('mkfifo', [join(folder, 'pipe')]);

const POST = 'app.bsky.feed.post';
const below = await filesBelow(folder);
const { validate } = offlineClient();

/** A host that takes what it gets, and what it got. */
function host(change: (blob: BlobRef) => BlobRef = (blob) => blob) {
  const got: { bytes: Uint8Array; type: string }[] = [];
  const deps: FileDeps = {
    validate,
    host: 'pds.test',
    writer: {
      blobMaxBytes: () => Promise.resolve(5_000_000),
      async upload(bytes, type) {
        got.push({ bytes, type });
        const ref = { $link: await blobCid(bytes) };
        return change({ $type: 'blob', ref, mimeType: type, size: bytes.length });
      },
    },
  };
  return { deps, got };
}

const post = (...images: object[]) => ({
  collection: POST,
  rkey: '3k2aaaaaaaaaa',
  json: JSON.stringify({
    $type: POST,
    text: '',
    createdAt: '2026-01-01T00:00:00Z',
    embed: { $type: 'app.bsky.embed.images', images: images.map((image) => ({ alt: '', image })) },
  }),
});

const plan = (record: ReturnType<typeof post>, allow: FileAllowance = below) =>
  planFiles(record, { ...host().deps, allow });

test('files are looked at, told, sent one after the other, and their blobs stand in the record', async () => {
  const record = post({ $file: 'a.png' }, { $file: 'sub/b.png', mimeType: 'image/png' }, { $file: 'inner' });
  const { deps, got } = host();
  const planned = await planFiles(record, { ...deps, allow: below });
  expect(got).toEqual([]);
  expect(planned.files.map(fileText)).toEqual([
    `"a.png", ${picture.length} B of image/png, at embed.images[0].image`,
    `"sub/b.png", ${picture.length} B of image/png, at embed.images[1].image`,
    `"inner", ${picture.length} B of image/png, at embed.images[2].image`,
  ]);
  const json = await sendFiles(planned, deps);
  // All three are the same bytes.
  expect(got).toEqual([{ bytes: picture, type: 'image/png' }]);
  expect(json).toBe(planned.json);
  const blob = {
    $type: 'blob',
    ref: { $link: await blobCid(picture) },
    mimeType: 'image/png',
    size: picture.length,
  };
  expect(JSON.parse(json).embed.images.map(({ image }: { image: object }) => image)).toEqual([
    blob,
    blob,
    blob,
  ]);
});

test('a record that names no file is the same', async () => {
  const record = { collection: POST, rkey: 'a', json: '{ "text": 1.10 }' };
  expect(await plan(record, noFiles)).toEqual({
    collection: POST,
    rkey: 'a',
    source: record.json,
    json: record.json,
    files: [],
  });
});

test.each<[string, object, string]>([
  ['a folder above', { $file: '../secret' }, 'leads out of'],
  ['a folder above, further in', { $file: 'sub/../../secret' }, 'leads out of'],
  ['an absolute path', { $file: join(folder, 'a.png') }, 'from which files are named'],
  ['a path from home', { $file: '~/a.png' }, 'from which files are named'],
  ['a path of Windows', { $file: 'C:\\a.png' }, 'from which files are named'],
  ['a link that leads out', { $file: 'link' }, 'is a link that leads out of'],
  ['a folder that leads out', { $file: 'up/secret' }, 'is a link that leads out of'],
  ['a link to itself', { $file: 'itself' }, 'cannot be read (ELOOP'],
  ['what is not there', { $file: 'none.png' }, 'is not there'],
  ['a folder', { $file: 'sub' }, 'is no file'],
  ['a pipe', { $file: 'pipe' }, 'is no file'],
  ['a name that is none', { $file: 'a\0b' }, 'is no name of a file'],
  ['no name', { $file: '' }, 'names no file'],
  ['what is no name', { $file: 3 }, 'names no file'],
  ['an empty file', { $file: 'empty' }, 'is empty'],
  ['members that would be lost', { $file: 'a.png', alt: 'x' }, '"alt" in it would be lost'],
  ['more than the host takes', { $file: 'huge.png' }, 'has 6.0 MB, and pds.test takes 5.0 MB at most'],
  ['more than the lexicon takes', { $file: 'large.png' }, 'cannot stand at embed.images[0].image'],
  ['a type that the lexicon does not take', { $file: 'note.txt' }, 'cannot stand at embed.images[0].image'],
  [
    'a picture that is said to be another',
    { $file: 'a.png', mimeType: 'image/jpeg' },
    'is image/png, and "mimeType" says image/jpeg',
  ],
])('%s is not sent', async (_, member, words) => {
  await expect(plan(post(member))).rejects.toThrow(words);
});

test('without a folder no file is sent', async () => {
  await expect(plan(post({ $file: 'a.png' }), noFiles)).rejects.toThrow(
    'embed.images[0].image names the file "a.png", and none may be sent: --files and a folder allows those in it.',
  );
});

test('the folder has to be one', async () => {
  await expect(filesBelow(join(folder, 'none'))).rejects.toThrow('cannot be read: ENOENT');
  await expect(filesBelow(join(folder, 'a.png'))).rejects.toThrow('is no folder');
});

test('in an edit those are sent that were typed in it, and what stood there before is none', async () => {
  const before = post({ $file: '/etc/passwd' }).json;
  const path = join(folder, 'a.png');
  const record = post({ $file: '/etc/passwd' }, { $file: path }, { $file: relative(process.cwd(), path) });
  const { files, json } = await planFiles(record, {
    ...host().deps,
    validate: undefined,
    allow: typedFiles([before]),
  });
  expect(files.map(({ file }) => file)).toEqual([path, path]);
  expect(JSON.parse(json).embed.images[0].image).toEqual({ $file: '/etc/passwd' });
  const odd = post({ $file: 3, inner: { $file: '/etc/passwd' } });
  expect(await planFiles(odd, { ...host().deps, allow: typedFiles([odd.json]) })).toMatchObject({
    files: [],
  });
  // What named a file inside of it is not typed by taking away what stood around it.
  const bare = post({ $file: '/etc/passwd' });
  expect(await planFiles(bare, { ...host().deps, allow: typedFiles([odd.json]) })).toMatchObject({
    files: [],
  });
  // Nor by what it is written over by now.
  const earlier = typedFiles([bare.json, post({}).json]);
  expect(await planFiles(bare, { ...host().deps, allow: earlier })).toMatchObject({ files: [] });
  await expect(plan(post({ $file: 3 }), typedFiles([]))).rejects.toThrow('names no file');
  await expect(plan(post({ $file: '~/no-such-file' }), typedFiles([]))).rejects.toThrow('is not there');
  expect(homedir()).not.toBe('');
});

test.each<[string, string, Buffer | string, string | undefined, string]>([
  ['by bytes', 'a.bin', picture, undefined, 'image/png'],
  ['by what is said', 'a.bin', 'x\0', 'application/x-own', 'application/x-own'],
  ['by the name', 'a.svg', '<svg/>', undefined, 'image/svg+xml'],
  ['as text', 'README', 'words', undefined, 'text/plain'],
  ['as bytes', 'a', 'x\0', undefined, 'application/octet-stream'],
  [
    'a container by what is said',
    'a.docx',
    'PK\x03\x04',
    'application/vnd.openxmlformats',
    'application/vnd.openxmlformats',
  ],
])('what a file is is told %s', async (_, name, bytes, mimeType, type) => {
  writeFileSync(join(folder, name), bytes);
  const json = JSON.stringify({ file: { $file: name, mimeType } });
  const { files } = await plan({ collection: 'com.example.thing', rkey: 'a', json });
  expect(files[0]?.type).toBe(type);
});

test('a file that is another by then is not sent', async () => {
  writeFileSync(join(folder, 'changing.png'), picture);
  const { deps, got } = host();
  const planned = await planFiles(post({ $file: 'changing.png' }), { ...deps, allow: below });
  writeFileSync(join(folder, 'changing.png'), Buffer.from(png(8)));
  await expect(sendFiles(planned, deps)).rejects.toThrow('"changing.png" is another than was looked at');
  expect(got).toEqual([]);
});

test('a host that has something else, or makes something else of it, is not believed', async () => {
  const planned = await plan(post({ $file: 'a.png' }));
  const other = host((blob) => ({ ...blob, size: blob.size - 1 }));
  await expect(sendFiles(planned, other.deps)).rejects.toMatchObject({
    kind: 'blob',
    message: 'pds.test has not what was sent of "a.png": nothing was written.',
  });
  const text = host((blob) => ({ ...blob, mimeType: 'text/plain' }));
  await expect(sendFiles(planned, text.deps)).rejects.toThrow('cannot stand at embed.images[0].image');
});
