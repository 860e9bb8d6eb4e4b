/** What became of the sign-in that a browser comes back from. */
export type ComingBack = 'signed in' | 'not signed in' | 'another';

const WORDS: Readonly<Record<ComingBack, readonly [title: string, text: string]>> = {
  'signed in': ['Signed in', 'atscope is signed in. You can close this page and go back to the terminal.'],
  'not signed in': [
    'Not signed in',
    'Nobody was signed in. You can close this page and go back to the terminal, which says why.',
  ],
  another: [
    'Not this sign-in',
    'This address is not of the sign-in that atscope waits for. You can close this page; the terminal goes on waiting.',
  ],
};

/** Whole in itself: it loads nothing, runs nothing, and names nobody. */
export function redirectPage(became: ComingBack): string {
  const [title, text] = WORDS[became];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – atscope</title>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
}

/** Neither a cache nor another site, nor whatever a page may contain, learns of what is in its address. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  connection: 'close',
};
