/**
 * Names of members that say where something is, whatever prefix stands before them: of EXIF, Photoshop and IPTC in XMP (ISO 16684-2, IPTC
 * Photo Metadata Standard 2023), and of the vocabularies of maps.
 */
const PLACE =
  /[:<](?:GPS\w+|City|State|Country\w*|Location\w*|Sublocation|Province\w*|WorldRegion|Latitude|Longitude|lat|long|geo|GeoTag\w*|Landmark)\s*[=>/]/i;

/** Whether a packet of XMP says where something is. It may be in UTF-16 or UTF-32, too: zeros are passed over. */
export const xmpTellsPlace = (packet: Uint8Array): boolean =>
  PLACE.test(Buffer.from(packet.filter((byte) => byte !== 0)).toString('latin1'));

/** Has a packet say nothing: what is not there is written as blanks, which XMP is padded with anyway. */
export const blankXmp = (packet: Uint8Array): void => void packet.fill(0x20);
