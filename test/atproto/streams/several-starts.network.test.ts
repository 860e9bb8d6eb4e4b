import { expect, test } from 'vitest';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import { commitFrame, timeAt } from '../../support/streams/frames.js';
import { createRecorder, EVERYTHING, line, QUICK } from '../../support/streams/recorder.js';
import { startScriptedStream } from '../../support/streams/scripted-stream.js';

test.each([
  ['oldest first', [10, 500, 800]],
  ['newest first', [800, 500, 10]],
])('of several that begin in one moment, %s, the one that is too old has a gap, and the others all that is theirs', async (_, starts) => {
  await using server = await startScriptedStream('jetstream-v2', {
    refuse(refuse, _index, asked) {
      if (Number(asked.get('cursor')) >= 300) return false;
      refuse(400, JSON.stringify({ error: 'CursorTooOld', message: 'it is too old' }));
      return true;
    },
    async onOpen(socket, _index, asked) {
      for (let seq = Number(asked.get('cursor')) + 1; seq <= 1_000; seq++) {
        socket.send(await commitFrame('jetstream-v2', { seq }));
      }
    },
  });
  const streams = createEventStreams({ urls: [server.url], timings: QUICK });
  const recorders = starts.map((seq) => {
    const recorder = createRecorder();
    streams.subscribe(EVERYTHING, recorder, { from: { source: server.url, cursor: seq, time: timeAt(seq) } });
    return { seq, recorder };
  });
  for (const { recorder } of recorders) {
    await recorder.until(() => recorder.received.some((event) => line(event).endsWith('/r1000')));
  }
  streams.close();

  expect(server.requests.map((asked) => asked.get('cursor'))).toEqual(['1', '400']);
  for (const { seq, recorder } of recorders) {
    const first = seq === 10 ? 401 : seq + 1;
    expect(recorder.received.map(line)).toEqual(
      Array.from(
        { length: 1_000 - first + 1 },
        (_, index) => `create did:plc:a app.bsky.graph.follow/r${first + index}`,
      ),
    );
    expect(recorder.gaps).toEqual(
      seq === 10
        ? [{ from: timeAt(10), to: timeAt(401), reason: expect.stringContaining('does not take the cursor') }]
        : [],
    );
  }
});
