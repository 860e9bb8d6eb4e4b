import { Server, Socket } from 'node:net';

/** The lane of these tests has no network: what is slow or may fail for reasons of its own runs as `*.network.test.ts`. */
function refuse(): never {
  throw new Error('A unit test opens no socket: call its file *.network.test.ts.');
}

Server.prototype.listen = refuse;
Socket.prototype.connect = refuse;
