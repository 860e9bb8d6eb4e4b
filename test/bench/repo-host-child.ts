/** A host that sends the files that its argument names: all of a repository, or what is new of it. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

const { whole, since }: { readonly whole: string; readonly since: string } = JSON.parse(
  process.argv[2] ?? '{}',
);
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
  const file = new URL(request.url ?? '', 'http://host').searchParams.has('since') ? since : whole;
  pipeline(createReadStream(file, { highWaterMark: 2 ** 18 }), response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
