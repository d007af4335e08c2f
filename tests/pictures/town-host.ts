import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { SaxesParser } from 'saxes';

/** A host of a town's open data on this machine, as the wide world has two: objects as Overpass gives them, and elevation by degree. */
interface TownHost {
  overpass: string;
  /** With `{NS}`, `{lat}`, `{EW}`, `{lon}`. */
  elevation: string;
  close(): void;
}

interface Place {
  lat: number;
  lon: number;
}
interface OsmObject {
  type: 'node' | 'way' | 'relation';
  id: number;
  tags?: Record<string, string>;
  lat?: number;
  lon?: number;
  geometry?: Place[];
  members?: { type: string; ref: number; role: string; geometry?: Place[] }[];
}

/** Serves a folder that holds one `*.osm.gz` and elevation files with `N49E011` and the like in their names. */
export async function openTownHost(folder: string): Promise<TownHost> {
  const names = await readdir(folder);
  const extract = names.find((name) => name.endsWith('.osm.gz'));
  if (extract === undefined) throw new Error(`${folder}: expected one .osm.gz`);
  const objects = await readExtract(join(folder, extract));
  const server: Server = createServer(async (request, response) => {
    const url = request.url ?? '';
    const degree = /([NS]\d\d[EW]\d\d\d)\.tif$/.exec(url)?.[1];
    const elevation = names.find((name) => degree !== undefined && name.includes(degree));
    if (elevation) return void response.end(await readFile(join(folder, elevation)));
    if (!url.startsWith('/api/interpreter')) return void response.writeHead(404).end();
    let form = '';
    for await (const part of request) form += part;
    const question = new URLSearchParams(form).get('data') ?? '';
    const box = /\[bbox:([^\]]+)\]/.exec(question)?.[1].split(',').map(Number) ?? [];
    const elements = objects.filter((object) => isWithin(object, box));
    response.end(JSON.stringify({ generator: 'Overpass API', elements }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}`;
  return {
    overpass: `${at}/api/interpreter`,
    elevation: `${at}/{NS}{lat}{EW}{lon}.tif`,
    close: () => void server.close(),
  };
}

/** Whether some place of the object lies in south, west, north, east; whole objects are given, as Overpass does. */
function isWithin(object: OsmObject, [south, west, north, east]: readonly number[]): boolean {
  const places = object.geometry ?? object.members?.flatMap(({ geometry = [] }) => geometry) ?? [object as Place];
  return places.some(({ lat, lon }) => lat >= south && lat <= north && lon >= west && lon <= east);
}

/** All tagged objects of an extract, ways and members of relations with their places. */
async function readExtract(file: string): Promise<OsmObject[]> {
  const places = new Map<number, Place>();
  const ways = new Map<number, Place[]>();
  const objects: OsmObject[] = [];
  let open: (OsmObject & { refs: number[] }) | null = null;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes: of }) => {
    if (name === 'node' || name === 'way' || name === 'relation')
      open = { type: name, id: Number(of.id), refs: [], lat: Number(of.lat), lon: Number(of.lon) };
    if (!open) return;
    if (name === 'tag') open.tags = { ...open.tags, [of.k]: of.v };
    if (name === 'nd') open.refs.push(Number(of.ref));
    if (name === 'member') {
      const geometry = of.type === 'way' ? ways.get(Number(of.ref)) : undefined;
      open.members = [
        ...(open.members ?? []),
        { type: of.type, ref: Number(of.ref), role: of.role, ...(geometry && { geometry }) },
      ];
    }
  });
  parser.on('closetag', ({ name }) => {
    if (!open || name !== open.type) return;
    const { refs, lat = 0, lon = 0, ...object } = open;
    open = null;
    if (object.type === 'node') {
      places.set(object.id, { lat, lon });
      if (object.tags) objects.push({ ...object, lat, lon });
      return;
    }
    const geometry = refs.map((ref) => places.get(ref)).filter((place) => place !== undefined);
    if (object.type === 'way') ways.set(object.id, geometry);
    if (object.tags) objects.push(object.type === 'way' ? { ...object, geometry } : object);
  });
  for await (const part of createReadStream(file).pipe(createGunzip()).setEncoding('utf8'))
    parser.write(part as string);
  parser.close();
  return objects;
}
