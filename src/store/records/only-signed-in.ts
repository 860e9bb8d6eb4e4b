import { atUriParts } from '../../atproto/at-uri.js';
import { asksForSignIn, hasNotShown, isNotShown, ONLY_SIGNED_IN } from '../../atproto/only-signed-in.js';
import { listField, textField } from '../../text/json-fields.js';
import { type Sentence, say } from '../../text/sentence.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import type { Account } from '../accounts/accounts-state.js';
import type { State } from '../state.js';
import type { RecordText } from './records-state.js';
import type { Shown } from './shown-record.js';

const NOT_SHOWN = say`Its author asks apps to show it only to who is signed in: {key:account.sign-in} signs in.`;
const PUBLIC_RECORD = say`Its author asks apps to show it only to who is signed in ({key:account.sign-in} signs in). The repository is public: this is the record.`;

/**
 * What is said of what the record pane shows where its author asks apps to show it only to who is signed in, and nobody is. What an
 * AppView makes of it is left out then; the record itself is public, and is there to be read.
 */
export function onlySignedInNote(state: State, shown: Shown | undefined): Sentence | undefined {
  const text = shown?.record.value;
  if (text === undefined || state.session !== undefined || shown?.of === 'document') return undefined;
  if (known(withheld, text, ({ json }) => hasNotShown(json))) return NOT_SHOWN;
  const { repo, collection } = atUriParts(text.uri) ?? {};
  if (collection === undefined) return undefined;
  const account = currentAccount(state);
  const asks =
    isNotShown(state.posts.get(text.uri)?.view) ||
    (account !== undefined && account.identity.value?.did === repo && known(asking, account, accountAsks));
  return asks ? PUBLIC_RECORD : undefined;
}

// Each is looked at once: this is asked at every change of the state.
const asking = new WeakMap<Account, boolean>();
const withheld = new WeakMap<RecordText, boolean>();

function known<Key extends object>(
  answers: WeakMap<Key, boolean>,
  key: Key,
  ask: (key: Key) => boolean,
): boolean {
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = ask(key);
    answers.set(key, answer);
  }
  return answer;
}

/** Whether its profile asks so, be it from the AppView or from the repository. */
function accountAsks({ profile: { value: view } }: Account): boolean {
  if (view === undefined) return false;
  if (view.source === 'appview') return view.viewer === undefined && asksForSignIn(view.profile);
  return listField(view.record, 'labels', 'values').some(
    (label) => textField(label, 'val') === ONLY_SIGNED_IN,
  );
}
