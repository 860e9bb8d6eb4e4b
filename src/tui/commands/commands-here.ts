import { type Command, type CommandContext, type Scope, scopeOf } from './command.js';

/** The command that a key means here; undefined where it means nothing. A key that the user gave goes before a default one. */
export function commandFor(
  key: string,
  context: Pick<CommandContext, 'state' | 'commands'>,
): Command | undefined {
  const scope = scopeOf(context.state);
  const meant = context.commands.filter(
    ({ keys, scopes, applies }) =>
      scopes.includes(scope) && keys.includes(key) && (applies?.(context.state) ?? true),
  );
  return meant.find(({ isRemapped }) => isRemapped) ?? meant[0];
}

/** Whether what takes the keys in a scope can call a command by its name. */
export const isNamedIn = ({ name, scopes, namedIn = [] }: Command, scope: Scope): boolean =>
  name !== undefined && (scopes.includes(scope) || namedIn.includes(scope));

/** The commands that work where the keys go now. */
export function commandsHere({
  state,
  commands,
}: Pick<CommandContext, 'state' | 'commands'>): readonly Command[] {
  const scope = scopeOf(state);
  return commands.filter(({ scopes }) => scopes.includes(scope));
}
