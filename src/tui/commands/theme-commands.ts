import type { ThemeName } from '../../keep/theme-setting.js';
import { selectedTheme, themeView } from '../views/theme.js';
import { themeArgument } from './arguments.js';
import { type Command, type CommandContext, paneScopes, withArgument } from './command.js';

/** Which colours the screen has. */
export const themeCommands: readonly Command[] = [
  withArgument<ThemeName>({
    id: 'screen.theme',
    name: 'theme',
    keys: [],
    title: 'choose colours for a dark or a light terminal',
    category: 'Tools',
    scopes: paneScopes,
    anywhere: true,
    args: themeArgument(),
    titleWith: (name) => `use the theme ${name}`,
    run(context, name) {
      if (name === undefined) context.actions.openMenu(themeView.id);
      else choose(context, name);
    },
  }),
  {
    id: 'theme.use',
    keys: ['Enter'],
    title: 'use the theme',
    category: 'Tools',
    scopes: ['theme'],
    hint: 'use',
    run(context) {
      const name = selectedTheme(context.state);
      if (name === undefined) return;
      context.actions.closeOverlay();
      choose(context, name);
    },
  },
];

function choose({ actions }: CommandContext, name: ThemeName): void {
  actions.chooseTheme(name);
  actions.notify(`The theme is ${name}. To keep it, put "theme": "${name}" into settings.json.`);
}
