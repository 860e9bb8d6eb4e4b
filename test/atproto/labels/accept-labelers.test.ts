import { expect, test } from 'vitest';
import { acceptLabelers } from '../../../src/atproto/labels/accept-labelers.js';

test('the labelers that are set are named in one header, and takedowns obeyed where they are Bluesky’s', () => {
  expect(acceptLabelers(['did:plc:one', 'did:plc:ar7c4by46qjdydhdevvrndac'])).toEqual({
    'atproto-accept-labelers': 'did:plc:one, did:plc:ar7c4by46qjdydhdevvrndac;redact',
  });
});

test('without any the service takes those that it takes for everybody: an empty header would mean none', () => {
  expect(acceptLabelers([])).toBeUndefined();
});
