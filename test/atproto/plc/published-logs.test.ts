import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLog } from '../../../src/atproto/plc/check-log.js';

// did-method-plc/did-method-plc, interop_tests/audit_log: read where they lie beside the project.
const folder = new URL('../../../../shared/vectors/plc/audit_log/', import.meta.url);
const isThere = existsSync(folder);

describe.skipIf(!isThere)('the published logs', () => {
  const logs = ['valid', 'invalid'].flatMap((verdict) => {
    const names = isThere ? readdirSync(new URL(verdict, folder)) : [];
    return names.map((name) => [`${verdict}/${name}`, verdict === 'valid'] as const);
  });

  it('are 20', () => {
    expect(logs).toHaveLength(20);
  });

  it.each(logs)('%s', async (name, holds) => {
    const log = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const { problem, entries } = await checkLog(log[0].did, log);
    if (holds) {
      expect(problem).toBeUndefined();
      expect(entries).toHaveLength(log.length);
    } else {
      expect(problem).toMatch(/^Operation \d+ does not hold: it /);
    }
  });
});
