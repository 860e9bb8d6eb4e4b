import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The folder of settings, recent places and identities: the one that the user chose, or the platform's own. */
export function configFolder(chosen: string | undefined): string {
  return chosen === undefined ? envPaths('atscope', { suffix: '' }).config : resolve(chosen);
}
