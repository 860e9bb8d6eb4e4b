import { describe, expect, test } from 'vitest';
import { serviceHostsFor } from '../../src/keep/service-settings.js';
import { defaultSettings, parseSettings, proxyFor } from '../../src/keep/settings.js';
import { DEFAULT_STREAM_URLS } from '../../src/keep/stream-url.js';

describe('settings', () => {
  test('are the defaults without a file', () => {
    expect(parseSettings(undefined)).toEqual({ settings: defaultSettings, problems: [] });
    expect(defaultSettings).toEqual({
      appview: 'https://public.api.bsky.app',
      plc: 'https://plc.directory',
      keys: {},
      timeoutSeconds: 15,
      streams: DEFAULT_STREAM_URLS,
      watchLimit: 100_000,
      pollSeconds: 60,
      keepArchives: 2,
      archiveLimitMegabytes: 4096,
      allowPrivateHosts: [],
      mouse: true,
      proofs: true,
      theme: { name: 'auto', own: {} },
      pictures: 'auto',
      mirrors: [],
      nameServers: [],
    });
  });

  test('name further services by their origins, lists of them or one alone', () => {
    const { settings, problems } = parseSettings({
      relays: ['https://relay.test/', 'http://localhost:2470'],
      mirrors: 'https://mirror.test',
      directory: 'https://directory.test',
      statistics: 'https://numbers.test',
      nameServers: ['9.9.9.9', '127.0.0.1:5353', '[::1]:5353', '2001:db8::1'],
    });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      relays: ['https://relay.test', 'http://localhost:2470'],
      mirrors: ['https://mirror.test'],
      directory: 'https://directory.test',
      statistics: 'https://numbers.test',
      nameServers: ['9.9.9.9', '127.0.0.1:5353', '[::1]:5353', '2001:db8::1'],
    });
  });

  test.each([
    [{ relays: ['relay.test'] }, 'relays: "relay.test" is not the web address of a service'],
    [{ mirrors: [3] }, 'mirrors: 3 is not a text in quotation marks; it is not used.'],
    [{ directory: 'https://a.test/xrpc' }, 'directory: "https://a.test/xrpc" has more than a host'],
    [{ labelers: ['alice.test'] }, 'labelers: "alice.test" is not a DID'],
    [{ backlinks: 'links' }, 'backlinks: "links" is not the web address of a service'],
    [{ videoCdn: 'video' }, 'videoCdn: "video" is not the web address of a service'],
    [{ pictures: 'sixel' }, 'pictures: "sixel" is not one of auto, kitty, blocks, off; auto is used.'],
    [{ nameServers: ['dns.test'] }, 'nameServers: "dns.test" is not the IP of a name server'],
  ])('%j is told, and the rest counts', (given, said) => {
    const { settings, problems } = parseSettings({ ...given, pollSeconds: 20 });
    expect(problems).toEqual([expect.stringContaining(said)]);
    expect(settings).toEqual({ ...defaultSettings, pollSeconds: 20 });
  });

  test('have the services of the public network on that alone', () => {
    const appview = 'http://localhost:2584';
    expect(serviceHostsFor(defaultSettings, { isPublic: true, appview }).relays).toHaveLength(2);
    expect(serviceHostsFor(defaultSettings, { isPublic: false, appview })).toEqual({
      ...{ relays: [], mirrors: [], labelers: [] },
      cdn: appview,
      videoCdn: appview,
    });
    const none = { ...defaultSettings, relays: [], labelers: [] };
    expect(serviceHostsFor(none, { isPublic: true, appview })).toMatchObject({ relays: [], labelers: [] });
  });

  test('name services and keys', () => {
    expect(
      parseSettings({
        appview: 'https://api.test/',
        plc: 'http://localhost:2582',
        keys: { quit: ['Q'], zoom: [] },
        timeoutSeconds: 30,
        streams: ['wss://jetstream.test/subscribe'],
        watchLimit: 1000,
        pollSeconds: 300,
        keepArchives: 5,
        archiveLimitMegabytes: 100,
        mouse: false,
        proxy: 'did:web:api.test#bsky_appview',
        allowPrivateHosts: ['198.18.0.0/15', '*.corp'],
        theme: 'light',
        pictures: 'blocks',
        links: false,
        proofs: false,
      }),
    ).toEqual({
      settings: {
        appview: 'https://api.test',
        plc: 'http://localhost:2582',
        keys: { quit: ['Q'], zoom: [] },
        timeoutSeconds: 30,
        streams: ['wss://jetstream.test/subscribe'],
        watchLimit: 1000,
        pollSeconds: 300,
        keepArchives: 5,
        archiveLimitMegabytes: 100,
        mouse: false,
        proxy: 'did:web:api.test#bsky_appview',
        allowPrivateHosts: ['198.18.0.0/15', '*.corp'],
        theme: { name: 'light', own: {} },
        pictures: 'blocks',
        links: false,
        proofs: false,
        mirrors: [],
        nameServers: [],
      },
      problems: [],
    });
  });

  test.each<[unknown, string]>([
    [null, 'The settings are not a JSON object; defaults are used.'],
    [['https://api.test'], 'The settings are not a JSON object; defaults are used.'],
    [{ appview: 7 }, 'appview: 7 is not a text in quotation marks; https://public.api.bsky.app is used.'],
    [
      { plc: 'plc.test' },
      'plc: "plc.test" is not the web address of a service, such as https://example.com; https://plc.directory is used.',
    ],
    [{ pollSeconds: 1 }, 'pollSeconds: 1 is not a number from 10 to 86400; 60 is used.'],
    [
      { streams: [] },
      'streams: needs a list of URLs such as ["wss://…/subscribe"]; the usual streams are used.',
    ],
    [{ timeoutSeconds: 0 }, 'timeoutSeconds: 0 is not a number from 1 to 300; 15 is used.'],
    [{ mouse: 'off' }, 'mouse: "off" is not true or false; the mouse is used.'],
    [{ proofs: 'no' }, 'proofs: "no" is not true or false; records are proved.'],
    [
      { links: 'no' },
      'links: "no" is not true or false; links are drawn where the terminal is known to take them.',
    ],
    [{ timeoutSeconds: '9' }, 'timeoutSeconds: "9" is not a number from 1 to 300; 15 is used.'],
    [{ keys: ['j'] }, 'keys: not a JSON object of command names and their keys; the usual keys are used.'],
    [{ keys: { quit: 'Q' } }, 'keys: "quit" needs a list such as ["j", "Down"]; its usual keys are used.'],
    [
      { keys: { quit: ['Q', 3] } },
      'keys: "quit" needs a list such as ["j", "Down"]; its usual keys are used.',
    ],
    ...['did:web:api.test', 'did:web:api.test#a#b', 'did:web:api.test# a', 'api.test#a', 7].map(
      (proxy): [unknown, string] => [
        { proxy },
        `proxy: ${JSON.stringify(proxy)} is not a DID and a service such as did:web:api.bsky.app#bsky_appview; it is not used.`,
      ],
    ),
    [
      { allowPrivateHosts: { host: '10.0.0.1' } },
      'allowPrivateHosts: needs a list of hosts such as ["198.18.0.0/15"]; it is not used.',
    ],
    [
      { apview: 'https://api.test' },
      '"apview" is not a setting. The settings are appview, plc, proxy, keys, timeoutSeconds, streams, watchLimit, pollSeconds, keepArchives, archiveLimitMegabytes, allowPrivateHosts, mouse, links, proofs, theme, pictures, relays, mirrors, directory, statistics, backlinks, cdn, videoCdn, labelers, nameServers.',
    ],
  ])('say what is wrong with %j', (value, problem) => {
    expect(parseSettings(value)).toEqual({ settings: defaultSettings, problems: [problem] });
  });

  test('of hosts that are let through, those that are good count beside others that are not', () => {
    const { settings, problems } = parseSettings({
      allowPrivateHosts: ['10.0.0.0/8', '10.0.0.0/99', 7, 'https://pds.corp:8443/', '*.corp'],
    });
    expect(settings.allowPrivateHosts).toEqual(['10.0.0.0/8', '*.corp']);
    const what = 'is no host name, *.suffix, IP address, network such as 198.18.0.0/15, or *';
    expect(problems).toEqual([
      `allowPrivateHosts: "10.0.0.0/99" ${what}; it is not used.`,
      'allowPrivateHosts: 7 is not a text in quotation marks; it is not used.',
      `allowPrivateHosts: "https://pds.corp:8443/" ${what}: pds.corp would do; it is not used.`,
    ]);
  });

  test('take one host without its list', () => {
    expect(parseSettings({ allowPrivateHosts: '*' }).settings.allowPrivateHosts).toEqual(['*']);
  });

  test('count where they are good, beside others that are not', () => {
    const { settings, problems } = parseSettings({
      appview: 'nonsense',
      plc: 'https://plc.test',
      keys: { quit: ['Q'], help: 1 },
    });
    expect(settings).toEqual({ ...defaultSettings, plc: 'https://plc.test', keys: { quit: ['Q'] } });
    expect(problems).toHaveLength(2);
  });
});

test('the AppView that a PDS is told to ask is Bluesky’s only where Bluesky’s is asked without sign-in, or the one that is set', () => {
  expect(proxyFor(defaultSettings)).toBe('did:web:api.bsky.app#bsky_appview');
  expect(proxyFor({ ...defaultSettings, appview: 'https://api.test' })).toBeUndefined();
  const proxy = 'did:web:api.test#bsky_appview';
  expect(proxyFor({ ...defaultSettings, proxy })).toBe(proxy);
});
