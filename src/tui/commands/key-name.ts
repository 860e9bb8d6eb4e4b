/** The name of one character that is typed where letters are keys. */
export const nameOfCharacter = (character: string): string => (character === ' ' ? 'Space' : character);

/** The same key pressed without Shift: what it means where nothing is bound to it with Shift. */
export const withoutShift = (name: string): string =>
  name.replace(/^((?:Alt-)?(?:Ctrl-)?)Shift-(?!Tab$)/, '$1');

/** Keys as people write them: `↓`, `Ctrl-d`. */
export function keyLabel(name: string): string {
  const arrows: Record<string, string> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };
  return arrows[name] ?? name;
}
