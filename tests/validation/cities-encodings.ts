import { readCap } from '../../readers/cap/cap.ts';
import { selectReader } from '../../readers/listed-readers.ts';
import type { ReadOptions } from '../../readers/reader.ts';
import { readTable } from '../../readers/readings-table/readings-table.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { dbfOf, shpOf } from '../readers/shapefile/write-shapefile.ts';
import { zipOf } from '../readers/zip-of.ts';
import { encoded, FAMILIES } from './encoded-text.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Generated files of names in the scripts and encodings of the world, with tables whose numbers are written as their countries write them.
 * A file that states its encoding, in whichever way its format has, or whose encoding a person names, has to come out as it was meant; one
 * that states none may be refused or taken for something that is said. Anything else is silently wrong.
 */
const FILES = 1260;
const QUICK_FILES = 96;

interface Row {
  name: string;
  value: number;
  lonDeg: number;
  latDeg: number;
}

/** What came out of a file. */
interface Got {
  names: string[];
  values?: number[];
  isTold: boolean;
}

interface MadeFile {
  what: string;
  /** Whether the file, or the person who gives it, leaves no doubt of its encoding and of its numbers. */
  isStated: boolean;
  rows: readonly Row[];
  read(): Promise<Got>;
}

/** How the text of a file is written, and who says so. */
interface Writing {
  label: string;
  hasMark: boolean;
  named: string | undefined;
}

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)];

function rowsOf(random: Random, words: readonly string[]): Row[] {
  return Array.from({ length: 4 + Math.floor(random() * 8) }, (_, i) => ({
    name: `${pick(random, words)} ${i + 1}${random() < 0.3 ? pick(random, words) : ''}`,
    value: Math.round(random() * 4e6) / 100,
    lonDeg: Math.round(1e5 * (13.4 + random() * 0.01)) / 1e5,
    latDeg: Math.round(1e5 * (52.5 + random() * 0.01)) / 1e5,
  }));
}

const family = (random: Random) => pick(random, FAMILIES);

/** The value of a row is written with two decimals, or whole where its file says so. */
const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

async function readNames(
  bytes: Uint8Array,
  file: string,
  wish: ReadOptions,
  field: string,
  value?: string,
): Promise<Got> {
  const source = bytesSource(bytes, file);
  const reader = await selectReader(source);
  if (!reader) return { names: [], isTold: true };
  const problems = new Problems();
  const got = await reader.read(source, wish, problems);
  const isTold = problems.list().some(({ code }) => TOLD.has(code));
  if (got.gives === 'schedule')
    return { names: got.schedule.activities.map(({ name }) => name), isTold: got.schedule.notes.length > 0 };
  if (got.gives !== 'features' && got.gives !== 'surfaces') throw new Error(`${file}: ${got.gives} by ${reader.id}`);
  const raw = got.raw;
  return {
    names: wordsOf(raw, field),
    ...(value === undefined ? {} : numbersOf(raw, value, problems)),
    isTold: isTold || problems.list().some(({ code }) => code === 'not-a-number'),
  };
}

/** Problems that say of what a text was taken for. */
const TOLD: ReadonlySet<string> = new Set(['text-encoding', 'text-unreadable', 'code-page', 'place-missing']);

function wordsOf(raw: RawFeatures, name: string): string[] {
  const words = raw.fields.find((field) => field.name === name)?.words(raw.count);
  return Array.from({ length: raw.count }, (_, row) => words?.text(row) ?? '');
}

function numbersOf(raw: RawFeatures, name: string, problems: Problems): { values: number[] } {
  const field = raw.fields.find((one) => one.name === name);
  const bad = (row: number, text: string) => problems.report('not-a-number', () => `${row}: ${text}`);
  return { values: [...(field?.numbers(raw.count, [], bad) ?? [])] };
}

