import type { Draft, Drafts } from './drafts.js';
import { isMissing } from './file-problem.js';
import { PrivateFolder } from './private-folder.js';

const FILE = /^([\w-]{1,64})\.json$/;

/** Drafts in a folder, a file each, which nobody but their owner may read. `tell` takes a sentence about what cannot be read. */
export function openDrafts(path: string, tell: (text: string) => void): Drafts {
  const folder = new PrivateFolder(path, tell);

  async function read(name: string): Promise<Draft | undefined> {
    try {
      const value: unknown = JSON.parse(await folder.read(name));
      if (isDraft(value) && `${value.id}.json` === name) return value;
      tell(`${path}/${name} is not a draft of atscope: it stays as it is.`);
    } catch (error) {
      if (!isMissing(error)) tell(`${path}/${name} cannot be read: it stays as it is.`);
    }
    return undefined;
  }

  return {
    async list(did) {
      const names = (await folder.names()).filter((name) => FILE.test(name));
      const drafts = await Promise.all(names.map(read));
      return drafts
        .filter((draft) => draft?.did === did)
        .filter((draft) => draft !== undefined)
        .sort((one, other) => other.time - one.time);
    },
    save: (draft) => folder.write(`${draft.id}.json`, draft),
    remove: (id) => folder.remove(`${id}.json`),
  };
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { id, did, time, collection, rkey, base, baseJson, untyped, text, problem } = value as Record<
    keyof Draft,
    unknown
  >;
  return (
    [id, did, collection, text].every((one) => typeof one === 'string') &&
    typeof time === 'number' &&
    [rkey, base, baseJson, problem].every((one) => one === undefined || typeof one === 'string') &&
    (untyped === undefined || (Array.isArray(untyped) && untyped.every((one) => typeof one === 'string')))
  );
}
