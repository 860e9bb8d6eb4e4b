import { describe, expect, test } from 'vitest';
import { drop, error, hang, html, truncatedJson, upstream, withHandle, withPds } from '../faults/answers.js';
import { deadOrigin } from '../faults/service.js';
import {
  type Column,
  describeRepo,
  type Faults,
  faultStage,
  getProfile,
  impatient,
  listRecords,
  posts,
  resolveHandle,
} from '../support/terminal/faults.js';

const stage = faultStage();

interface Case {
  readonly when: string;
  readonly faults?: Faults;
  /** Default: alice's posts. */
  readonly address?: string;
  /** What is read where, all of it at the same time. */
  readonly shows: Partial<Record<Column, RegExp>>;
}

const noDocument = { plc: { '/did:*': error(404, 'NotFound', 'DID not registered') } };
const noPds = { plc: { '/did:*': upstream(withPds(undefined)) } };

const cases: readonly Case[] = [
  {
    when: 'nobody has the handle',
    address: 'nobody.test',
    shows: {
      left: /There is no account with the handle nobody\.test \(asked 127\.0\.0\.1:\d+\).*r tries again/,
      list: /There is no account with the handle nobody\.test .*r tries again/,
    },
  },
  {
    when: 'nobody has the handle of the collection',
    address: 'nobody.test/app.bsky.feed.post',
    shows: { list: /There is no account with the handle nobody\.test .*r tries again/ },
  },
  {
    when: 'the handle leads to a DID without a document',
    faults: noDocument,
    address: 'alice.test',
    shows: {
      // The AppView knows the account all the same.
      left: /Alice Liddell.*there is no DID document of did:plc:/,
      list: /alice\.test leads to did:plc:\w+, but there is no DID document of did:plc:\w+: 127\.0\.0\.1:\d+ does not have it \(404\).*r tries again/,
    },
  },
  {
    when: 'the DID has been deleted',
    faults: { plc: { '/did:*': error(410, 'Gone', 'DID not available') } },
    shows: { left: /has been deleted/, list: /the account did:plc:\w+ has been deleted/ },
  },
  {
    when: 'the PLC directory sends a web page',
    faults: { plc: { '/did:*': html() } },
    shows: { list: /a web page and not JSON.*r tries again/ },
  },
  {
    when: 'the PLC directory sends half a document',
    faults: { plc: { '/did:*': truncatedJson({ id: 'did:plc:x', service: [] }) } },
    shows: { list: /is not valid JSON.*r tries again/ },
  },
  {
    when: 'the document of the account names no PDS',
    faults: noPds,
    shows: {
      left: /Alice Liddell.*no PDS in the DID document.*130 followers.*The DID document of did:plc:\w+ names no PDS.*r tries again/,
      list: /The DID document of did:plc:\w+ names no PDS.*r tries again/,
    },
  },
  {
    when: 'the document names another handle',
    faults: { plc: { '/did:*': upstream(withHandle('bob.test')) } },
    address: 'alice.test/identity',
    shows: { left: /✗.*DID document names another handle/, list: /✗/ },
  },
  ...Object.entries({
    RepoDeactivated: 'This account is deactivated',
    RepoTakendown: 'This account was taken down',
    RepoNotFound: 'There is no repository of this account',
  }).map(([name, sentence]): Case => {
    const answer = error(400, name, 'no');
    const said = `${sentence}: 127\\.0\\.0\\.1:\\d+ answered 400 ${name} to com\\.atproto\\.repo\\.`;
    return {
      when: `the PDS says ${name}`,
      faults: { pds: { [describeRepo]: answer, [listRecords]: answer } },
      shows: {
        left: new RegExp(`Alice Liddell.*130 followers.*${said}describeRepo.*r tries again`),
        list: new RegExp(`${said}listRecords.*r tries again`),
      },
    };
  }),
  {
    when: 'the AppView does not know the account',
    faults: { appview: { [getProfile]: error(400, 'InvalidRequest', 'Profile not found') } },
    shows: {
      left: /Alice Liddell.*From the repository itself: The service does not know this account/,
      list: /100 loaded/,
    },
  },
  {
    when: 'the AppView says that the account was taken down',
    faults: { appview: { [getProfile]: error(400, 'AccountTakedown', 'Account has been suspended') } },
    shows: {
      left: /Alice Liddell.*From the repository itself: This account was taken down/,
      list: /100 loaded/,
    },
  },
];

test.each(cases)('when $when', async ({ faults, address, shows }) => {
  const { urls } = await stage.faulty(faults ?? {});
  await stage.open(urls, address ?? posts);
  for (const [column, expected] of Object.entries(shows)) {
    await stage.waitForIn(column as Column, expected);
  }
  await stage.goesOnAndEnds();
});

describe('the host of a did:web', () => {
  const didWeb = (url: string) => `did:web:localhost%3A${new URL(url).port}`;

  test('that never answers is given up, and r asks again', async () => {
    const host = await stage.start(hang());
    const { urls } = await stage.faulty({});
    await stage.open(urls, didWeb(host.origin), { home: await stage.home(impatient) });
    await stage.waitForIn('list', /could not be fetched: .*no full answer within 6 s.*r tries again/);
    expect(host.count('/.well-known/did.json')).toBe(1);
    stage.terminal.press('r');
    await stage.terminal.waitFor(() => host.count('/.well-known/did.json') === 2);
    await stage.goesOnAndEnds();
  });

  test('where nobody listens is told', async () => {
    const { urls } = await stage.faulty({});
    await stage.open(urls, didWeb(await deadOrigin()));
    await stage.waitForIn(
      'list',
      /The DID document of did:web:\S+ could not be fetched: localhost:\d+: the connection was refused/,
    );
    await stage.goesOnAndEnds();
  });
});

describe('without an AppView', () => {
  test('the profile is the one of the repository, and says so; the list and its records are read', async () => {
    const { did } = stage.network.seed.alice;
    const urls = { plc: stage.network.plc, appview: await deadOrigin() };
    await stage.open(urls, `at://${did}/app.bsky.feed.post`);
    await stage.waitForIn('left', /Alice Liddell.*From the repository itself: .* cannot be reached/);
    await stage.waitForIn('left', /app\.bsky\.feed.*post/);
    await stage.waitForIn('list', /100 loaded/);
    stage.terminal.press('Enter');
    await stage.waitForIn('record', /4 Record.*"createdAt"/);
    await stage.goesOnAndEnds();
  });

  test('the followers cannot be had, and the pane says who failed', async () => {
    const { did } = stage.network.seed.alice;
    await stage.open({ plc: stage.network.plc, appview: await deadOrigin() }, did);
    await stage.waitForIn('left', /From the repository itself/);
    stage.terminal.press('f');
    await stage.waitForIn(
      'list',
      /cannot be reached: the connection was refused .*getFollowers.*r tries again/,
    );
    await stage.goesOnAndEnds();
  });

  test('a handle cannot be looked up; that is told and not that there is none', async () => {
    const { appview, urls } = await stage.faulty({ appview: { '*': drop() } });
    await stage.open(urls, 'alice.test');
    await stage.waitForIn(
      'list',
      /The handle alice\.test could not be looked up: .*broke off.*r tries again/i,
    );
    // All is well again, and nothing has to be typed anew.
    appview.answers.delete('*');
    stage.terminal.press('r');
    await stage.terminal.waitFor('@alice.test ✓');
    await stage.waitForIn('left', /130 followers/);
    expect(appview.count(resolveHandle)).toBeGreaterThan(1);
    await stage.goesOnAndEnds();
  });
});
