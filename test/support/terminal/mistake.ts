/**
 * The environment in which a program makes a mistake of its own, in a callback, when it gets a signal: one that nobody else
 * listens to, such as SIGURG.
 */
export function mistakeOn(signal: NodeJS.Signals, mistake: string): { readonly NODE_OPTIONS: string } {
  const script = `process.on('${signal}', () => setTimeout(() => { ${mistake} }, 1))`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
