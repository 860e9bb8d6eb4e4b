/**
 * Reads the address of a service that is spoken to over XRPC or HTTP, and gives its origin: the paths below it are the
 * protocol's own. What is not one gets a problem to be put after its name: `"foo" is not …`.
 */
export function parseServiceUrl(text: string): { origin: string } | { problem: string } {
  const shown = JSON.stringify(text);
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { problem: `${shown} is not the web address of a service, such as https://example.com` };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: `${shown} holds a user name or a password, and atscope would not send them` };
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return { problem: `${shown} has more than a host: ${url.origin} would do` };
  }
  return { origin: url.origin };
}
