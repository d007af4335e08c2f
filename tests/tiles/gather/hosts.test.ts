import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Box } from '../../../model/geo/plane/box.ts';
import { type Downloader, download } from '../../../tiles/gather/download.ts';
import { askElevation } from '../../../tiles/gather/elevation.ts';
import { askGeocoder } from '../../../tiles/gather/geocoder.ts';
import { askOverpass } from '../../../tiles/gather/overpass.ts';
import { readDem } from '../../../tiles/read/dem.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let url = '';
let folder = '';
let answers: Answer[] = [];
let asked: { path: string; body: string; range: string | undefined }[] = [];
let waits: number[] = [];
let to: Downloader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-gather-'));
  asked = [];
  waits = [];
  to = { cache: folder, sleep: async () => undefined, onWait: (_, seconds) => void waits.push(seconds) };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (request.url === '/api/status') return void response.end(status);
      asked.push({ path: request.url ?? '', body, range: request.headers.range });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(request, response, body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  status = '2 slots available now.';
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

let status = '';
const BOX: Box = [7.4, 43.7, 7.44, 43.74];
const whole =
  (text: string): Answer =>
  (_, response) =>
    void response.end(text);
const refuse =
  (code: number, headers: Record<string, string> = {}, body = 'no'): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);
/** Half of it, and then the wire is cut. */
const cut =
  (bytes: string, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, { 'Content-Length': bytes.length, ...headers });
    response.write(bytes.slice(0, bytes.length / 2), () => setTimeout(() => response.destroy(), 100));
  };
const overpass = (elements: object[], more: object = {}) =>
  whole(JSON.stringify({ generator: 'Overpass API', elements, ...more }));
const NODE = { type: 'node', id: 1, lat: 43.71, lon: 7.41 };
const ask = (box = BOX) => askOverpass(`${url}/api/interpreter`, box, to);

test('a host that is busy is asked again after the time that it names, and what it gave is not asked again', async () => {
  answers = [refuse(429, { 'Retry-After': '7' }), overpass([NODE])];
  const files = await ask();
  expect(waits).toEqual([7]);
  expect(JSON.parse(await readFile(files[0], 'utf8')).elements).toEqual([NODE]);
  expect(await ask()).toEqual(files);
  expect(asked).toHaveLength(2);
  expect(decodeURIComponent(asked[0].body)).toContain('[bbox:43.7,7.4,43.74,7.44]');
});

test('a slot that is not free yet is waited for', async () => {
  status = 'Rate limit: 2\nSlot available after: 2026-11-23T01:00:00Z, in 12 seconds.\n';
  answers = [overpass([NODE])];
  await ask();
  expect(waits).toEqual([13]);
});

test('who is asked to wait for an hour is told to come again', async () => {
  answers = [refuse(429, { 'Retry-After': '3600' })];
  await expect(ask()).rejects.toThrow('HTTP 429');
  expect(asked).toHaveLength(1);
});

test('an answer that is cut midway is asked for anew, and never kept', async () => {
  answers = [cut(JSON.stringify({ elements: [NODE] }))];
  await expect(ask()).rejects.toThrow('goes on from what has come');
  expect(asked).toHaveLength(5);
  expect((await readdir(folder)).filter((name) => !name.endsWith('.part'))).toEqual([]);
  answers = [overpass([NODE])];
  expect(await ask()).toHaveLength(1);
});

test.each([
  ['a page of HTML', whole('<html><body>Server <b>too busy</b></body></html>'), 'Server too busy'],
  ['other JSON', whole('{"hello":1}'), '"hello":1'],
  ['nothing', whole(''), 'an answer of Overpass in JSON'],
  ['a refusal', refuse(400, {}, 'parse error: line 1'), 'HTTP 400: parse error'],
])('%s in place of an answer is told and not kept', async (_, answer, told) => {
  answers = [answer];
  await expect(ask()).rejects.toThrow(told);
  expect(await readdir(folder)).toEqual([]);
});

test('a remark says that the answer is not whole: the part is asked for in four', async () => {
  answers = [overpass([], { remark: 'runtime error: Query timed out' }), overpass([NODE])];
  expect(await ask()).toHaveLength(4);
  expect(asked).toHaveLength(5);
});

test('a remark that stays is told with the way out of it', async () => {
  answers = [overpass([], { remark: 'runtime error: Query run out of memory' })];
  await expect(ask()).rejects.toThrow(/run out of memory.*--bbox smaller/);
});

test('a large box is asked in parts; what came before a cut is not asked again', async () => {
  const wide: Box = [7.4, 43.7, 7.5, 43.74];
  answers = [overpass([NODE]), refuse(500)];
  await expect(ask(wide)).rejects.toThrow('HTTP 500');
  answers = [overpass([NODE])];
  expect(await ask(wide)).toHaveLength(2);
  expect(asked).toHaveLength(3);
});

