type Environment = Readonly<Record<string, string | undefined>>;

/** Opens an address in the browser. Rejects where there is no program that does it. */
export async function openUrl(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url);
}

/** Why no browser would be seen by who sits before the terminal, as a clause; undefined where one would. */
export function whyNoBrowser(env: Environment, platform: NodeJS.Platform): string | undefined {
  if (env.SSH_CONNECTION || env.SSH_TTY) return 'this is another machine, over ssh';
  if (platform === 'darwin' || platform === 'win32' || env.WSL_DISTRO_NAME) return undefined;
  return env.DISPLAY || env.WAYLAND_DISPLAY ? undefined : 'there is no display here';
}
