import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Manifest, parseManifest } from '../../../model/city/manifest.ts';
import { publishedCard } from '../../../model/city-index/published-card.ts';
import { journalFileText, withAct } from '../../../model/plans/plan-journal.ts';
import { bakeCity } from '../../../tiles/bake.ts';
import { balance, noFlows } from '../../../workers/flood/core/ledger.ts';
import { raster } from '../../../workers/flood/core/terrain.ts';
import type { FloodResult } from '../../../workers/flood/flood.ts';
import { noMaxima } from '../../../workers/flood/results/maxima.ts';
import { writeResult } from '../../../workers/flood/results/result-file.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { packedTiff } from '../../readers/geotiff/packed-tiff.ts';
import { testCity } from '../../tiles/check/test-city.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';
import { glbBytes, jsonBytes, smallCityJson, smallGltf } from '../../workers/construction/small-models.ts';
import type { Seed } from './seed.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const NOON = '2026-07-18T12:00:00Z';
const NOON_MS = Date.parse(NOON);
const named = (id: string) => ({ id, label: { zh: id, en: id } });
const ALL = { areas: 'all', classes: 'all' };

/** What reaches the page: links, a city's own files, other servers' answers, a person's own files. */
export async function pageSeeds(): Promise<Seed[]> {
  return [
    ...linkSeeds(),
    ...citySeeds(),
    ...(await bakedSeeds()),
    ...answerSeeds(),
    ...ownSeeds(),
    ...modelSeeds(),
    ...(await floodSeeds()),
  ];
}

function linkSeeds(): Seed[] {
  const flood = {
    area: { westM: -400, southM: -400, eastM: 400, northM: 400 },
    cellM: 8,
    rain: { kind: 'moving', from: [0, 0], to: [100, 50], hours: 2, radiusM: 1000, peakMmPerH: 80 },
    riverYears: 20,
    riverFromH: 1,
    breaches: [{ kind: 'placed', id: 'b', at: [1, 2], beginH: 1, growH: 1, widthM: 20 }],
    walls: [
      {
        id: 'w',
        line: [
          [0, 0],
          [9, 9],
        ],
        heightM: 1,
        fromH: 0,
      },
    ],
    drains: true,
    works: [],
    gauges: [],
    opened: null,
    pumpsOff: false,
    failedSupplies: [],
    blockedInletsRatio: 0.1,
    blockedInlets: {},
    scheme: 'second',
    endH: 6,
    frameEveryMin: 5,
  };
  const crowd = {
    place: { kind: 'area', area: flood.area, perM2: 1 },
    exits: ['east'],
    lines: [{ id: 'l', kind: 'exit', from: [0, 0], to: [1, 1] }],
    shut: [],
    preset: 'prescriptive',
    hesitate: true,
    endMin: 20,
    seed: 1,
  };
  const link =
    '#c=108.75,34.3,812.25,359.5,-31.75&t=1813325528&play=1&rate=600&desk=command&lang=en&theme=plan&shade=0' +
    '&l=building:0:0.5:both;pipe-storm:1:1:left&cim=2,4&state=existing,planned&sel=bld-ED1-00412&by=building:height:equal' +
    '&f=building:height:r:3:9;building:class:v:office&cmp=swipe&swipe=0.31&under=translucent&ground=0.35' +
    `&pit=12.5;0,0;40.25,0;40.25,-30.5&tour=1&flood=${encodeURIComponent(JSON.stringify(flood))}` +
    `&crowd=${encodeURIComponent(JSON.stringify(crowd))}`;
  return [
    { name: 'link', kind: 'text', doors: ['link'], bytes: utf8(link) },
    { name: 'link-2', kind: 'bytes', doors: ['link'], bytes: utf8(link) },
  ];
}

