const PLAIN_NAME = /^[A-Za-z_$][\w$-]*$/;

/** Where something is in a record, such as `embed.images[0].alt`; `` for the whole of it. */
export function issuePath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (typeof step === 'string' && PLAIN_NAME.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(String(step))}]`;
  }
  return text;
}
