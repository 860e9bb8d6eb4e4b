import { describe, expect, it } from 'vitest';
import { type Driver, driverFor } from '../../../src/archive/search/driver.js';
import { foldCase, parseQuery } from '../../../src/archive/search/query.js';
import { scannerFor } from '../../../src/archive/search/scanner.js';
import { randomFrom } from '../../support/random.js';

const ROOM_BYTES = 4096;

describe.each([
  ['by WebAssembly', scannerFor],
  ['without it', () => undefined],
])('a driver %s', (_, withScanner) => {
  const made = (query: string): Driver | undefined =>
    driverFor(parseQuery(query).terms, 2, ROOM_BYTES, withScanner);

  function placesIn(driver: Driver, bytes: Buffer, length = bytes.length): number[] {
    const [, room = Buffer.alloc(ROOM_BYTES)] = driver.rooms ?? [];
    room.fill(0);
    bytes.copy(room);
    driver.load(room, length);
    const places: number[] = [];
    for (let at = driver.next(0); at !== -1; at = driver.next(at + 1)) places.push(at);
    return places;
  }

  it.each([
    ['Harbor', 'harbor HARBOR hArBoR harbour', [0, 7, 14]],
    ['"Harbor"', 'harbor HARBOR Harbor', [14]],
    ['a[', 'A[ a{ A{ a[', [0, 9]],
    ['мир', 'МИР мир МиР миг', [0, 7, 14]],
    ['οδοσ', 'ΟΔΟΣ οδος οδοσ', [0, 9, 18]],
    ['école', 'ÉCOLE école e\u0301cole', [2, 9, 17]],
    ['x', 'xX', [0, 1]],
  ])('finds %s in "%s"', (query, text, places) => {
    const driver = made(query);
    expect(driver && placesIn(driver, Buffer.from(text))).toEqual(places);
  });

  it('finds nothing that is not whole', () => {
    const driver = made('harbor');
    expect(driver && placesIn(driver, Buffer.from('harbor'), 5)).toEqual([]);
    expect(driver && placesIn(driver, Buffer.from('ha'), 2)).toEqual([]);
  });

  it('finds in random bytes what looking at each place finds', () => {
    const random = randomFrom(17);
    const letters = [...'abAB .\u00e9\u00c9жЖ'];
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: random.below(random.pick([5, 40, 600])) }, () =>
        random.pick(letters),
      );
      const word = Array.from({ length: 1 + random.below(5) }, () => random.pick(letters)).join('');
      const bytes = Buffer.from(text.join(''));
      const driver = made(`"${word}"`);
      const expected = [...bytes.keys()].filter((at) =>
        bytes.subarray(at).toString('latin1').startsWith(Buffer.from(word).toString('latin1')),
      );
      expect(driver && placesIn(driver, bytes), word).toEqual(expected);
      const ascii = word.replaceAll(/[^a-z]/gi, '') || 'a';
      const folded = bytes.toString('latin1').toLowerCase();
      const anyCase = made(ascii);
      expect(anyCase && placesIn(anyCase, bytes), ascii).toEqual(
        [...bytes.keys()].filter((at) => folded.startsWith(foldCase(ascii), at)),
      );
    }
  });

  it('is there for no word whose accents do not matter', () => {
    expect(made('~ecole')).toBeUndefined();
    expect(made('~ecole soir')).toBeDefined();
  });
});

it('leaves a machine alone that has no such instructions', () => {
  expect(scannerFor({ length: 1, may: new Uint8Array(256).fill(1) }, 2, 2 ** 40)).toBeUndefined();
});
