import { describe, expect, test } from 'vitest';
import { filesLoadedWith, loadedWith, readBundle } from '../support/package/bundle.js';

const bundle = await readBundle();

/** Of what is loaded with a file, that which lies in one of the folders. */
const loadedFrom = (file: string, folders: RegExp): readonly string[] =>
  loadedWith(bundle, file).filter((source) => folders.test(source));

function fileOf(entryPoint: string): string {
  const found = Object.entries(bundle.outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (found === undefined) throw new Error(`no file of dist/ begins with ${entryPoint}`);
  return found[0];
}

describe('the bundle', () => {
  test('loads nothing of the screen with a verb', () => {
    expect(loadedFrom('dist/main.js', /^src\/tui\//)).toEqual([]);
    expect(
      loadedFrom('dist/main.js', /node_modules\/(?:react|ink|yoga|chalk|scheduler|react-reconciler)/),
    ).toEqual([]);
  });

  test('sends the first calls of the screen without React', () => {
    const opening = fileOf('src/tui/open-screen.ts');
    expect(loadedFrom(opening, /node_modules\/(?:react|ink|yoga|scheduler|react-reconciler)/)).toEqual([]);
  });

  test('opens archives in a worker that loads nothing of what is above them', () => {
    const worker = fileOf('src/archive/worker/open-worker.ts');
    expect(worker).toBe('dist/archive-worker.js');
    expect(loadedFrom(worker, /^src\/(?:lenses|places|jobs|store|cli|tui)\//)).toEqual([]);
  });

  test('loads what opens archives when one is opened', () => {
    const opening = /^src\/archive\/(?:index\/|worker\/|open-archive|car-scan|tree-walk)/;
    for (const start of ['src/main.ts', 'src/tui/open-screen.ts', 'src/tui/draw-screen.tsx']) {
      expect(loadedFrom(fileOf(start), opening), start).toEqual([]);
    }
  });

  test('loads what lays out a thread when one is shown', () => {
    for (const start of ['src/main.ts', 'src/tui/open-screen.ts', 'src/tui/draw-screen.tsx']) {
      expect(loadedFrom(fileOf(start), /^src\/places\/threads\//), start).toEqual([]);
    }
  });

  test('reads pictures in a worker that loads nothing of the screen, and loads it when there is one', () => {
    const worker = fileOf('src/tui/pictures/picture-worker.ts');
    expect(worker).toBe('dist/pictures.js');
    const ofPictures = /^src\/(?:tui\/pictures|places\/blobs\/picture-header)\//;
    expect(loadedFrom(worker, /^src\//).filter((source) => !ofPictures.test(source))).toEqual([]);
    const reading =
      /^src\/tui\/pictures\/(?:decode\/|kitty|block-lines|picture-(?:decoder|worker|effects))|node_modules\/omggif/;
    for (const start of ['src/main.ts', 'src/tui/open-screen.ts', 'src/tui/draw-screen.tsx']) {
      expect(loadedFrom(fileOf(start), reading), start).toEqual([]);
    }
  });

  test('starts with few files, which Node looks up one by one, and has no source in two of them', () => {
    const files = new Set<string>();
    for (const start of ['src/main.ts', 'src/tui/open-screen.ts', 'src/tui/draw-screen.tsx']) {
      for (const file of filesLoadedWith(bundle, fileOf(start))) files.add(file);
    }
    expect(files.size).toBeLessThanOrEqual(6);
    const workers = ['dist/archive-worker.js', 'dist/pictures.js'];
    const sources = Object.entries(bundle.outputs)
      .filter(([file]) => !workers.includes(file))
      .flatMap(([, { inputs }]) => Object.entries(inputs))
      .flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : []));
    expect(new Set(sources).size).toBe(sources.length);
  });

  test('loads what is used rarely, when it is used', () => {
    const rare =
      /node_modules\/(?:undici|conf|ajv|open|proper-lockfile|graceful-fs|@atproto\/[^/]+|@atcute\/oauth-[^/]+|valibot)\/|src\/atproto\/session\/oauth\//;
    for (const start of ['src/main.ts', 'src/tui/open-screen.ts', 'src/tui/draw-screen.tsx']) {
      expect(loadedFrom(fileOf(start), rare), start).toEqual([]);
    }
  });
});
