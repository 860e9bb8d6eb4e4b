import { afterEach, describe, expect, test, vi } from 'vitest';
import { zoneName, zoneText } from '../../src/text/date-time.js';

const before = process.env.TZ;
const winter = Date.UTC(2026, 0, 15);
const summer = Date.UTC(2026, 6, 15);

afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

describe.each([
  ['Europe/Berlin', '+01:00', '+02:00', 'Berlin'],
  ['America/New_York', '-05:00', '-04:00', 'New York'],
  ['Australia/Adelaide', '+10:30', '+09:30', 'Adelaide'],
  ['America/St_Johns', '-03:30', '-02:30', 'St Johns'],
  ['America/Argentina/Buenos_Aires', '-03:00', '-03:00', 'Buenos Aires'],
  ['Europe/London', 'UTC', '+01:00', 'London'],
  ['UTC', 'UTC', 'UTC', 'UTC'],
])('in %s', (zone, inWinter, inSummer, name) => {
  test('a moment has the distance from UTC that it had then', () => {
    process.env.TZ = zone;
    expect([zoneText(winter), zoneText(summer)]).toEqual([inWinter, inSummer]);
  });

  test('many of them have the name, which is the same all year', () => {
    process.env.TZ = zone;
    expect(zoneName()).toBe(name);
  });
});

test('the name is told where the environment says none, as on most machines', async () => {
  delete process.env.TZ;
  vi.resetModules();
  const fresh = await import('../../src/text/date-time.js');
  expect(fresh.zoneName()).not.toBe('');
});

test('no time has no zone', () => {
  expect(zoneText(Number.NaN)).toBe('');
});
