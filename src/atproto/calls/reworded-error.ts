import { XrpcError } from './xrpc-error.js';

/** The same failure told in other words: those of the caller, who knows what the call was for. */
export function reworded(error: XrpcError, message: string): XrpcError {
  const { failure, service, nsid, status, error: name, retryAt } = error;
  return new XrpcError({
    failure,
    service,
    nsid,
    status,
    error: name,
    retryAt,
    message,
    tellsAll: true,
    cause: error,
  });
}
