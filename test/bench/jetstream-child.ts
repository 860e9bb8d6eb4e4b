import type { Flood } from '../network/jetstream-flood.js';
import { startJetstream } from '../network/jetstream-server.js';

/**
 * A Jetstream in a process of its own, so that making the events up does not slow down what is measured. Sends its URL;
 * each message is a flood to send, answered when its last event is in the stream. Ends with the parent.
 */
const jetstream = await startJetstream({ version: 1 });
process.on('message', async (order: Flood) => {
  await jetstream.flood(order);
  process.send!('sent');
});
process.on('disconnect', () => process.exit(0));
process.send!(jetstream.url);
