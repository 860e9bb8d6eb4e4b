import { blobAtHand } from '../../store/blobs/save-blob.js';
import { textArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

/** Taking a blob home. */
export const blobCommands: readonly Command[] = [
  withArgument<string>({
    id: 'blob.save',
    name: 'save',
    keys: [],
    title: 'save the picture or other blob at hand to a file',
    category: 'Record',
    scopes: paneScopes,
    args: textArgument('file'),
    titleWith: (path) => `save the blob at hand to ${path}`,
    refuse(state) {
      const blob = blobAtHand(state);
      return 'refused' in blob ? blob.refused : undefined;
    },
    run({ actions }, path) {
      actions.saveBlob(path);
    },
  }),
];
