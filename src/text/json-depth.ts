/** Whether JSON has arrays and objects in one another for more than so many levels. Goes level by level: depth costs no stack. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let here = [value].filter(isNested);
  for (let level = 0; level < levels && here.length > 0; level += 1) {
    here = here.flatMap((one) => Object.values(one).filter(isNested));
  }
  return here.length > 0;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
