import type { RawItem, RawItems } from '../atproto/calls/raw-items.js';
import { byteSize } from '../text/byte-size.js';
import { textField } from '../text/json-fields.js';
import type { Rows } from './listing.js';

/** Bytes of a record that is shown: what a whole answer may have otherwise. */
const RECORD_MAX_BYTES = 10 * 1024 * 1024;

/** Stands for a record that is too large to be kept and shown: what it is called, and how large it is. */
export class LargeRecord implements RawItem {
  readonly uri: string | undefined;
  readonly cid: string | undefined;
  /** What stands in place of the record, as a sentence. */
  readonly said: string;

  constructor(whole: unknown, bytes: number) {
    this.uri = textField(whole, 'uri');
    this.cid = textField(whole, 'cid');
    this.said = `This record is ${byteSize(bytes)}, more than atscope shows (${byteSize(RECORD_MAX_BYTES)}).`;
  }

  text(): string {
    return JSON.stringify({ uri: this.uri, cid: this.cid, value: this.said });
  }

  value(): unknown {
    return { uri: this.uri, cid: this.cid, value: this.said };
  }

  written(): unknown {
    return this.value();
  }
}

/** The items of a page, and in place of each that is too large one that says so. */
export function withoutLarge(items: RawItems): Rows<RawItem> {
  const shown: RawItem[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items.at(index);
    if (!item) continue;
    const bytes = Buffer.byteLength(item.text());
    shown.push(bytes > RECORD_MAX_BYTES ? new LargeRecord(item.value(), bytes) : item);
  }
  return shown;
}
