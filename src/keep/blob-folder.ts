import { dirname, join } from 'node:path';

/** Where the blobs of a repository are, each under its CID: of a copy that is kept, or beside a CAR file. It need not be there. */
export const blobFolder = (car: string, isKept: boolean): string =>
  isKept ? join(dirname(car), 'blobs') : `${car.replace(/\.car$/, '')}.blobs`;
