import { expect, test } from 'vitest';
import { Changes, waitUntil } from './wait-until.js';

function counter() {
  const changes = new Changes();
  let count = 0;
  return {
    add() {
      count += 1;
      changes.tell();
    },
    until: (number: number, inVain?: () => string | undefined) =>
      waitUntil({
        what: `a count of ${number}`,
        holds: () => count >= number,
        subscribe: changes.subscribe,
        found: () => `a count of ${count}`,
        inVain,
        guardMs: 20,
      }),
  };
}

test('ends with the change that brings what is waited for', async () => {
  const { add, until } = counter();
  const two = until(2);
  add();
  add();
  await two;
});

test('ends at once where it is there already', async () => {
  await counter().until(0);
});

test('says what was there instead when the time of the guard is over', async () => {
  const { add, until } = counter();
  add();
  await expect(until(2)).rejects.toThrow(
    '20 ms passed while waiting for a count of 2. What was there:\na count of 1',
  );
});

test('ends as soon as it cannot come any more', async () => {
  const { add, until } = counter();
  const two = until(2, () => 'The program ended');
  add();
  await expect(two).rejects.toThrow('The program ended while waiting for a count of 2');
});
