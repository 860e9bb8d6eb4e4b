/**
 * Lets Node run these sources itself, `node --import ./source-hooks.ts`, by finding the `.ts` that an import of `.js` means.
 * tsx would do, too, but takes several seconds more for the thousands of modules of the network's services.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
