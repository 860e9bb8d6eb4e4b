/** `?name=value`, a list as the same name again and again; what is undefined is left out. Empty where there is nothing. */
export function queryString(params: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) {
      if (one !== undefined) query.append(name, String(one));
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}
