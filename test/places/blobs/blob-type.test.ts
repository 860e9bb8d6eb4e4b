import { describe, expect, test } from 'vitest';
import { blobFileName, plainType, textOf, typeOfBytes } from '../../../src/places/blobs/blob-type.js';
import { png } from '../../network/png.js';

const CID = 'bafkreibeb75gj36wqyxtdxp54jnv3xx67wf6vxidkyznps5tkzmwrynupu';

describe('the type of a blob', () => {
  test.each([
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x1cftypavif', 'image/avif'],
    ['\0\0\0\x18ftypisom', 'video/mp4'],
    ['%PDF-1.7', 'application/pdf'],
    ['WEBVTT\n', 'text/vtt'],
    ['<svg xmlns="…">', undefined],
    ['', undefined],
  ])('of what begins with %j is %s', (begins, type) => {
    expect(typeOfBytes(Buffer.from(begins, 'latin1'))).toBe(type);
  });

  test('names its file by what its bytes show, whatever is said of it, and by that where they show nothing', () => {
    const picture = Buffer.from(png(1));
    expect(blobFileName(CID, picture, 'text/html; charset=utf-8')).toBe(`${CID}.png`);
    expect(blobFileName(CID, Buffer.from('{}'), 'application/json')).toBe(`${CID}.json`);
    expect(blobFileName(CID, Buffer.from('?'), undefined)).toBe(`${CID}.bin`);
    expect(blobFileName(CID, Buffer.from('?'), 'x/../../etc/passwd')).toBe(`${CID}.bin`);
  });

  test('is told without what follows it', () => {
    expect(plainType('Text/VTT; charset=utf-8')).toBe('text/vtt');
    expect(plainType(';')).toBeUndefined();
  });
});

test('bytes are text where they are UTF-8 and hold nothing that texts do not', () => {
  expect(textOf(Buffer.from('Äpfel\n'))).toBe('Äpfel\n');
  expect(textOf(Buffer.from('WEBVTT\n'))).toBe('WEBVTT\n');
  expect(textOf(Buffer.from([0xc3, 0x28]))).toBeUndefined();
  expect(textOf(Buffer.from('a\0b'))).toBeUndefined();
  expect(textOf(Buffer.from(png(1)))).toBeUndefined();
});
