/** A host with as many repositories as its argument says: pages of `listRepos` that are made as they are asked for, and nothing is held. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const HEAD = 'bafyreifthmanrftprbeogvikez76wqbrz5dk6tbfgvlqvufvnnmlobyjdm';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const count: number = JSON.parse(process.argv[2] ?? '0');

function didOf(number: number): string {
  let text = '';
  for (let left = number; text.length < 24; left = Math.floor(left / 32))
    text = `${BASE32[left % 32]}${text}`;
  return `did:plc:${text}`;
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://host');
  const start = Number(searchParams.get('cursor')?.split('::')[0] ?? 0);
  const end = Math.min(count, start + Number(searchParams.get('limit') ?? 500));
  const repos = Array.from({ length: end - start }, (_, index) => ({
    did: didOf(start + index),
    head: HEAD,
    rev: '3n3c6xqxv2q2a',
    active: true,
  }));
  // As a PDS does: a short page has a cursor, too, and an empty one follows it.
  const cursor = end > start ? { cursor: `${end}::${didOf(end - 1)}` } : {};
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...cursor, repos }));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
