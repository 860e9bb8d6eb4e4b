import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The folder of what is taken home, archives above all: in the folder that the user chose, or the platform's own for data. */
export function dataFolder(chosen: string | undefined): string {
  return chosen === undefined ? envPaths('atscope', { suffix: '' }).data : resolve(chosen);
}