test('a file that is cut goes on where it was cut, if it is still the same file', async () => {
  const tiff = `II*\0${'x'.repeat(5000)}`;
  const rest: Answer = ({ headers }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1]);
    const status = headers['if-range'] === '"a"' ? 206 : 412;
    response.writeHead(status, { ETag: '"a"', 'Content-Length': tiff.length - from }).end(tiff.slice(from));
  };
  answers = [cut(tiff, { ETag: '"a"' }), rest];
  const { files } = await askElevation(`${url}/{NS}{lat}{EW}{lon}.tif`, BOX, to);
  expect(await readFile(files[0], 'latin1')).toBe(tiff);
  expect(asked.map(({ path, range }) => [path, range])).toEqual([
    ['/N43E007.tif', undefined],
    ['/N43E007.tif', 'bytes=2502-'],
  ]);
});

test('a file that has changed meanwhile is taken from its beginning', async () => {
  const other = `II*\0${'y'.repeat(100)}`;
  answers = [cut(`II*\0${'x'.repeat(5000)}`, { ETag: '"a"' }), whole(other)];
  const { files } = await askElevation(`${url}/{lat}{lon}.tif`, BOX, to);
  expect(await readFile(files[0], 'latin1')).toBe(other);
});

test('the sea has no tile; a page in place of one is told', async () => {
  answers = [refuse(404)];
  expect(await askElevation(`${url}/{lat}{lon}.tif`, BOX, to)).toEqual({ files: [], absent: 1 });
  answers = [whole('<html>login please</html>')];
  await expect(askElevation(`${url}/{lat}{lon}.tif`, BOX, to)).rejects.toThrow('login please');
  await expect(askElevation(`${url}/dem.tif`, BOX, to)).rejects.toThrow('lat and lon');
});

test('tiles are of any format of grids that can be read; a sheet that is known by its name keeps it', async () => {
  const sheet = Buffer.alloc(2 * 1201 * 1201);
  answers = [(_, response) => void response.end(gzipSync(sheet))];
  const { files } = await askElevation(`${url}/{NS}{lat}/{NS}{lat}{EW}{lon}.hgt.gz`, BOX, to);
  expect(files[0]).toMatch(/-N43E007\.hgt\.gz$/);
  expect(await readDem(files[0], {})).toMatchObject({ columns: 1201, x0: 7, y0: 44 });
  answers = [whole('ncols 2\nnrows 2\nxllcorner 7\nyllcorner 43\ncellsize 1\n1 2\n3 4\n')];
  const grid = await askElevation(`${url}/{lat}{lon}.asc`, BOX, to);
  expect((await readDem(grid.files[0], { assumedCrs: 'EPSG:4326' })).elevationM).toEqual(Float32Array.of(1, 2, 3, 4));
  answers = [whole('<html>login please</html>')];
  await expect(askElevation(`${url}/{NS}{lat}{EW}{lon}.hgt`, [8.4, 43.7, 8.5, 43.8], to)).rejects.toThrow(
    'N43E008.hgt',
  );
});

test('southern and western tiles are named by their south-western corner', async () => {
  answers = [refuse(404)];
  await askElevation(`${url}/{NS}{lat}_{EW}{lon}`, [-51.3, -30.1, -51.1, -29.9], to);
  expect(asked.map(({ path }) => path)).toEqual(['/S31_W052', '/S30_W052']);
});

test('more than a file may hold is refused on the way, also where its head told less', async () => {
  answers = [(_, response) => void response.end('x'.repeat(10_000))];
  const big = download({ url: `${url}/big`, maxBytes: 1000, check: () => undefined }, to);
  await expect(big).rejects.toThrow('at most');
});

test('a geocoder gives the box of a place; one that it does not know is told', async () => {
  answers = [
    whole(JSON.stringify([{ display_name: 'Monaco', boundingbox: ['43.72', '43.75', '7.40', '7.44'] }])),
    whole('[]'),
    whole('{"error":"quota"}'),
  ];
  expect(await askGeocoder(`${url}/search?key=s3cret`, 'Monaco', to)).toEqual({
    box: [7.4, 43.72, 7.44, 43.75],
    name: 'Monaco',
  });
  expect(asked[0].path).toBe('/search?key=s3cret&q=Monaco&format=jsonv2&limit=1');
  await expect(askGeocoder(`${url}/search`, 'Atlantis', to)).rejects.toThrow('Atlantis');
  const refused = await askGeocoder(`${url}/search?key=s3cret`, 'X', to).catch((error: Error) => error.message);
  expect(refused).toContain('quota');
  expect(refused).not.toContain('s3cret');
});
