import { describe, expect, test } from 'vitest';
import {
  type Address,
  accountOf,
  addressUri,
  formatAddress,
  parentAddress,
  parseAddress,
  sameAddress,
  withAccount,
} from '../../src/places/address.js';
import { kindOf } from '../../src/places/kind-of.js';
import { placeKinds } from '../../src/places/registry.js';
import { randomAddress } from '../support/random-address.js';

const ADDRESSES_OF_EACH = 500;

describe.each(placeKinds.map((kind) => [kind.kind, kind] as const))('an address of %s', (name, kind) => {
  const addresses = Array.from({ length: ADDRESSES_OF_EACH }, () => randomAddress(name));

  test('reads back as the same from what it is written as', () => {
    for (const address of addresses)
      expect(parseAddress(formatAddress(address)), formatAddress(address)).toEqual({ ok: true, address });
  });

  test('leads out to a place that can be written, and at last to none', () => {
    for (const address of addresses.slice(0, 20)) {
      let steps = 0;
      for (let at: Address | undefined = address; at !== undefined; at = parentAddress(at)) {
        expect(parseAddress(formatAddress(at)).ok).toBe(true);
        steps += 1;
        expect(steps).toBeLessThan(6);
      }
    }
  });

  test('is the same place by another spelling of its account, and by no other account', () => {
    for (const address of addresses.slice(0, 20)) {
      const account = accountOf(address);
      if (account === undefined) expect(withAccount(address, 'bob.test')).toEqual(address);
      else {
        expect(sameAddress(address, withAccount(address, account.toUpperCase()))).toBe(
          !account.startsWith('did:'),
        );
        expect(accountOf(withAccount(address, 'bob.test'))).toBe('bob.test');
        expect(addressUri(address)).toMatch(/^at:\/\//);
      }
    }
  });

  test('has a name and steps of its own', () => {
    for (const address of addresses.slice(0, 20)) {
      expect(kind.title(address, 'alice.test')).not.toBe('');
      const steps = kind.steps(address);
      expect(accountOf(address) === undefined ? steps.length : 1).toBeGreaterThan(0);
      expect(kindOf(address)).toBe(kind);
    }
  });
});
