/** Retries, at most, of a file that did not come. */
export const MAX_RETRIES = 5;

const FIRST_WAIT_MS = 500;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

/**
 * How long to wait before a file is asked for again that failed `count` times before: 0.5, 1, 2, 4, 8 s. Null: never, since a server that answered
 * that there is no such file says so again. Without a status there was no answer at all.
 */
export function retryDelayMs(count: number, statusCode: number | undefined): number | null {
  if (count >= MAX_RETRIES) return null;
  const isPassing =
    statusCode === undefined || statusCode >= 500 || statusCode === REQUEST_TIMEOUT || statusCode === TOO_MANY_REQUESTS;
  return isPassing ? FIRST_WAIT_MS * 2 ** count : null;
}