/** What a declaration of XML may say beside what the bytes are. */
const DECLARED: Readonly<Record<string, string>> = { gb18030: 'GBK', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' };

interface TextFormat {
  file: string;
  text(rows: readonly Row[]): string;
  read?(bytes: Uint8Array, named: string | undefined): Promise<Got> | Got;
  wish?: ReadOptions;
  field: string;
  /** Whether a person may name the encoding. */
  isNameable?: boolean;
}

const POINT = { geometry: 'point' } as const;
const ring = ({ lonDeg, latDeg }: Row, up = ''): string =>
  [
    [0, 0],
    [1e-4, 0],
    [1e-4, 1e-4],
    [0, 1e-4],
    [0, 0],
  ]
    .map(([x, y]) => `${(latDeg + y).toFixed(6)} ${(lonDeg + x).toFixed(6)}${up}`)
    .join(' ');
const GML = 'xmlns:gml="http://www.opengis.net/gml"';

const XML: readonly TextFormat[] = [
  {
    file: 'town.osm',
    field: 'name',
    wish: { ...POINT, tag: { key: 'shop' } },
    text: (rows) =>
      `<osm version="0.6">${rows.map(({ name, lonDeg, latDeg }, i) => `<node id="${i + 1}" lon="${lonDeg}" lat="${latDeg}"><tag k="shop" v="yes"/><tag k="name" v="${xmlText(name)}"/></node>`).join('\n')}</osm>`,
  },
  {
    file: 'town.kml',
    field: 'name',
    wish: POINT,
    isNameable: true,
    text: (rows) =>
      `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${rows.map(({ name, lonDeg, latDeg }) => `<Placemark><name>${xmlText(name)}</name><Point><coordinates>${lonDeg},${latDeg}</coordinates></Point></Placemark>`).join('\n')}</Document></kml>`,
  },
  {
    file: 'town.gpx',
    field: 'name',
    wish: POINT,
    isNameable: true,
    text: (rows) =>
      `<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${rows.map(({ name, lonDeg, latDeg }) => `<wpt lon="${lonDeg}" lat="${latDeg}"><name>${xmlText(name)}</name></wpt>`).join('\n')}</gpx>`,
  },
  {
    file: 'site.xml',
    field: 'name',
    wish: { ...POINT, table: 'CgPoints' },
    isNameable: true,
    text: (rows) =>
      `<LandXML xmlns="http://www.landxml.org/schema/LandXML-1.2" version="1.2"><Units><Metric linearUnit="meter"/></Units><CgPoints>${rows.map(({ name }, i) => `<CgPoint name="${xmlText(name)}">${5_334_000 + i} 690000 500</CgPoint>`).join('\n')}</CgPoints></LandXML>`,
  },
  {
    file: 'plan.gml',
    field: 'text',
    wish: { geometry: 'polygon' },
    isNameable: true,
    text: (rows) =>
      `<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/5/1" ${GML}><gml:boundedBy><gml:Envelope srsName="EPSG:4326"/></gml:boundedBy>${rows.map((row) => `<gml:featureMember><xplan:BP_GruenFlaeche><xplan:text>${xmlText(row.name)}</xplan:text><xplan:position><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${ring(row)}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></xplan:position></xplan:BP_GruenFlaeche></gml:featureMember>`).join('\n')}</xplan:XPlanAuszug>`,
  },
  {
    file: 'town.gml',
    field: 'name',
    isNameable: true,
    text: (rows) =>
      `<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" ${GML}><gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4979" srsDimension="3"/></gml:boundedBy>${rows.map((row, i) => `<cityObjectMember><bldg:Building gml:id="b${i}"><gml:name>${xmlText(row.name)}</gml:name><bldg:measuredHeight uom="m">6</bldg:measuredHeight><bldg:lod0FootPrint><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${ring(row, ' 40')}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></bldg:lod0FootPrint></bldg:Building></cityObjectMember>`).join('\n')}</CityModel>`,
  },
  {
    file: 'works.xml',
    field: 'name',
    text: (rows) =>
      `<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-06-01T08:00:00</StartDate><Tasks>${rows.map(({ name }, i) => `<Task><UID>${i + 1}</UID><Name>${xmlText(name)}</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration></Task>`).join('\n')}</Tasks></Project>`,
  },
  {
    file: 'alert.xml',
    field: 'headline',
    read: (bytes) => ({ names: readCap(bytes, 'alert.xml').infos.map(({ headline }) => headline), isTold: false }),
    text: (rows) =>
      `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>b</sender><sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>${rows.map(({ name }) => `<info><category>Met</category><event>rain</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><headline>${xmlText(name)}</headline></info>`).join('\n')}</alert>`,
  },
];

function xmlFile(random: Random): MadeFile {
  const format = pick(random, XML);
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const way = pick(random, [
    'utf-8',
    'mark',
    'utf-16',
    'utf-16 unmarked',
    'declared',
    'declared',
    'declared',
    'named',
  ] as const);
  const isNamed = way === 'named' && format.isNameable === true;
  const label =
    way === 'declared' || way === 'named'
      ? pick(random, labels)
      : way.startsWith('utf-16')
        ? pick(random, ['utf-16le', 'utf-16be'])
        : 'utf-8';
  // A mark of UTF-8 wins over what a careless editor left in the declaration; and a text whose declaration can be read byte by byte is no UTF-16.
  const said =
    way === 'mark'
      ? pick(random, ['UTF-8', 'ISO-8859-1', 'UTF-16'])
      : way === 'utf-8'
        ? pick(random, ['UTF-8', 'utf-16'])
        : DECLARED[label];
  const declaration = `<?xml version="1.0"${isNamed ? '' : ` encoding="${said ?? label}"`}${random() < 0.3 ? ' standalone="yes"' : ''}?>`;
  const bytes = encoded(`${declaration}\n${format.text(rows)}`, label, way === 'mark' || way === 'utf-16');
  const named = isNamed ? label : undefined;
  return {
    what: `${format.file} ${label} ${way}${said ? ` declared ${said}` : ''}`,
    isStated: true,
    rows,
    read: async () =>
      (await format.read?.(bytes, named)) ??
      (await readNames(bytes, format.file, { ...format.wish, encoding: named }, format.field)),
  };
}

const json = (value: unknown): string => JSON.stringify(value);
const JSONS: readonly TextFormat[] = [
  {
    file: 'town.geojson',
    field: 'name',
    wish: POINT,
    isNameable: true,
    text: (rows) =>
      json({
        type: 'FeatureCollection',
        features: rows.map(({ name, lonDeg, latDeg }) => ({
          type: 'Feature',
          properties: { name },
          geometry: { type: 'Point', coordinates: [lonDeg, latDeg] },
        })),
      }),
  },
  {
    file: 'town.topojson',
    field: 'name',
    wish: POINT,
    isNameable: true,
    text: (rows) =>
      json({
        type: 'Topology',
        arcs: [],
        objects: {
          a: {
            type: 'GeometryCollection',
            geometries: rows.map(({ name, lonDeg, latDeg }) => ({
              type: 'Point',
              coordinates: [lonDeg, latDeg],
              properties: { name },
            })),
          },
        },
      }),
  },
  {
    file: 'answer.json',
    field: 'name',
    wish: { ...POINT, tag: { key: 'shop' } },
    text: (rows) =>
      json({
        version: 0.6,
        generator: 'Overpass API',
        elements: rows.map(({ name, lonDeg, latDeg }, i) => ({
          type: 'node',
          id: i + 1,
          lat: latDeg,
          lon: lonDeg,
          tags: { shop: 'yes', name },
        })),
      }),
  },
  {
    file: 'town.city.json',
    field: 'name',
    isNameable: true,
    text: (rows) =>
      json({
        type: 'CityJSON',
        version: '2.0',
        metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/25833' },
        transform: { scale: [0.001, 0.001, 0.001], translate: [390_000, 5_820_000, 0] },
        CityObjects: Object.fromEntries(
          rows.map(({ name }, i) => [
            `b${i}`,
            {
              type: 'Building',
              attributes: { name, measuredHeight: 6 },
              geometry: [{ type: 'MultiSurface', lod: '0', boundaries: [[[4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3]]] }],
            },
          ]),
        ),
        vertices: rows.flatMap((_, i) =>
          [
            [0, 0],
            [10_000, 0],
            [10_000, 10_000],
            [0, 10_000],
          ].map(([x, y]) => [x + 20_000 * i, y, 40_000]),
        ),
      }),
  },
];

/** How a text without a declaration may come. */
function writingOf(random: Random, labels: readonly string[], isNameable: boolean): Writing {
  const way = random();
  if (way < 0.2) return { label: 'utf-8', hasMark: random() < 0.5, named: undefined };
  if (way < 0.35) return { label: pick(random, ['utf-16le', 'utf-16be']), hasMark: true, named: undefined };
  const label = pick(random, labels);
  return { label, hasMark: false, named: isNameable && way < 0.75 ? label : undefined };
}

const isKnown = ({ label, named }: Writing): boolean => named !== undefined || label.startsWith('utf-');

function plainFile(random: Random, formats: readonly TextFormat[]): MadeFile {
  const format = pick(random, formats);
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const writing = writingOf(random, labels, format.isNameable === true);
  const bytes = encoded(format.text(rows), writing.label, writing.hasMark);
  return {
    what: `${format.file} ${writing.label}${writing.hasMark ? ' marked' : ''}${writing.named ? ' named' : ''}`,
    isStated: isKnown(writing),
    rows,
    read: async () =>
      (await format.read?.(bytes, writing.named)) ??
      (await readNames(bytes, format.file, { ...format.wish, encoding: writing.named }, format.field)),
  };
}

const TEXTS: readonly TextFormat[] = [
  {
    file: 'works.xer',
    field: 'name',
    text: (rows) =>
      [
        'ERMHDR\t8.0\t2026-01-01',
        '%T\tPROJECT',
        '%F\tproj_id\tproj_short_name\tplan_start_date',
        '%R\t1\tP\t2026-01-05 08:00',
        '%T\tTASK',
        '%F\ttask_id\tproj_id\ttask_code\ttask_name\ttask_type\ttarget_drtn_hr_cnt\tremain_drtn_hr_cnt',
        ...rows.map(({ name }, i) => `%R\t${i + 1}\t1\tA${i}\t${name}\tTT_Task\t8\t8`),
        '%E',
      ].join('\r\n'),
  },
  {
    file: 'drains.inp',
    field: '',
    isNameable: true,
    wish: { geometry: 'line' },
    text: (rows) =>
      [
        '[TITLE]',
        '[JUNCTIONS]',
        ...rows.flatMap((_, i) => `J${i} 10 2 0 0 0`),
        'J 9 2 0 0 0',
        '[CONDUITS]',
        ...rows.map(({ name }, i) => `"${name}" J${i} J 40 0.013 0 0 0 0`),
        '[XSECTIONS]',
        ...rows.map(({ name }) => `"${name}" CIRCULAR 0.6 0 0 0 1`),
        '[COORDINATES]',
        ...rows.map((_, i) => `J${i} ${100 + i} 200`),
        'J 100 300',
      ].join('\r\n'),
  },
];

const GUARDED = /[",;\t\r\n]/;
/** How numbers are written, by the mark of decimals; null where nothing in a column of them tells thousands from decimals. */
const NUMBERS: Readonly<Record<string, (value: number) => string>> = {
  plain: (value) => value.toFixed(2),
  'decimal comma': (value) => value.toFixed(2).replace('.', ','),
  'thousands comma': (value) => grouped(value, ',').concat('.', cents(value)),
  'thousands dot': (value) => grouped(value, '.').concat(',', cents(value)),
  'thousands space': (value) => grouped(value, ' ').concat(',', cents(value)),
  'thousands apostrophe': (value) => grouped(value, "'").concat('.', cents(value)),
  'whole with dots': (value) => grouped(Math.floor(value), '.'),
};
const grouped = (value: number, mark: string): string =>
  String(Math.floor(value + 1e-9)).replace(/\B(?=(\d{3})+$)/g, mark);
const cents = (value: number): string => value.toFixed(2).slice(-2);

function csvFile(random: Random): MadeFile {
  const { labels, words } = family(random);
  const style = pick(random, Object.keys(NUMBERS));
  const isWhole = style === 'whole with dots';
  const rows = rowsOf(random, words).map((row, i) => ({
    ...row,
    name: random() < 0.2 ? `${row.name}${pick(random, [', A', '; B', '\n2', ' "C"'])}` : row.name,
    value: isWhole ? (i === 0 ? 1234 : Math.floor(row.value)) : row.value,
  }));
  const isComma =
    style === 'decimal comma' || style.endsWith('dot') || style.endsWith('dots') || style.endsWith('space');
  const delimiter = pick(random, isComma ? [';', '\t', '|'] : [',', ';', '\t', '|']);
  const end = pick(random, ['\n', '\r\n', '\r\n', '\r']);
  const heading = pick(random, words);
  const isQuoted = random() < 0.3;
  const cell = (text: string): string =>
    isQuoted || text.includes(delimiter) || GUARDED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const write = (value: number): string => (isComma ? String(value).replace('.', ',') : String(value));
  const lines = [
    ['lon', 'lat', heading, 'amount'],
    ...rows.map(({ name, value, lonDeg, latDeg }) => [write(lonDeg), write(latDeg), name, NUMBERS[style](value)]),
  ].map((cells) => cells.map(cell).join(delimiter));
  if (random() < 0.3) lines.splice(2, 0, '', delimiter.repeat(3));
  const hasSep = random() < 0.15;
  const text = [...(hasSep ? [`sep=${delimiter}`] : []), ...lines, ''].join(end);
  const writing = writingOf(random, labels, true);
  const bytes = encoded(text, writing.label, writing.hasMark);
  return {
    what: `csv ${writing.label}${writing.hasMark ? ' marked' : ''}${writing.named ? ' named' : ''} ${style} by ${json(delimiter)} ends ${json(end)}${hasSep ? ' sep' : ''}`,
    isStated: isKnown(writing),
    rows,
    read: () => readNames(bytes, 'places.csv', { ...POINT, encoding: writing.named }, heading, 'amount'),
  };
}

/** Readings by stream; the value of each as a table program of its country writes it. */
function readingsFile(random: Random): MadeFile {
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const style = pick(random, ['plain', 'decimal comma', 'thousands dot', 'thousands space']);
  const delimiter = style === 'plain' ? pick(random, [',', ';', '\t']) : pick(random, [';', '\t']);
  const writing = writingOf(random, labels, false);
  const text = [
    ['stream', 'time', 'value'].join(delimiter),
    ...rows.map(({ name, value }, i) =>
      [name, `2026-01-01T00:0${i % 10}:${10 + i}Z`, NUMBERS[style](value)].join(delimiter),
    ),
  ].join(pick(random, ['\n', '\r\n']));
  const bytes = encoded(text, writing.label, writing.hasMark);
  return {
    what: `readings ${writing.label}${writing.hasMark ? ' marked' : ''} ${style}`,
    isStated: isKnown(writing),
    rows,
    async read() {
      const problems = new Problems();
      const got = await readTable(bytes, problems);
      const byName = new Map(got.map(({ stream, reading }) => [stream, reading.value]));
      return {
        names: rows.map(({ name }) => (byName.has(name) ? name : '')),
        values: rows.map(({ name }) => byName.get(name) ?? Number.NaN),
        isTold: problems.list().length > 0,
      };
    },
  };
}

function scheduleFile(random: Random): MadeFile {
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const style = pick(random, ['plain', 'decimal comma', 'thousands comma', 'thousands dot']);
  const isComma = style === 'decimal comma' || style === 'thousands dot';
  const delimiter = isComma ? pick(random, [';', '\t']) : pick(random, [',', ';', '\t']);
  const cell = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
  const [first, second] = pick(random, [
    ['2026-06-01', '2026-06-02'],
    ['2026/6/1', '2026/6/2'],
    ['2026-06-01T08:00:00', '2026-06-02 17:00'],
  ] as const);
  const writing = writingOf(random, labels, false);
  const text = [
    ['id', 'name', 'duration', 'start', 'finish', 'cost'].join(delimiter),
    ...rows.map(({ name, value }, i) =>
      [`A${i}`, name, '1.5d', first, second, NUMBERS[style](value)].map(cell).join(delimiter),
    ),
  ].join(pick(random, ['\n', '\r\n', '\r']));
  const bytes = encoded(text, writing.label, writing.hasMark);
  return {
    what: `schedule ${writing.label}${writing.hasMark ? ' marked' : ''} ${style} by ${json(delimiter)} ${first}`,
    isStated: isKnown(writing),
    rows,
    async read() {
      const source = bytesSource(bytes, 'works.csv');
      const reader = await selectReader(source);
      const got = await reader?.read(source, {}, new Problems());
      if (got?.gives !== 'schedule') return { names: [], isTold: true };
      const { activities, notes } = got.schedule;
      const isDated = activities.every(
        ({ stored, durationMin }) =>
          durationMin === 720 &&
          Math.floor((stored?.startMin ?? 0) / 1440) * 1440 === Date.UTC(2026, 5, 1) / 60_000 &&
          Math.floor((stored?.finishMin ?? 0) / 1440) * 1440 === Date.UTC(2026, 5, 2) / 60_000,
      );
      return {
        names: isDated ? activities.map(({ name }) => name) : [],
        values: activities.map(({ cost }) => cost),
        isTold: notes.length > 0,
      };
    },
  };
}

/** Language bytes of dBASE by encoding, and what a `.cpg` calls it. */
const PAGES: Readonly<Record<string, { bytes: readonly number[]; names: readonly string[] }>> = {
  gb18030: { bytes: [77, 122], names: ['936', 'CP936', 'GBK', 'GB2312', 'GB18030', '54936'] },
  shift_jis: { bytes: [19, 123], names: ['932', 'CP932', 'Shift_JIS', 'SJIS'] },
  'euc-jp': { bytes: [], names: ['EUC-JP', '51932'] },
  big5: { bytes: [79, 120], names: ['950', 'Big5', 'CP950'] },
  'euc-kr': { bytes: [78, 121], names: ['949', 'EUC-KR', 'CP949'] },
  'windows-1252': { bytes: [3, 87, 88, 89], names: ['1252', 'ANSI 1252', 'CP1252', 'windows-1252'] },
  'iso-8859-1': { bytes: [], names: ['ISO-8859-1', '88591', 'ISO 88591', '28591', 'latin1', 'ISO8859_1'] },
  'iso-8859-15': { bytes: [], names: ['ISO-8859-15', '885915', 'ISO 885915', '28605'] },
  'windows-1250': { bytes: [200], names: ['1250', 'ANSI 1250', 'CP1250'] },
  'iso-8859-2': { bytes: [], names: ['88592', 'ISO-8859-2', '28592'] },
  'windows-1251': { bytes: [201], names: ['1251', 'CP1251', 'ANSI 1251'] },
  'koi8-r': { bytes: [], names: ['KOI8-R', '20866'] },
  'iso-8859-5': { bytes: [], names: ['88595', 'ISO-8859-5', '28595'] },
  ibm866: { bytes: [38, 101], names: ['866', 'CP866', 'OEM 866', 'IBM866'] },
  'windows-1253': { bytes: [203], names: ['1253', 'CP1253'] },
  'iso-8859-7': { bytes: [], names: ['88597', 'ISO-8859-7', '28597'] },
  'windows-1254': { bytes: [202], names: ['1254', 'CP1254'] },
  'windows-1257': { bytes: [204], names: ['1257', 'CP1257'] },
  'utf-8': { bytes: [], names: ['UTF-8', 'utf8', '65001', 'CP65001'] },
};

async function shapeFile(random: Random): Promise<MadeFile> {
  const way = pick(random, ['page', 'page', 'language', 'named', 'unstated'] as const);
  const labels = Object.keys(PAGES).filter((one) => way !== 'language' || PAGES[one].bytes.length > 0);
  const label = pick(random, labels);
  const { bytes: languages, names } = PAGES[label];
  const { words } = FAMILIES.find((one) => one.labels.includes(label)) ?? family(random);
  const rows = rowsOf(random, words);
  const language = pick(random, way === 'language' ? languages : [0, 87]);
  const heading = encoded(words[0].slice(0, 3), label);
  const columns = [
    { name: heading, type: 'C', length: 60 },
    { name: 'AMOUNT', type: 'N', length: 12 },
  ];
  const isComma = random() < 0.2;
  const cells = rows.map(({ name, value }) => [
    encoded(name, label),
    isComma ? value.toFixed(2).replace('.', ',') : value.toFixed(2),
  ]);
  const cpg = way === 'page' ? `${pick(random, names)}${pick(random, ['', '\r\n', '\0'])}` : null;
  const bytes = await zipOf({
    'town.shp': shpOf(rows.map(({ lonDeg, latDeg }) => ({ type: 1, parts: [[[lonDeg, latDeg]]] }))),
    'town.dbf': dbfOf(columns, cells, language),
    ...(cpg === null ? {} : { 'town.cpg': cpg }),
  });
  const named = way === 'named' ? label : undefined;
  return {
    what: `dbf ${label} ${way}${cpg === null ? '' : ` ${json(cpg)}`} language ${language}`,
    isStated: way === 'page' || way === 'named' || label === 'utf-8' || (way === 'language' && language > 0),
    rows,
    read: () => readNames(bytes, 'town.zip', { ...POINT, encoding: named }, words[0].slice(0, 3), 'AMOUNT'),
  };
}

/** Values of `$DWGCODEPAGE` by encoding. */
const DRAWING_PAGES: Readonly<Record<string, readonly string[]>> = {
  gb18030: ['ANSI_936', 'ansi_936', 'gb2312'],
  shift_jis: ['ANSI_932', 'dos932'],
  big5: ['ANSI_950', 'big5'],
  'euc-kr': ['ANSI_949', 'ksc5601'],
  'windows-1252': ['ANSI_1252', 'ANSI_1252'],
  'windows-1250': ['ANSI_1250'],
  'windows-1251': ['ANSI_1251'],
  ibm866: ['dos866', 'DOS866'],
  'windows-1253': ['ANSI_1253'],
  'windows-1254': ['ANSI_1254'],
  'windows-1257': ['ANSI_1257'],
  'iso-8859-1': ['iso8859-1'],
  'iso-8859-2': ['ISO8859-2'],
};
/** Characters of CAD before Unicode. */
const escaped = (text: string): string =>
  [...text]
    .map((sign) => (sign > '\u007f' ? `\\U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : sign))
    .join('');

function drawingFile(random: Random): MadeFile {
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const usable = labels.filter((label) => label in DRAWING_PAGES);
  const isOld = usable.length > 0 && random() < 0.75;
  const label = isOld ? pick(random, usable) : 'utf-8';
  const page = isOld ? pick(random, DRAWING_PAGES[label]) : pick(random, ['ANSI_1252', 'ANSI_936']);
  const isEscaped = random() < 0.15;
  const pair = (code: number, value: string | number): string => `${code}\r\n${value}\r\n`;
  const text = [
    pair(0, 'SECTION') + pair(2, 'HEADER') + pair(9, '$ACADVER') + pair(1, isOld ? 'AC1015' : 'AC1027'),
    pair(9, '$DWGCODEPAGE') + pair(3, page) + pair(9, '$INSUNITS') + pair(70, 6) + pair(0, 'ENDSEC'),
    pair(0, 'SECTION') + pair(2, 'ENTITIES'),
    ...rows.map(
      ({ name }, i) =>
        pair(0, 'LINE') +
        pair(8, isEscaped ? escaped(name) : name) +
        pair(10, 0) +
        pair(20, i) +
        pair(11, 60) +
        pair(21, i),
    ),
    pair(0, 'ENDSEC') + pair(0, 'EOF'),
  ].join('');
  const bytes = encoded(text, label, label === 'utf-8' && random() < 0.2);
  return {
    what: `dxf ${label} ${page}${isEscaped ? ' escaped' : ''}`,
    isStated: true,
    rows,
    read: () => readNames(bytes, 'plot.dxf', { geometry: 'line' }, 'layer'),
  };
}

async function transitFile(random: Random): Promise<MadeFile> {
  const { labels, words } = family(random);
  const rows = rowsOf(random, words);
  const writing = writingOf(random, labels, false);
  const stops = [
    'stop_id,stop_name,stop_lat,stop_lon',
    ...rows.map(({ name, lonDeg, latDeg }, i) => `s${i},"${name}",${latDeg},${lonDeg}`),
  ].join(pick(random, ['\n', '\r\n']));
  const bytes = await zipOf({
    'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\na,A,https://example.org,Europe/Berlin\n',
    'stops.txt': encoded(stops, writing.label, writing.hasMark),
    'routes.txt': 'route_id,route_type\nr,3\n',
    'trips.txt': 'route_id,service_id,trip_id\nr,s,t\n',
    'stop_times.txt': 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,08:00:00,08:00:00,s0,1\n',
  });
  return {
    what: `gtfs ${writing.label}${writing.hasMark ? ' marked' : ''}`,
    isStated: isKnown(writing),
    rows,
    read: () => readNames(bytes, 'gtfs.zip', POINT, 'name'),
  };
}

const MAKERS: readonly ((random: Random) => MadeFile | Promise<MadeFile>)[] = [
  csvFile,
  xmlFile,
  shapeFile,
  (random) => plainFile(random, JSONS),
  csvFile,
  xmlFile,
  drawingFile,
  (random) => plainFile(random, TEXTS),
  csvFile,
  xmlFile,
  shapeFile,
  readingsFile,
  scheduleFile,
  transitFile,
];

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** 'right', 'told', or what is wrong. */
async function judged({ rows, isStated, read }: MadeFile): Promise<string> {
  let got: Got;
  try {
    got = await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return isStated ? `refused: ${error.message.slice(0, 200)}` : 'told';
  }
  const areNames = isSame(
    got.names,
    rows.map(({ name }) => name),
  );
  const areValues =
    got.values === undefined ||
    isSame(
      got.values,
      rows.map(({ value }) => value),
    );
  if (areNames && areValues) return 'right';
  if (!isStated && got.isTold) return 'told';
  return areNames
    ? `values ${got.values?.slice(0, 4)} of ${rows.slice(0, 4).map(({ value }) => value)}`
    : `names ${json(got.names.slice(0, 3))} of ${json(rows.slice(0, 3).map(({ name }) => name))}`;
}

async function verdicts(name: string, count: number): Promise<Verdict[]> {
  const random = seeded(51);
  let right = 0;
  let told = 0;
  let wrong = 0;
  for (let nth = 0; nth < count; nth++) {
    const made = await MAKERS[nth % MAKERS.length](random);
    const answer = await judged(made);
    if (answer === 'right') right++;
    else if (answer === 'told') told++;
    else {
      wrong++;
      if (wrong <= 60) process.stderr.write(`${name}: ${nth} ${made.what}: ${answer}\n`);
    }
  }
  return [
    exactly(`${name} silently wrong of ${count}`, wrong, 0),
    atLeast(`${name} right`, right, Math.floor(0.7 * count)),
    atLeast(`${name} told`, told, Math.floor(0.02 * count)),
  ];
}

const caseOf = (name: string, files: number, quick: boolean): ValidationCase => ({
  name,
  quick,
  run: () => verdicts(name, files),
});

export const CASES: ValidationCase[] = [
  caseOf('cities.encodings quick', QUICK_FILES, true),
  caseOf('cities.encodings', FILES, false),
];
