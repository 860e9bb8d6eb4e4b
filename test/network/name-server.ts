import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server of this machine that knows the TXT records which it is given, and of no other name. */
export interface NameServer {
  /** `127.0.0.1:PORT`, as a name server stands in the settings. */
  readonly address: string;
  /** The TXT records by their name in lower case; changes from now on. Those of a name without any are no record, and no error. */
  readonly txt: Map<string, readonly string[]>;
  /** Each name that it was asked for, in lower case, oldest first. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const HEADER_BYTES = 12;
const TYPE_TXT = 16;
const CLASS_INTERNET = 1;
const NO_SUCH_NAME = 3;
/** It is an answer, and from who knows; whether recursion was asked for comes from the question. */
const ANSWER_FLAGS = 0x8400;
const RECURSION_DESIRED = 0x0100;
/** The name that stands in the question, right behind the header. */
const NAME_OF_QUESTION = 0xc000 | HEADER_BYTES;
const TTL_SECONDS = 1;
/** A string of a TXT record has its length in one byte. */
const STRING_MAX_BYTES = 255;

/** Starts a DNS server (RFC 1035, over UDP) on a free port of localhost. */
export async function startNameServer(records: Readonly<Record<string, string>> = {}): Promise<NameServer> {
  const txt = new Map(Object.entries(records).map(([name, value]) => [name, [value] as readonly string[]]));
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const question = readQuestion(query);
    if (question === undefined) return;
    asked.push(question.name);
    socket.send(answer(query, question, txt.get(question.name)), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    txt,
    asked,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where it ends in the query. */
  readonly end: number;
}

/** The one question of a query; undefined for what is none. */
function readQuestion(query: Buffer): Question | undefined {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]; length !== undefined && length > 0; length = query[at]) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const end = at + 5;
  if (end > query.length) return undefined;
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end };
}

function answer(query: Buffer, { type, end }: Question, texts: readonly string[] | undefined): Buffer {
  const answers = type === TYPE_TXT ? (texts ?? []).map(txtRecord) : [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  const recursion = query.readUInt16BE(2) & RECURSION_DESIRED;
  header.writeUInt16BE(ANSWER_FLAGS | recursion | (texts === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...answers]);
}

function txtRecord(text: string): Buffer {
  const bytes = Buffer.from(text);
  const strings: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += STRING_MAX_BYTES) {
    const chunk = bytes.subarray(at, at + STRING_MAX_BYTES);
    strings.push(Buffer.from([chunk.length]), chunk);
  }
  const data = Buffer.concat(strings);
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(NAME_OF_QUESTION, 0);
  head.writeUInt16BE(TYPE_TXT, 2);
  head.writeUInt16BE(CLASS_INTERNET, 4);
  head.writeUInt32BE(TTL_SECONDS, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
