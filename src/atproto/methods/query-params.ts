/** One parameter of a query as it is sent; a list is the same name again and again. */
export type QueryParam = readonly [name: string, value: string];

/** The value of a parameter; of one that comes again and again the first. */
export const paramOf = (params: readonly QueryParam[], name: string): string | undefined =>
  params.find(([one]) => one === name)?.[1];

/** The same parameters with one of them as it is now, in the place that it has; undefined leaves it out. */
export function withParam(
  params: readonly QueryParam[],
  name: string,
  value: string | undefined,
): readonly QueryParam[] {
  const at = params.findIndex(([one]) => one === name);
  const others = params.filter(([one]) => one !== name);
  return value === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, [name, value]);
}

/** As they are sent: `?name=value&…`; empty where there are none. */
export function sentQuery(params: readonly QueryParam[]): string {
  const query = new URLSearchParams();
  for (const [name, value] of params) query.append(name, value);
  return query.size === 0 ? '' : `?${query}`;
}
