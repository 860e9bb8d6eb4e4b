const MARK = 0x1c;
const APPLICATION_RECORD = 2;
/** Content location, city, sub-location, province, country (IPTC-IIM 4.2, section 6). */
const PLACE_DATASETS: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);
/** Lengths from here on are written otherwise, and no text is as long. */
const LONG = 0x8000;

/** Whether datasets of IPTC-IIM say where something is; undefined where they cannot be read. */
export function iptcTellsPlace(data: Buffer): boolean | undefined {
  let at = 0;
  while (at < data.length) {
    // Padding.
    if (data[at] === 0) {
      at += 1;
      continue;
    }
    if (data[at] !== MARK || at + 5 > data.length) return undefined;
    const length = data.readUInt16BE(at + 3);
    if (length >= LONG) return undefined;
    if (data[at + 1] === APPLICATION_RECORD && PLACE_DATASETS.has(data[at + 2] ?? 0)) return true;
    at += 5 + length;
  }
  return false;
}
