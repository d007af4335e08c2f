import { WHEPClient } from 'whip-whep/whep.js';
import { type PlayStream, type StreamFailure, unplayable } from './stream-player.ts';

/** An endpoint that has not answered by then, or to which no connection stands, is given up; before the lack of pictures is. */
const CONNECT_S = 10;
/** A connection that is cut for longer does not come back by itself (a browser calls it failed only after half a minute). */
const MAX_CUT_S = 5;

/**
 * Plays what a WHEP endpoint sends by WebRTC (draft-ietf-wish-whep), by the library whip-whep. Only video is asked for, no sound. The page speaks to the
 * endpoint and to what its answer says pictures come from; no STUN or TURN server helps, so the two must reach each other without. Who ends it, or
 * closes the page, has the endpoint told by DELETE, also where its answer comes later than the end.
 */
export const playWhep: PlayStream = (video, url, lose) => {
  const connection = new RTCPeerConnection();
  // The library would go to the STUN and TURN servers that an answer names: hosts that nobody has named.
  connection.setConfiguration = () => {};
  connection.addTransceiver('video', { direction: 'recvonly' });
  connection.addEventListener('track', ({ track }) => {
    video.srcObject = new MediaStream([track]);
    video.play().catch((error: unknown) => lose(unplayable(error)));
  });
  const client = openClient();
  const viewing = client.view(connection, url);
  const stopWatching = watchConnection(connection, viewing, lose);
  viewing.catch((error: unknown) => lose(viewFailure(error)));
  const leave = () => client.stop();
  const leaveWithPage = () => void tellEnd(client).catch(() => undefined);
  addEventListener('pagehide', leaveWithPage);
  return () => {
    removeEventListener('pagehide', leaveWithPage);
    stopWatching();
    connection.close();
    video.srcObject = null;
    // An endpoint that opened no session, or does not answer any more, has nothing to be told.
    viewing.then(leave, leave).catch(() => undefined);
  };
};

/** Tells the endpoint of the end while the page goes: a browser drops what the library sends then, and carries this through. */
async function tellEnd({ resourceURL }: WHEPClient & { resourceURL?: URL }): Promise<void> {
  if (resourceURL) await fetch(resourceURL, { method: 'DELETE', keepalive: true });
}

/** A client that asks for pictures and nothing else. */
function openClient(): WHEPClient {
  const client = new WHEPClient();
  // It would follow events that an endpoint offers, which nobody reads here, and would not leave them with the picture.
  Object.defineProperty(client, 'eventsUrl', { get: () => undefined, set: () => undefined });
  const patch = client.patch.bind(client);
  // An endpoint that takes no candidates after its answer can be reached all the same, or is not connected in time.
  client.patch = () => patch().catch(() => undefined);
  return client;
}

/** Loses a connection that does not come about in time, or that breaks; returns what ends the watch. */
function watchConnection(
  connection: RTCPeerConnection,
  viewing: Promise<void>,
  lose: (failure: StreamFailure) => void,
): () => void {
  let failure: StreamFailure = { kind: 'unanswered', seconds: CONNECT_S };
  const loseAfter = (seconds: number) => setTimeout(() => lose(failure), 1000 * seconds);
  let timer = loseAfter(CONNECT_S);
  const onAnswer = () => {
    failure = { kind: 'unconnected' };
  };
  viewing.then(onAnswer, () => undefined);
  const onState = () => {
    const state = connection.connectionState;
    if (state === 'failed') lose(failure);
    if (state !== 'connected' && state !== 'disconnected') return;
    clearTimeout(timer);
    if (state === 'connected') failure = { kind: 'broken' };
    else timer = loseAfter(MAX_CUT_S);
  };
  connection.addEventListener('connectionstatechange', onState);
  return () => {
    clearTimeout(timer);
    connection.removeEventListener('connectionstatechange', onState);
  };
}

/** What kept the library from viewing; it says so in texts alone. */
function viewFailure(error: unknown): StreamFailure {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  const status = /rejected with status (\d+)/.exec(message)?.[1];
  if (status !== undefined) return { kind: 'refused', status: Number(status) };
  if (message.includes('missing location header')) return { kind: 'noSession' };
  // Of all that it calls, `fetch` alone throws this.
  if (name === 'TypeError') return { kind: 'unreached' };
  return unplayable(error);
}
