import { expect, test, vi } from 'vitest';
import { createLabelDefinitions } from '../../../src/store/labels/label-definitions.js';
import { Tasks } from '../../../src/store/tasks.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';

const labeler = 'did:plc:labeler';
const services = [
  {
    creator: { did: labeler, handle: 'labeler.test', displayName: 'The Labeler' },
    policies: {
      labelValueDefinitions: [
        { identifier: 'spam', severity: 'alert', locales: [{ lang: 'en', name: 'Spam', description: '' }] },
        'odd',
      ],
    },
  },
  { creator: 'odd' },
];

/** Definitions over an AppView that answers so, and what came of it. */
function opened(answer: () => Promise<readonly unknown[]>) {
  const page = vi.fn(async (..._asked: readonly unknown[]) => ({
    items: rawItemsFromValues(await answer()),
    cursor: undefined,
  }));
  const learn = vi.fn();
  const changed = vi.fn();
  const client = { appview: { page } } as unknown as Parameters<typeof createLabelDefinitions>[0]['client'];
  const definitions = createLabelDefinitions({ client, tasks: new Tasks() }, { learn }, changed);
  return { definitions, page, learn, changed };
}

test('what a labeler means is asked for once, when a label of its is first shown, and all of it is known then', async () => {
  const { definitions, page, learn, changed } = opened(async () => services);
  expect(definitions.of(labeler, 'spam')).toBeUndefined();
  expect(definitions.of(labeler, 'rude')).toBeUndefined();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  expect(definitions.of(labeler, 'spam')).toMatchObject({ value: 'spam', severity: 'alert' });
  expect(definitions.of(labeler, 'rude')).toBeUndefined();
  expect(learn).toHaveBeenCalledWith(labeler, 'labeler.test', 'The Labeler');
  expect(page).toHaveBeenCalledTimes(1);
  expect(page.mock.calls[0]).toMatchObject([
    'app.bsky.labeler.getServices',
    'views',
    { dids: [labeler], detailed: true },
    undefined,
    { isBackground: true },
  ]);
});

test('an AppView that does not say is not asked again and again', async () => {
  const { definitions, page, changed } = opened(() => Promise.reject(new Error('not today')));
  definitions.of(labeler, 'spam');
  await vi.waitFor(() => expect(page).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  expect(definitions.of(labeler, 'spam')).toBeUndefined();
  await Promise.resolve();
  expect(page).toHaveBeenCalledTimes(1);
  expect(changed).not.toHaveBeenCalled();
});

test('only a DID can be asked about: what stands there instead is left alone', async () => {
  const { definitions, page } = opened(async () => services);
  expect(definitions.of('a stranger', 'spam')).toBeUndefined();
  await Promise.resolve();
  await Promise.resolve();
  expect(page).not.toHaveBeenCalled();
});
