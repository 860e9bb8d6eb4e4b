import { XrpcError } from './xrpc-error.js';

/** The same failure told in other words: those of the caller, who knows what the call was for. */
export function reworded(error: XrpcError, message: string): XrpcError {
  const { failure, service, nsid, status, error: name, retryAfter } = error;
  return new XrpcError({
    failure,
    service,
    nsid,
    status,
    error: name,
    retryAfter,
    message,
    tellsAll: true,
    cause: error,
  });
}
