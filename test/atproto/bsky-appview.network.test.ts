import { expect, test } from 'vitest';
import type { AppView } from '../../src/atproto/appview.js';
import { createAppView } from '../../src/atproto/bsky-appview.js';
import { nobodyAt } from '../../src/atproto/calls/authoriser.js';
import { hostPolicy } from '../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../src/atproto/calls/journal.js';
import { createTransport } from '../../src/atproto/calls/transport.js';
import { createXrpc } from '../../src/atproto/calls/xrpc.js';
import { jsonText } from '../faults/answers.js';
import { type Service, startService } from '../faults/service.js';

/** What `ask` gets from an AppView that answers everything with `text`. */
async function answeredWith<T>(
  text: string,
  ask: (appview: AppView, service: Service) => Promise<T>,
): Promise<T> {
  await using service = await startService(jsonText(text));
  const policy = hostPolicy([service.origin]);
  const transport = createTransport({ journal: createJournal(), policy, timeoutMs: 10_000 });
  try {
    return await ask(
      createAppView(createXrpc(nobodyAt(transport, new URL(service.origin), 'configured'))),
      service,
    );
  } finally {
    await transport.close();
  }
}

test.each([
  [
    'followers',
    (appview: AppView) => appview.getFollowers('a.test', 'c'),
    '/xrpc/app.bsky.graph.getFollowers?actor=a.test&limit=100&cursor=c',
  ],
  [
    'follows',
    (appview: AppView) => appview.page('app.bsky.graph.getFollows', 'follows', { actor: 'a.test' }, 'c'),
    '/xrpc/app.bsky.graph.getFollows?actor=a.test&limit=100&cursor=c',
  ],
  [
    'likes',
    (appview: AppView) => appview.getLikes('at://a.test/b/c', 'c'),
    '/xrpc/app.bsky.feed.getLikes?uri=at%3A%2F%2Fa.test%2Fb%2Fc&limit=100&cursor=c',
  ],
] as const)('%s are asked for by cursor, and kept as they came, whatever they are', async (key, ask, path) => {
  const page = await answeredWith(
    `{"${key}":[{"did":"did:plc:a"},null],"cursor":"d"}`,
    async (appview, service) => {
      const answer = await ask(appview);
      expect(service.asked).toEqual([`GET ${path}`]);
      return answer;
    },
  );
  expect(page.cursor).toBe('d');
  expect([0, 1, 2].map((index) => page.items.at(index)?.text())).toEqual([
    '{"did":"did:plc:a"}',
    'null',
    undefined,
  ]);
});
