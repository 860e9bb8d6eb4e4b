/** Bytes (of JSON, or of CBOR) that a frame may have. The largest that the protocol allows are commits with 2 MB of blocks. */
export const FRAME_MAX_BYTES = 5 * 1024 * 1024;

/** Bytes from which on a frame is not even read to its end, which costs the connection. */
export const PAYLOAD_MAX_BYTES = 16 * 1024 * 1024;
