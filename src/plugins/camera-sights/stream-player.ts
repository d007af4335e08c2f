/** Why a camera's own picture cannot be had, or not any more; each kind has its words. */
export type StreamFailure =
  /** The host answered with this status of HTTP. */
  | { kind: 'refused'; status: number }
  /** Nothing answered, or the host does not allow the page: a browser tells no page which. */
  | { kind: 'unreached' }
  | { kind: 'unanswered'; seconds: number }
  /** The answer lacks the address of the session, or hides it from the page. */
  | { kind: 'noSession' }
  /** There was an answer, but no way was found for the pictures. */
  | { kind: 'unconnected' }
  | { kind: 'broken' }
  /** Connected, but the picture stands still. */
  | { kind: 'still'; seconds: number }
  /** What the browser or a library calls it. */
  | { kind: 'unplayable'; detail: string };

/**
 * Begins to play a stream, without its sound, in a video that is muted; returns what ends that. `lose` is called, once or more, when the stream cannot be
 * played or not any more, as long as it was not ended.
 */
export type PlayStream = (video: HTMLVideoElement, url: string, lose: (failure: StreamFailure) => void) => () => void;

/** A failure that has no words of its own: its class, and what it says. */
export const unplayable = (error: unknown): StreamFailure => ({ kind: 'unplayable', detail: String(error) });
