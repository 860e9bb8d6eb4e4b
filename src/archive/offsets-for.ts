/** Room for so many places in a file: four bytes for each do where it is shorter than 4 GiB. */
export const offsetsFor = (
  fileBytes: number,
  room: number,
): Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> =>
  fileBytes < 2 ** 32 ? new Uint32Array(room) : new Float64Array(room);
