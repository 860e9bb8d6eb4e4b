/** One JSON value kept as the text that the service sent. */
export interface RawItem {
  /** The JSON as sent, byte for byte. */
  text(): string;
  /** The parsed value. Integers past 2^53 are bigints, so that no digit is lost. */
  value(): unknown;
}

/** A run of JSON values that are kept as bytes and parsed only when one is looked at. */
export interface RawItems {
  readonly length: number;
  at(index: number): RawItem | undefined;
}
