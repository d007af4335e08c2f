// Which player an address is played by, and why one cannot be played; the libraries are the true ones, what stands for the network is not.

import Hls from 'hls.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { streamOf } from '../../../model/city/camera-stream.ts';
import { hlsFailure } from '../../../src/plugins/camera-sights/hls-player.ts';
import { openLiveStream } from '../../../src/plugins/camera-sights/live-stream.ts';
import type { StreamFailure } from '../../../src/plugins/camera-sights/stream-player.ts';
// Loaded here, so that no test waits for it while time stands still.
import '../../../src/plugins/camera-sights/whep-player.ts';

const ENDPOINT = 'https://cams.example/gate/whep';
const OFFER = 'v=0\r\na=ice-ufrag:user\r\na=ice-pwd:word\r\n';

/** A connection without a network: it is in the state that a test puts it in. */
class Connection extends EventTarget {
  static last: Connection;
  connectionState = 'new';
  asked: unknown[] = [];
  config: { iceServers: unknown[] } = { iceServers: [] };
  constructor(config?: unknown) {
    super();
    expect(config).toBeUndefined();
    Connection.last = this;
  }
  addTransceiver(kind: string, { direction }: { direction: string }) {
    this.asked.push([kind, direction]);
  }
  createOffer = async () => ({ type: 'offer', sdp: OFFER });
  setRemoteDescription = async () => undefined;
  getConfiguration = () => structuredClone(this.config);
  setConfiguration(config: { iceServers: unknown[] }) {
    this.config = config;
  }
  async setLocalDescription() {
    if (this.connectionState === 'closed') throw new DOMException('closed', 'InvalidStateError');
  }
  getTransceivers = () => [{ mid: '0', receiver: { track: { kind: 'video' } } }];
  close() {
    this.connectionState = 'closed';
  }
  become(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

const asked: string[] = [];
let page: EventTarget;
let answer: () => Promise<Response>;
const created = (headers: Record<string, string> = { Location: '/session/7' }) =>
  Promise.resolve(new Response('v=0', { status: 201, headers }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('fetch', (url: string | URL, { method, keepalive }: RequestInit) => {
    asked.push(`${method} ${url}${keepalive ? ' (kept alive)' : ''}`);
    return method === 'POST'
      ? answer()
      : Promise.resolve(new Response(null, { status: method === 'PATCH' ? 405 : 200 }));
  });
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  asked.length = 0;
  answer = created;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Whatever is under way without waiting for time or a network, an import among it. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((done) => setImmediate(done));
}

async function openStream(address: string) {
  const stream = streamOf(address);
  if (!stream) throw new Error(`no stream: ${address}`);
  const lost: StreamFailure[] = [];
  const video = { play: async () => undefined, srcObject: null } as unknown as HTMLVideoElement;
  const { end } = openLiveStream(video, stream, (failure) => lost.push(failure));
  await settle();
  return { lost, end, video };
}

test('an address that ends in /whep is asked for video alone, of no server but its own, and told of the end', async () => {
  const { end, lost } = await openStream(ENDPOINT);
  expect(Connection.last.asked).toEqual([['video', 'recvonly']]);
  Connection.last.become('connected');
  vi.advanceTimersByTime(60_000);
  end();
  await settle();
  expect(asked).toEqual([`POST ${ENDPOINT}`, 'DELETE https://cams.example/session/7']);
  expect(Connection.last.connectionState).toBe('closed');
  expect(lost).toEqual([]);
});

test('a page that goes tells the endpoint in a way that outlives it; after the end there is nothing to tell', async () => {
  const { end } = await openStream(ENDPOINT);
  page.dispatchEvent(new Event('pagehide'));
  const left = 'DELETE https://cams.example/session/7';
  expect(asked).toEqual([`POST ${ENDPOINT}`, `${left} (kept alive)`]);
  end();
  await settle();
  page.dispatchEvent(new Event('pagehide'));
  expect(asked.slice(2)).toEqual([left]);
});

test('a playlist is played by another player, which asks for no connection', async () => {
  const { lost } = await openStream('https://cams.example/a.m3u8');
  expect(lost).toEqual([{ kind: 'unplayable', detail: 'Media Source Extensions' }]);
  expect(asked).toEqual([]);
});

test('STUN and TURN servers and events that an answer names are not gone to', async () => {
  const link =
    '<stun:stun.example:3478>; rel="ice-server", <https://cams.example/events>; rel="urn:ietf:params:whep:ext:core:server-sent-events"';
  answer = () => created({ Location: '/session/7', Link: link });
  const { lost } = await openStream(ENDPOINT);
  expect(Connection.last.config).toEqual({ iceServers: [] });
  expect(asked).toEqual([`POST ${ENDPOINT}`]);
  expect(lost).toEqual([]);
});

test.each<[StreamFailure, () => Promise<Response>]>([
  [{ kind: 'refused', status: 404 }, async () => new Response('no camera', { status: 404 })],
  [{ kind: 'unreached' }, () => Promise.reject(new TypeError('Failed to fetch'))],
  [{ kind: 'noSession' }, () => created({})],
])('an endpoint that gives no session is lost at once: %o', async (failure, answered) => {
  answer = answered;
  const { lost } = await openStream(ENDPOINT);
  expect(lost).toEqual([failure]);
  vi.advanceTimersByTime(60_000);
  expect(lost).toHaveLength(1);
});

test('without an answer it is given up after 10 s; one that comes later is told that nobody looks', async () => {
  let give: (response: Response) => void = () => {};
  answer = () => new Promise((done) => (give = done));
  const { lost } = await openStream(ENDPOINT);
  vi.advanceTimersByTime(9_999);
  expect(lost).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(lost).toEqual([{ kind: 'unanswered', seconds: 10 }]);
  give(await created());
  await settle();
  expect(asked).toEqual([`POST ${ENDPOINT}`, 'DELETE https://cams.example/session/7']);
});

test('an endpoint that answers but cannot be connected to is another failure, by time and by the browser', async () => {
  const { lost } = await openStream(ENDPOINT);
  vi.advanceTimersByTime(10_000);
  const other = await openStream(ENDPOINT);
  Connection.last.become('failed');
  expect([lost, other.lost]).toEqual([[{ kind: 'unconnected' }], [{ kind: 'unconnected' }]]);
});

test('a connection that is cut may come back within 5 s; then it is broken, and the endpoint told', async () => {
  const { lost } = await openStream(ENDPOINT);
  const { last } = Connection;
  last.become('connected');
  last.become('disconnected');
  vi.advanceTimersByTime(4_999);
  last.become('connected');
  vi.advanceTimersByTime(60_000);
  expect(lost).toEqual([]);
  last.become('disconnected');
  vi.advanceTimersByTime(5_000);
  expect(lost).toEqual([{ kind: 'broken' }]);
  await settle();
  expect(asked).toContain('DELETE https://cams.example/session/7');
});

test('a browser without WebRTC says what it lacks', async () => {
  vi.stubGlobal('RTCPeerConnection', undefined);
  const { lost } = await openStream(ENDPOINT);
  expect(lost).toEqual([{ kind: 'unplayable', detail: expect.stringContaining('RTCPeerConnection') }]);
});

test('what hls.js calls an error is refused, unreached or not playable', () => {
  const { NETWORK_ERROR, MEDIA_ERROR } = Hls.ErrorTypes;
  const { MANIFEST_LOAD_ERROR, MANIFEST_PARSING_ERROR, BUFFER_APPEND_ERROR } = Hls.ErrorDetails;
  const response = (code: number) => ({ code, text: '', url: '' });
  const failures = [
    { type: NETWORK_ERROR, details: MANIFEST_LOAD_ERROR, response: response(403) },
    { type: NETWORK_ERROR, details: MANIFEST_LOAD_ERROR, response: response(0) },
    { type: NETWORK_ERROR, details: MANIFEST_PARSING_ERROR, response: response(200) },
    { type: MEDIA_ERROR, details: BUFFER_APPEND_ERROR },
  ].map(hlsFailure);
  expect(failures).toEqual([
    { kind: 'refused', status: 403 },
    { kind: 'unreached' },
    { kind: 'unplayable', detail: 'manifestParsingError' },
    { kind: 'unplayable', detail: 'bufferAppendError' },
  ]);
});
