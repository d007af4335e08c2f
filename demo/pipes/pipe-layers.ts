import type { Text } from '../../model/city/manifest.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { type Field, lineLayer, nameFields, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { NAMELESS, partOf, textOf } from '../names/words.ts';
import type { CityGround } from '../terrain/ground.ts';
import { isRisingMain, type Pipe, SYSTEMS } from './clearance.ts';
import type { PipeNetwork } from './network.ts';
import { minCoverM, pipeLengthM, SYSTEM_WORDS } from './pipes.ts';

/** What the card says of a material; keys are what the plan and the branches call it. */
const MATERIALS: Record<string, { zh: string; en: string }> = {
  RCP: { zh: '钢筋混凝土管', en: 'reinforced concrete' },
  'concrete box': { zh: '钢筋混凝土方涵', en: 'concrete box' },
  'HDPE/RCP': { zh: 'HDPE / 钢筋混凝土管', en: 'HDPE or reinforced concrete' },
  HDPE: { zh: 'HDPE 双壁波纹管', en: 'HDPE' },
  'steel siphon': { zh: '倒虹管 2 × DN1000 钢管', en: 'siphon, two DN1000 steel' },
  'ductile iron': { zh: '球墨铸铁管', en: 'ductile iron' },
  steel: { zh: '钢管', en: 'steel' },
  PE100: { zh: 'PE100 管', en: 'PE100' },
  'pre-insulated steel': { zh: '预制保温钢管', en: 'pre-insulated steel' },
  'concrete tunnel': { zh: '电缆隧道', en: 'cable tunnel' },
  'concrete encased ducts': { zh: '混凝土包封排管', en: 'concrete encased ducts' },
  duct: { zh: '通信管块', en: 'telecom duct' },
  'cable duct': { zh: '电缆排管', en: 'cable duct' },
};

interface PipeRow extends Pipe {
  coverMinM: number;
  lengthM: number;
  code: string;
  name: Text;
}

const isGravity = (pipe: Pipe) => (pipe.system === 'YS' || pipe.system === 'WS') && !isRisingMain(pipe);

/** Of the inside at one end, gravity pipes only. */
function invertAt(pipe: Pipe, end: 0 | 1): number | undefined {
  if (!isGravity(pipe)) return undefined;
  const axis = pipe.axis[end === 0 ? 0 : pipe.axis.length - 1];
  return axis[2] - pipe.dnMm / 2000;
}

function slopePermille(pipe: Pipe): number | undefined {
  const up = invertAt(pipe, 0);
  const down = invertAt(pipe, 1);
  if (up === undefined || down === undefined) return undefined;
  return ((up - down) / pipeLengthM(pipe)) * 1000;
}

const FIELDS: Field<PipeRow>[] = [
  ...nameFields<PipeRow>({ zh: '管线', en: 'Line' }),
  quantity('dn', 'mm', { zh: '管径（内高）', en: 'Diameter (inside height)' }, (row) => row.dnMm),
  {
    name: 'material',
    type: 'code',
    label: { zh: '材质', en: 'Material' },
    values: MATERIALS,
    of: (row) =>
      Object.keys(MATERIALS).find((key) => row.material === key || row.material.startsWith(key)) ?? row.material,
  },
  quantity('invertUp', 'm', { zh: '起点管底标高', en: 'Invert, upstream' }, (row) => invertAt(row, 0)),
  quantity('invertDown', 'm', { zh: '终点管底标高', en: 'Invert, downstream' }, (row) => invertAt(row, 1)),
  quantity('cover', 'm', { zh: '最小覆土', en: 'Least cover' }, (row) => row.coverMinM),
  { name: 'slope', type: 'number', unit: '[ppth]', label: { zh: '坡度', en: 'Slope' }, of: slopePermille },
  quantity('length', 'm', { zh: '长度', en: 'Length' }, (row) => row.lengthM),
  quantity('pressure', 'MPa', { zh: '设计压力', en: 'Pressure' }, (row) => row.pressureMPa),
  { name: 'year', type: 'integer', label: { zh: '建成年份', en: 'Year built' }, of: (row) => row.year },
  {
    name: 'rank',
    type: 'code',
    label: { zh: '级别', en: 'Rank' },
    values: { trunk: { zh: '干管', en: 'trunk' }, branch: { zh: '支管', en: 'branch' } },
    of: (row) => (row.trunk ? 'trunk' : 'branch'),
  },
  text('owner', { zh: '权属单位', en: 'Owner' }, (row) => SYSTEM_WORDS[row.system].owner),
  text('code', CODE_LABEL, (row) => row.code),
];

/** One layer a system, trunks and branches together. The heating line's two barrels are drawn as two lines of one object. */
export function pipeLayers(ground: CityGround, network: PipeNetwork): LayerInput[] {
  const names = new Map(network.trunks.map(({ trunk }) => [trunk.id, textOf(trunk)]));
  return SYSTEMS.map((system) => {
    const words = SYSTEM_WORDS[system];
    const rows = network.pipes
      .filter((pipe) => pipe.system === system)
      .map((pipe, i): PipeRow => {
        const street = network.streetNames.get(pipe.line.split('/')[0]) ?? NAMELESS;
        const name = names.get(pipe.line) ?? partOf(street, `${words.zh}支管`, `${words.en.toLowerCase()} branch`);
        const cover = minCoverM(ground, pipe);
        return {
          ...pipe,
          coverMinM: pipe.river ? Number.NaN : cover,
          lengthM: pipeLengthM(pipe),
          code: componentCode(`pipe-${system}`, i + 1),
          name,
        };
      });
    return lineLayer(
      {
        id: `pipe-${words.en.toLowerCase()}`,
        kind: 'pipe',
        group: 'underground',
        label: { zh: `${words.zh}管线`, en: `${words.en} ${system === 'DL' || system === 'TX' ? 'ducts' : 'pipes'}` },
        cimLevel: 5,
        colour: { token: words.token },
      },
      rows,
      FIELDS.filter((field) => rows.some((row) => field.of(row) !== undefined)),
    );
  });
}
