import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { playlistOf, type RecordedPlaylist } from './recorded-playlist.ts';

/** For a browser with a fake camera: its pages may speak to each other over the machine's own address, so that no network is needed. */
export const CAMERA_FLAGS = ['--allow-loopback-in-peer-connection'];

/** H.264 in fragmented MP4, which Chromium writes and Media Source Extensions read. */
const RECORDED_TYPE = 'video/mp4;codecs=avc1.42E01E';
/** A playlist that outlasts every test. */
const TIMES_PLAYED = 200;

export type Rgb = readonly [red: number, green: number, blue: number];

/** A page that is all of one colour, sent by WebRTC to whom its endpoint (WHEP) answers, or recorded and served as HLS. */
export interface FakeCamera {
  origin: string;
  /** What its server was asked for, as `GET /recorded.m3u8`: a session is opened by `POST /gate/whep` and left by `DELETE /session/1`. */
  asked: readonly string[];
  /** In place of a session; 0: never answers; null: opens one. */
  status: number | null;
  paint(colour: Rgb): Promise<void>;
  /** Ends the connections from the camera's side. */
  hangUp(): Promise<void>;
  /** Records so long, and serves that again and again at `/recorded.m3u8`. */
  record(seconds: number): Promise<void>;
  /** Opens the page that is the camera; nothing is sent before. */
  openPage(browser: Browser): Promise<void>;
  close(): Promise<void>;
}

interface CameraWindow {
  fill: string;
  stream: MediaStream;
  connections: RTCPeerConnection[];
}

export async function openFakeCamera(): Promise<FakeCamera> {
  let page: Page | null = null;
  let recorded: RecordedPlaylist | null = null;
  let sessions = 0;
  const asked: string[] = [];
  const cameraPage = () => {
    if (!page) throw new Error('the camera has no page yet');
    return page;
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const camera = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    status: null as number | null,
    async openPage(browser: Browser) {
      const context = await browser.newContext();
      page = await context.newPage();
      await allowAddresses(page, camera.origin);
      await page.goto(`${camera.origin}/`);
      await page.evaluate(startCanvas);
    },
    paint: (colour: Rgb) =>
      cameraPage().evaluate(
        (fill) => {
          (globalThis as unknown as CameraWindow).fill = fill;
        },
        `rgb(${colour.join(' ')})`,
      ),
    hangUp: () =>
      cameraPage().evaluate(() => {
        for (const connection of (globalThis as unknown as CameraWindow).connections) connection.close();
      }),
    async record(seconds: number) {
      const base64 = await cameraPage().evaluate(recordCanvas, { seconds, type: RECORDED_TYPE });
      recorded = playlistOf(Buffer.from(base64, 'base64'), 'recorded.mp4', TIMES_PLAYED);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await page?.context().close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    asked.push(`${method} ${url}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (method === 'OPTIONS')
      response
        .setHeader('Access-Control-Allow-Methods', 'POST, PATCH, DELETE')
        .setHeader('Access-Control-Allow-Headers', 'Content-Type, Range');
    else if (method === 'POST' && url === '/gate/whep') return openSession(request, response);
    // Candidates of the other side are not needed: it finds that one by what comes from it.
    else if (url?.startsWith('/session/')) response.statusCode = 204;
    else if (method === 'GET' && url === '/') response.setHeader('Content-Type', 'text/html').write('<canvas>');
    else if (recorded && url === '/recorded.m3u8') response.write(recorded.playlist);
    else if (recorded && url === '/recorded.mp4') return sendPart(recorded.bytes, headers.range, response);
    else response.statusCode = 404;
    response.end();
  }

  async function openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (camera.status === 0) return;
    if (camera.status !== null) {
      response.writeHead(camera.status).end();
      return;
    }
    let offer = '';
    for await (const chunk of request) offer += String(chunk);
    const sdp = await cameraPage().evaluate(answerOffer, offer);
    const Location = `/session/${++sessions}`;
    response.writeHead(201, {
      'Content-Type': 'application/sdp',
      'Access-Control-Expose-Headers': 'Location',
      Location,
    });
    response.end(sdp);
  }
  return camera;
}

/** One range of bytes, as a player asks for it. */
function sendPart(bytes: Buffer, range: string | undefined, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(416).end();
    return;
  }
  const part = bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }).end(part);
}

/** Shows a page all addresses of the machine, as it is only where it may use a camera: without a network there are no others. */
export function allowAddresses(page: Page, origin: string): Promise<void> {
  return page.context().grantPermissions(['camera', 'microphone'], { origin });
}

/** In the camera's page: draws ten times a second, for a canvas that stands still sends nothing. */
function startCanvas(): void {
  const own = globalThis as unknown as CameraWindow;
  const canvas = document.querySelector('canvas') as HTMLCanvasElement;
  canvas.width = 320;
  canvas.height = 180;
  own.connections = [];
  own.fill = 'black';
  own.stream = canvas.captureStream();
  setInterval(() => {
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.fillStyle = own.fill;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }, 100);
}

/** In the camera's page: the answer to an offer, with all ways to it. */
async function answerOffer(sdp: string): Promise<string> {
  const own = globalThis as unknown as CameraWindow;
  const connection = new RTCPeerConnection();
  own.connections.push(connection);
  for (const track of own.stream.getTracks()) connection.addTrack(track, own.stream);
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((done) => connection.addEventListener('icegatheringstatechange', done, { once: true }));
  return connection.localDescription?.sdp ?? '';
}

/** In the camera's page: a film of so long, in fragments of a second, in base 64. */
async function recordCanvas({ seconds, type }: { seconds: number; type: string }): Promise<string> {
  const { stream } = globalThis as unknown as CameraWindow;
  const recorder = new MediaRecorder(stream, {
    mimeType: type,
    videoKeyFrameIntervalDuration: 1000,
  } as MediaRecorderOptions);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start();
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  const stopped = new Promise((done) => recorder.addEventListener('stop', done, { once: true }));
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
