import { type Column, encodeColumn, NO_VALUE } from '../../../model/city/column.ts';
import type { AttributeInfo, LayerInfo, Manifest } from '../../../model/city/manifest.ts';
import { parseManifest } from '../../../model/city/manifest.ts';

/** A city of three layers that fits on this page: five buildings, three storm pipes, two parcels of a plan. */
export function smallCity(): { city: Manifest; files: Map<string, Uint8Array<ArrayBuffer>> } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const buildings = addLayer(files, 0, {
    id: 'building',
    kind: 'building',
    group: 'building',
    label: { zh: '建筑', en: 'Buildings' },
    cimLevel: 2,
    ids: ['bld-ED1-00002', 'bld-ED1-00001', 'bld-ND4-00001', 'bld-ND4-00010', 'bld-ND4-00003'],
    columns: [
      [
        { name: 'name', type: 'string', label: { zh: '名称', en: 'Name' } },
        text('文峰塔', null, 'Twin Tower', '金融双塔', null),
      ],
      [
        { name: 'height', type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' }, range: [6, 180] },
        numbers(32.5, 6, 180, 176, Number.NaN),
      ],
      [
        { name: 'storeys', type: 'integer', label: { zh: '层数', en: 'Storeys' }, range: [2, 44] },
        counts(7, 2, 44, 43),
      ],
      [
        {
          name: 'class',
          type: 'code',
          label: { zh: '类别', en: 'Class' },
          values: { office: { zh: '办公', en: 'Office' }, lane: { zh: '里弄', en: 'Lane house' } },
        },
        text('lane', 'lane', 'office', 'office', 'office'),
      ],
      [
        {
          name: 'facade',
          type: 'integer',
          label: { zh: '立面', en: 'Facade' },
          values: { 0: { zh: '老城', en: 'Old town' }, 2: { zh: '玻璃', en: 'Glass' } },
        },
        counts(0, 0, 2, 2),
      ],
      [
        { name: 'address', type: 'string', label: { zh: '地址', en: 'Address' } },
        text('文庙街 3 号', '文庙街 5 号', '澄心大道 88 号', '澄心大道 90 号', '<img src=x onerror=alert(1)>'),
      ],
    ],
  });
  const pipes = addLayer(files, 5, {
    id: 'pipe-storm',
    kind: 'pipe',
    group: 'underground',
    label: { zh: '雨水管', en: 'Storm sewers' },
    cimLevel: 3,
    colour: { token: 'pipe-storm' },
    shownAtStart: false,
    ids: ['pipe-YS1-0001', 'pipe-YS1-0002', 'pipe-YS1-0003'],
    columns: [
      [{ name: 'dn', type: 'number', unit: 'mm', label: { zh: '管径', en: 'Diameter' } }, numbers(300, 600, 1200)],
      [{ name: 'of', type: 'string', label: { zh: '所属对象', en: 'Belongs to' } }, text('bld-ED1-00002', null, null)],
    ],
  });
  const plan = addLayer(files, 8, {
    id: 'plan-kg',
    kind: 'area',
    group: 'plan',
    label: { zh: '控制性详细规划', en: 'Regulatory plan' },
    cimLevel: 4,
    state: 'planned',
    colour: { attribute: 'use', tokens: { B1: 'lu-b', R2: 'lu-r' } },
    ids: ['kg-07-09', 'kg-07-10'],
    columns: [[{ name: 'use', type: 'code', label: { zh: '用地', en: 'Land use' } }, text('B1', 'R2')]],
  });
  const city = parseManifest({
    format: 1,
    id: 'small',
    name: { zh: '小城', en: 'Smalltown' },
    fictional: true,
    about: { zh: '测试用的虚构城市。', en: 'A fictional city for tests.' },
    origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 351 },
    zone: 'Asia/Shanghai',
    datum: { vertical: '1985 national height datum', geoidUndulationM: -29 },
    extentM: [-1000, -1000, 1000, 1000],
    home: { lonDeg: 108.75, latDeg: 34.29, heightM: 1500, headingDeg: 0, pitchDeg: -40 },
    terrain: null,
    ground: null,
    layers: [buildings, pipes, plan],
    grids: null,
    tour: [
      {
        id: 'river',
        title: { zh: '河与城', en: 'River and city' },
        caption: { zh: '一条河穿过两座城。', en: 'One river runs through two towns.' },
        view: { lonDeg: 108.75, latDeg: 34.29, heightM: 900, headingDeg: 10, pitchDeg: -30 },
        seconds: 20,
      },
      {
        id: 'pipes',
        title: { zh: '看不见的管线', en: 'Pipes unseen' },
        caption: { zh: '路面之下有七种管线。', en: 'Seven kinds of pipe lie below the street.' },
        view: { lonDeg: 108.751, latDeg: 34.3, heightM: 500, headingDeg: 90, pitchDeg: -45 },
        seconds: 15,
      },
    ],
    labels: [],
    bakedBy: 'shapan 0.1.0',
    inputHash: '3f9a00c1',
  });
  return { city, files };
}

interface LayerSketch
  extends Pick<LayerInfo, 'id' | 'kind' | 'group' | 'label' | 'cimLevel'>,
    Partial<Pick<LayerInfo, 'state' | 'colour' | 'shownAtStart'>> {
  ids: string[];
  columns: [Omit<AttributeInfo, 'file'>, Column][];
}

export function addLayer(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  gidBase: number,
  { ids, columns, ...sketch }: LayerSketch,
): LayerInfo {
  const folder = `layers/${sketch.id}`;
  const put = (file: string, bytes: Uint8Array) => files.set(file, new Uint8Array(bytes));
  put(`${folder}/columns/id.bin`, encodeColumn(text(...ids)));
  for (const [{ name }, column] of columns) put(`${folder}/columns/${name}.bin`, encodeColumn(column));
  const order = ids.map((_, row) => row).sort((a, b) => (ids[a] < ids[b] ? -1 : 1));
  put(`${folder}/sorted.bin`, new Uint8Array(Uint32Array.from(order).buffer));
  const places = Float32Array.from(ids.flatMap((_, row) => [100 * row, 50 * row, 10, 20 + row]));
  put(`${folder}/places.bin`, new Uint8Array(places.buffer));
  return {
    state: 'existing',
    shownAtStart: true,
    ...sketch,
    tileset: `${folder}/tileset.json`,
    gidBase,
    count: ids.length,
    boundsM: [-1000, -1000, 0, 1000, 1000, 180],
    sorted: `${folder}/sorted.bin`,
    places: `${folder}/places.bin`,
    attributes: columns.map(([attribute]) => ({ ...attribute, file: `${folder}/columns/${attribute.name}.bin` })),
    source: {
      name: { zh: '测试数据', en: 'Test data' },
      licence: 'CC0-1.0',
      date: '2026-11-20',
      crs: 'EPSG:4326',
      inputHash: '3f9a00c1',
    },
    assumptions: [{ code: 'height-stated', values: { count: 1, heightM: 3 } }],
    problems: [{ code: 'null-height', count: 1, example: 'bld-ND4-00003' }],
  };
}

export function text(...values: (string | null)[]): Column {
  const distinct = [...new Set(values.filter((value) => value !== null))];
  return {
    type: 'string',
    distinct,
    codes: Uint32Array.from(values, (value) => (value === null ? NO_VALUE : distinct.indexOf(value))),
  };
}

function numbers(...values: number[]): Column {
  return { type: 'float32', values: Float32Array.from(values) };
}

/** Five rows; the last one is null. */
function counts(...values: number[]): Column {
  return { type: 'uint32', values: Uint32Array.from([...values, NO_VALUE]) };
}
