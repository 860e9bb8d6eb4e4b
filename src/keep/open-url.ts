/** Opens an address in the browser. Rejects where there is no program that does it. */
export async function openUrl(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url);
}
