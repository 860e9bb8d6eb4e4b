import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Step } from '../../store/scroll.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import {
  collectionsHeight,
  innerSize,
  listHeight,
  liveHeight,
  overlaySize,
  recordSize,
} from '../screen/layout.js';
import { accountChoices } from '../views/accounts-lines.js';
import { callLines } from '../views/call-lines.js';
import { profileLines } from '../views/profile-lines.js';
import { recordLayout } from '../views/record-view.js';
import { tailRows } from '../views/tail-lines.js';
import { type CommandContext, scopeOf } from './command.js';
import { helpLinesOf } from './command-views.js';

/** Moves in whatever has the keys. `stepOf` turns its height, in lines, into a step. */
export function moveFocused(context: CommandContext, stepOf: (height: number) => Step): void {
  const { state, actions, layout } = context;
  const { overlay } = state;
  switch (scopeOf(state)) {
    case 'profile': {
      const { width, height } = innerSize(layout.profile);
      const account = currentAccount(state);
      const lines = account ? profileLines(account, width, state.words, state.session?.did).length : 0;
      actions.moveProfile(stepOf(height), height, lines);
      break;
    }
    case 'collections': {
      const height = collectionsHeight(layout);
      actions.moveCollections(stepOf(height), height);
      break;
    }
    case 'list': {
      const height = listHeight(layout);
      actions.moveList(stepOf(height), height);
      break;
    }
    case 'record': {
      const { height } = recordSize(layout);
      actions.moveRecord(stepOf(height), height, recordLayout(state, layout)?.length ?? 0);
      break;
    }
    case 'live': {
      const tail = shownTail(state);
      const height = tail ? Math.max(1, tailRows(tail, innerSize(layout.live))) : liveHeight(layout);
      actions.moveLive(stepOf(height), height);
      break;
    }
    case 'help': {
      const { height } = overlaySize(layout);
      actions.scrollHelp(stepOf(height), height, helpLinesOf(context).length);
      break;
    }
    case 'calls':
      actions.moveCalls(stepOf(overlaySize(layout).height));
      break;
    case 'call': {
      const { width, height } = overlaySize(layout);
      const open = overlay?.kind === 'calls' ? overlay.open : undefined;
      const entry = state.calls.find(({ id }) => id === open);
      actions.scrollCall(stepOf(height), height, entry ? callLines(entry, width).length : 0);
      break;
    }
    case 'copy': {
      const count = overlay?.kind === 'copy' ? overlay.options.length : 0;
      actions.moveSelection(stepOf(count), count);
      break;
    }
    case 'accounts': {
      const count = accountChoices(state.signedIn).length;
      actions.moveSelection(stepOf(count), count);
      break;
    }
    default:
      // Prompts take no such keys.
      break;
  }
}
