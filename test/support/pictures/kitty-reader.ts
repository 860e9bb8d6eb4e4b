import { inflateSync } from 'node:zlib';

/** A picture that a terminal was sent by kitty's graphics protocol, to be drawn where its placeholders stand. */
export interface KittyPicture {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const START = '\x1b_G';
const END = '\x1b\\';
const TMUX_START = '\x1bPtmux;';

/**
 * Reads what a terminal is sent as kitty would, and no more than that: keys before `;`, base64 after it, parts of a picture until `m=0`.
 * Throws for what the protocol does not allow, and for what asks for an answer.
 */
export class KittyReader {
  readonly pictures = new Map<number, KittyPicture>();
  #begun: { keys: Map<string, string>; data: string } | undefined;

  /** A text of messages and of nothing else. */
  read(text: string): void {
    for (let at = 0; at < text.length; ) {
      if (!text.startsWith(START, at)) throw new Error(`no message at ${at}`);
      const end = text.indexOf(END, at);
      if (end < 0) throw new Error('a message without an end');
      this.#message(text.slice(at + START.length, end));
      at = end + END.length;
    }
    if (this.#begun) throw new Error('a picture without its last part');
  }

  /** The same in the envelopes that tmux hands on, each message in one of its own. */
  readThroughTmux(text: string): void {
    let inner = '';
    for (let at = 0; at < text.length; ) {
      if (!text.startsWith(TMUX_START, at)) throw new Error(`no envelope at ${at}`);
      // The first ESC that is not one of two ends it.
      let end = at + TMUX_START.length;
      while (!(text[end] === '\x1b' && text[end + 1] !== '\x1b')) {
        if (end >= text.length) throw new Error('an envelope without an end');
        end += text[end] === '\x1b' ? 2 : 1;
      }
      if (text[end + 1] !== '\\') throw new Error('an escape of its own in an envelope');
      inner += text.slice(at + TMUX_START.length, end).replaceAll('\x1b\x1b', '\x1b');
      at = end + 2;
    }
    this.read(inner);
  }

  #message(text: string): void {
    const [head = '', data = ''] = text.split(';');
    const keys = new Map(head.split(',').map((pair) => pair.split('=') as [string, string]));
    if (keys.get('q') !== '2') throw new Error('a message that is answered');
    if (data.length > 4096 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) throw new Error('data that is none');
    if (keys.get('a') === 'd') {
      if (this.#begun) throw new Error('another message between the parts of a picture');
      if (keys.get('d') !== 'I') throw new Error('a picture that is kept in memory');
      this.pictures.delete(number(keys, 'i'));
      return;
    }
    if (this.#begun) {
      if ([...keys.keys()].some((key) => key !== 'm' && key !== 'q')) throw new Error('keys in a later part');
      this.#begun.data += data;
    } else this.#begun = { keys, data };
    if (keys.get('m') === '1') {
      if (data.length % 4 !== 0) throw new Error('a part that ends within a byte');
      return;
    }
    this.#take(this.#begun.keys, this.#begun.data);
    this.#begun = undefined;
  }

  #take(keys: ReadonlyMap<string, string>, data: string): void {
    const asked = ['a', 'U', 'f', 'o'].map((key) => `${key}=${keys.get(key)}`).join();
    if (asked !== 'a=T,U=1,f=32,o=z') throw new Error(`not as it is meant: ${asked}`);
    const [width, height] = [number(keys, 's'), number(keys, 'v')];
    const rgba = inflateSync(Buffer.from(data, 'base64'));
    if (rgba.length !== width * height * 4) throw new Error(`${rgba.length} bytes for ${width}×${height}`);
    const [columns, rows] = [number(keys, 'c'), number(keys, 'r')];
    this.pictures.set(number(keys, 'i'), { columns, rows, width, height, rgba });
  }
}

function number(keys: ReadonlyMap<string, string>, key: string): number {
  const value = Number(keys.get(key));
  if (!Number.isInteger(value) || value <= 0) throw new Error(`${key} is ${keys.get(key)}`);
  return value;
}