function citySeeds(): Seed[] {
  const { city, files } = smallCity();
  const of = (path: string) => files.get(path) ?? new Uint8Array();
  const walkable = {
    format: 1,
    levels: [{ ...named('ground'), elevationM: null }],
    areas: [
      {
        id: 'square',
        level: 'ground',
        kind: 'plaza',
        outer: [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
        holes: [],
      },
    ],
    doors: [{ id: 'out', from: 'square', to: null, a: [0, 0], b: [4, 0], widthM: 4, kind: 'exit' }],
    stairs: [],
  };
  const population = {
    districts: [
      {
        id: 'a',
        nameZh: '甲',
        nameEn: 'A',
        polygon: [
          [0, 0],
          [9, 0],
          [9, 9],
        ],
      },
    ],
    hours: [0, 12],
    residentsAtHome: { weekday: [0.9, 0.3], weekend: [1, 0.5] },
  };
  const tile = (more: object) => ({
    boundingVolume: { box: [0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 5] },
    geometricError: 1,
    ...more,
  });
  const tileset = {
    asset: { version: '1.1' },
    geometricError: 10,
    root: tile({ refine: 'ADD', content: { uri: 'a.glb' }, children: [tile({ content: { uri: '1/0.json' } })] }),
  };
  return [
    { name: 'manifest.json', kind: 'json', doors: ['manifest'], bytes: json(city satisfies Manifest) },
    { name: 'name.bin', kind: 'bytes', doors: ['column'], bytes: of('layers/building/columns/name.bin') },
    {
      name: 'height.bin',
      kind: 'bytes',
      doors: ['column of numbers'],
      bytes: of('layers/building/columns/height.bin'),
    },
    { name: 'sorted.bin', kind: 'bytes', doors: ['sorted ids'], bytes: of('layers/building/sorted.bin') },
    { name: 'tileset.json', kind: 'json', doors: ['tileset'], bytes: json(tileset) },
    { name: 'walkable.json', kind: 'json', doors: ['walkable'], bytes: json(walkable) },
    { name: 'population.json', kind: 'json', doors: ['population'], bytes: json(population) },
    { name: 'grid.json', kind: 'json', doors: ['grid'], bytes: json(GRID) },
    { name: 'drain-network.json', kind: 'json', doors: ['drains'], bytes: json(DRAINS) },
    { name: 'flood-works.json', kind: 'json', doors: ['works'], bytes: json(WORKS) },
  ];
}

/** Files of a hill with three houses, as the baker writes them. */
async function bakedSeeds(): Promise<Seed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-fuzz-city-'));
  try {
    await bakeCity(testCity('hill'), folder, { threads: 0 });
    const { layers } = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const [{ tileset, sorted, places }] = layers;
    const of = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
    const tiles = readdirSync(join(folder, dirname(tileset))).filter((name) => name.endsWith('.glb'));
    const files = ['manifest.json', tileset, sorted, places, join(dirname(tileset), tiles[0])];
    return [
      { name: '0.glb', kind: 'bytes', doors: ['tile'], bytes: of(join(dirname(tileset), tiles[0])) },
      ...files.map(
        (name): Seed => ({ name, kind: name.endsWith('.json') ? 'json' : 'bytes', doors: ['verify'], bytes: of(name) }),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const GRID = {
  format: 1,
  datum: { vertical: 'test', geoidUndulationM: 0 },
  origin: { lonDeg: 108, latDeg: 34, heightM: 100 },
  ...{ westM: -60, southM: -60, cellM: 10, columns: 20, rows: 20 },
  bed: { file: 'bed.bin', minM: 100, maxM: 119 },
  buildingMask: { file: 'mask.bin', cells: 0 },
  landCover: null,
  classes: [],
};

const DRAINS = {
  format: 1,
  inlets: [{ id: 'in-1', at: [25, 35], rimM: 10, node: 'mh', areaM2: 0.15, perimeterM: 2.4 }],
  manholes: [{ id: 'mh', at: [35, 35], invertM: 7.5, rimM: 10, areaM2: 1, sealed: false, catchmentHa: 0.1 }],
  sumps: [],
  outfalls: [{ id: 'of', at: [5, 5], invertM: 7, flapGate: false, tailwaterM: null }],
  conduits: [
    {
      ...{ id: 'p1', from: 'mh', to: 'of', lengthM: 30, fromInvertM: 7.5, toInvertM: 7.2, barrels: 1, manningN: 0.013 },
      section: { shape: 'circular', diameterM: 0.6 },
    },
  ],
  pumps: [],
};

const WORKS = {
  format: 1,
  defences: [
    {
      ...named('levee-1'),
      kind: 'levee',
      line: [
        [0, 0, 385.2],
        [25, 0, 385.1],
      ],
    },
  ],
  inflows: [],
  outflows: [],
  waters: [],
  gauges: [],
  breaches: [],
  openings: [],
  storm: { a: 1980, b: 16, c: 1.45, n: 0.86, r: 0.4, validMin: [5, 1440], depthMm: { '20': { '2h': 60.2 } } },
};

function answerSeeds(): Seed[] {
  const area = { id: 'a', name: { zh: '甲', en: 'A' } };
  const meaning = { priority: 1, title: area.name, consequence: area.name, action: area.name, cause: 'limit' };
  const alarm = {
    seq: 1,
    key: 'k',
    at: null,
    state: { kind: 'normal' },
    meaning,
    limit: null,
    by: null,
    isLate: false,
  };
  const filed = {
    title: 't',
    object: 'o',
    place: null,
    alarm: null,
    priority: 1,
    id: '20260718-0001',
    stage: 'filed',
    unit: '',
  };
  const log = [{ word: 'file', atMs: NOON_MS, by: 'a', note: '' }];
  const command = {
    id: 'c',
    key: 'k',
    device: 'd',
    verb: 'run',
    value: 1,
    reason: 'r',
    askedBy: 'a',
    untilMs: NOON_MS,
  };
  const reading = { phenomenonTime: NOON, resultTime: NOON, result: 1.5 };
  const group = {
    'Datastream@iot.navigationLink': 'https://things.example/v1.1/Datastreams(1)',
    components: ['phenomenonTime', 'resultTime', 'result'],
    dataArray: [
      [NOON, NOON, 1],
      [NOON, null, 2],
    ],
  };
  const entity = { id: 'urn:1', type: 'Gauge', level: { type: 'Property', value: 1.5, observedAt: NOON } };
  return [
    { name: 'sources.json', kind: 'json', doors: ['sources'], bytes: json({ sources: [SOURCE] }) },
    { name: 'source.json', kind: 'json', doors: ['source'], bytes: json(SOURCE) },
    {
      name: 'accounts.json',
      kind: 'json',
      doors: ['accounts'],
      bytes: json({
        accounts: [{ name: 'a', role: 'analyst', scope: ALL, isClosed: false }],
        areas: [area],
        classes: ['rain'],
      }),
    },
    {
      name: 'login.json',
      kind: 'json',
      doors: ['login'],
      bytes: json({ token: 't', name: 'a', role: 'analyst', scope: ALL, areas: [area] }),
    },
    { name: 'alarms.json', kind: 'json', doors: ['alarms'], bytes: json({ seq: 1, alarms: [alarm] }) },
    {
      name: 'case.json',
      kind: 'json',
      doors: ['case'],
      bytes: json({ ...filed, sinceMs: NOON_MS, dueMs: null, level: 0, log }),
    },
    {
      name: 'commands.json',
      kind: 'json',
      doors: ['commands'],
      bytes: json({ commands: [{ ...command, isCritical: true, state: { kind: 'waiting' } }] }),
    },
    {
      name: 'recordings.json',
      kind: 'json',
      doors: ['recordings'],
      bytes: json({ recordings: [{ name: 'r', fromMs: 0, toMs: 1 }] }),
    },
    { name: 'observation.json', kind: 'json', doors: ['reading'], bytes: json(reading) },
    { name: 'observation.txt', kind: 'text', doors: ['reading'], bytes: json(reading) },
    {
      name: 'lines.jsonl',
      kind: 'text',
      doors: ['lines'],
      bytes: utf8(`${JSON.stringify({ id: 'g', at: NOON, reading: { value: 1 } })}\n`.repeat(3)),
    },
    { name: 'observations.json', kind: 'json', doors: ['things'], bytes: json({ value: [group] }) },
    { name: 'entities.json', kind: 'json', doors: ['entities'], bytes: json([entity]) },
  ];
}

const SOURCE = {
  id: 'works',
  name: '水厂',
  kind: 'sse',
  url: 'https://events.example/stream',
  fields: { stream: 'id', time: 'at', value: 'reading.value' },
  streams: [['gauge-*', 'sn-river-*/1']],
};

function ownSeeds(): Seed[] {
  const crowdCase = {
    format: 1,
    kind: 'crowd',
    id: 'square',
    title: { zh: '广场', en: 'Square' },
    ground: { kind: 'city', id: 'small', boxM: [-40, -10, 30, 50], cellM: 0.5 },
    exits: [{ id: 'east', floor: 'ground', from: [10, 0.3], to: [10, 1.7] }],
    populations: [{ id: 'people', floor: 'ground', count: 4, where: { kind: 'walkable', ids: ['square'] } }],
    endS: 20,
  };
  const whatIfs = {
    format: 1,
    kind: 'construction',
    id: 'what-ifs',
    title: { zh: '推演', en: 'What if' },
    schedule: 'plan.csv',
    scenarios: [{ id: 'late', title: { zh: '晚', en: 'Late' }, crews: [{ resource: 'masons', capacity: 2 }] }],
  };
  const rule = { id: 'walls', when: { class: 'IfcWall*' }, task: { activity: 'W' }, does: 'build' };
  const links = {
    format: 1,
    kind: 'links',
    rules: [rule],
    confirmed: { model: 'm', inputHash: 'h', schedule: 's', links: [{ globalId: 'g', does: 'build', task: 'W' }] },
  };
  const head = { format: 1, id: 'own', title: { zh: '自己的', en: 'Own' } };
  const floodCase = {
    ...{ ...head, kind: 'flood', ground: { kind: 'city', id: 'small', cellM: 8 } },
    ...{ rain: { kind: 'uniform', rateMmPerH: 50, hours: 1 }, endH: 1, frameEveryMin: 10 },
  };
  const measure = { by: 'number', column: { of: 'table', name: 'floors' } };
  const table = { file: 'a.csv', csv: 'id,floors\n1,2\n', key: 'id', attribute: 'id' };
  const theme = { ...head, kind: 'theme', city: 'small', analysis: { layer: 'building', measure, table } };
  const sides = { a: { plan: 'p', shape: 's' }, b: { plan: 'q', shape: 't' } };
  const facts = { rule: 'use-zone', edition: '1', ...sides, areaM2: 10, at: [0, 0] as [number, number] };
  const comment = { kind: 'comment', conflict: 'c', facts, text: '核实' } as const;
  const decisions = withAct([], comment, { who: '安', role: 'analyst', by: 'page' }, NOON_MS);
  const rows = Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, column) => row + column).join(' '));
  const rain = `ncols 8\nnrows 8\nxllcorner 0\nyllcorner 0\ncellsize 100\nNODATA_value -9999\n${rows.join('\n')}\n`;
  const log =
    'GUID,IfcClass,Nl-sfb,Material,TaskID,TaskName,TaskStart,TaskFinish,Element on time or not\ng1,IfcWall,21,brick,1,Wall,26-2-2015,27-2-2015,on time\n';
  return [
    { name: 'crowd.json', kind: 'json', doors: ['crowd file'], bytes: json(crowdCase) },
    { name: 'crowd.txt', kind: 'text', doors: ['crowd file'], bytes: json(crowdCase) },
    { name: 'what-ifs.json', kind: 'json', doors: ['what-ifs'], bytes: json(whatIfs) },
    { name: 'links.json', kind: 'json', doors: ['links'], bytes: json(links) },
    { name: 'flood-case.json', kind: 'json', doors: ['flood case'], bytes: json(floodCase) },
    { name: 'flood-case.txt', kind: 'text', doors: ['flood case'], bytes: json(floodCase) },
    { name: 'theme.json', kind: 'json', doors: ['theme'], bytes: json(theme) },
    { name: 'decisions.json', kind: 'json', doors: ['decisions'], bytes: utf8(journalFileText('small', decisions)) },
    { name: 'card.json', kind: 'json', doors: ['scorecard'], bytes: json(publishedCard('small')) },
    { name: 'rain.asc', kind: 'text', doors: ['rain grids'], bytes: utf8(rain) },
    { name: 'log.csv', kind: 'text', doors: ['element log'], bytes: utf8(log) },
    {
      name: 'streams.txt',
      kind: 'text',
      doors: ['streams'],
      bytes: utf8('gauge-* = sn-river-*/1\nb = sn-rain-0001/1\n'),
    },
    {
      name: 'series.csv',
      kind: 'text',
      doors: ['recorded'],
      bytes: utf8('Date,River\n2026-07-18 12:00,1.5\n2026-07-18T12:05:00Z,1.75\n'),
    },
  ];
}

function modelSeeds(): Seed[] {
  const box = smallGltf(
    [
      { name: 'IfcWall-1', mesh: 0, children: [1] },
      { name: 'b', mesh: 0 },
    ],
    [0],
  );
  const map = { crs: 'EPSG:28992', eastings: 85_000, northings: 446_000, height: 3 };
  const ifc = smallIfc({ boxes: threeBoxes(1), map });
  return [
    { name: 'a.ifc', kind: 'text', doors: ['model', 'bake'], bytes: ifc },
    { name: 'b.ifc', kind: 'bytes', doors: ['model'], bytes: ifc },
    { name: 'a.glb', kind: 'bytes', doors: ['model'], bytes: glbBytes(box) },
    { name: 'm.city.json', kind: 'json', doors: ['model'], bytes: jsonBytes(smallCityJson()) },
    { name: 'lzw.tif', kind: 'bytes', doors: ['read geotiff'], bytes: packedTiff('lzw') },
    { name: 'bits.tif', kind: 'bytes', doors: ['read geotiff'], bytes: packedTiff('packBits') },
  ];
}

async function floodSeeds(): Promise<Seed[]> {
  const scenario = {
    format: 1,
    kind: 'flood',
    id: 'slope',
    title: { zh: '坡', en: 'Slope' },
    ground: { kind: 'dem', file: 'dem.asc', manningN: 0.03 },
    rain: { kind: 'uniform', rateMmPerH: 50, hours: 1 },
    endH: 1,
    frameEveryMin: 10,
  };
  const file = await smallResult();
  const length = new DataView(file.buffer).getUint32(8, true);
  const head: unknown = JSON.parse(new TextDecoder().decode(file.subarray(12, 12 + length)));
  const arrays = Buffer.from(file.subarray(12 + length)).toString('base64');
  return [
    { name: 'flood.json', kind: 'json', doors: ['flood'], bytes: json(scenario) },
    { name: 'flood.txt', kind: 'text', doors: ['flood'], bytes: json(scenario) },
    { name: 'result.flood', kind: 'bytes', doors: ['result'], bytes: file },
    { name: 'head.flood', kind: 'json', doors: ['result head'], bytes: json({ head, arrays }) },
  ];
}

/** Of 5 × 3 cells, two frames. */
export async function smallResult(): Promise<Uint8Array<ArrayBuffer>> {
  const [columns, rows] = [5, 3];
  const ledger = balance(0, { ...noFlows(), rainM3: 12.5 }, 12.5);
  const cells = Uint16Array.from({ length: columns * rows * 4 }, (_, i) => i * 257);
  const result: FloodResult = {
    ...{ columns, rows, cellM: 4, westM: -20, southM: 8, baseM: 370 },
    bedElevationM: Float32Array.from({ length: columns * rows }, (_, i) => 380 + i / 7),
    frames: [0, 600].map((timeS) => ({ timeS, cells, ledger })),
    maxima: noMaxima(raster(columns, rows, 4)),
    gauges: [{ id: 'sn-1', series: { timesS: [0, 10], values: [380, 380.5] }, highest: null }],
    openings: [{ id: 'st-2-D', into: 'st-2', reachedS: null, volumeM3: 0 }],
    ...{ ledger, steps: 1234, cellUpdates: 18510, hash: 'cd'.repeat(32), scheme: { kind: 'full', order: 2 } },
  };
  const about = { name: 'n', city: 'c', inputHash: 'ab'.repeat(32), version: '0.2.0', notes: [] };
  return writeResult(result, about);
}
