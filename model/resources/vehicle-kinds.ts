import type { VehicleClass } from '../roads/vehicles.ts';
import type { Text } from '../text/text.ts';

/** What a unit can do at a place. */
export const CAPABILITIES = [
  'fire',
  'ladder',
  'rescue',
  'hazmat',
  'pumping',
  'boat',
  'medical',
  'earthwork',
  'haulage',
  'power',
  'gas',
  'repair',
  'traffic',
  'towing',
  'water',
  'lookout',
] as const;
/** A capability that a demand asks for and a unit has. */
export type Capability = (typeof CAPABILITIES)[number];

/** Capabilities in the words of both languages. */
export const CAPABILITY_LABELS: Readonly<Record<Capability, Text>> = {
  fire: { zh: '灭火', en: 'firefighting' },
  ladder: { zh: '登高', en: 'aerial ladder' },
  rescue: { zh: '救援', en: 'technical rescue' },
  hazmat: { zh: '危化', en: 'hazardous materials' },
  pumping: { zh: '排水', en: 'pumping' },
  boat: { zh: '舟艇', en: 'boats' },
  medical: { zh: '急救', en: 'ambulance' },
  earthwork: { zh: '土方', en: 'earthwork' },
  haulage: { zh: '运输', en: 'haulage' },
  power: { zh: '供电', en: 'power supply' },
  gas: { zh: '燃气', en: 'gas works' },
  repair: { zh: '抢修', en: 'repair' },
  traffic: { zh: '交通管制', en: 'traffic control' },
  towing: { zh: '拖救', en: 'towing' },
  water: { zh: '供水', en: 'water supply' },
  lookout: { zh: '侦察', en: 'reconnaissance' },
};

/**
 * A kind of vehicle or carried set as dispatch sees it. Crews and capabilities are assumptions of this project until a city's own file
 * tells them; `vehicle` is the class whose speeds, sizes and wading limits hold on the road (those of what carries it where it does not
 * drive by itself).
 */
export interface VehicleKind {
  id: string;
  label: Text;
  vehicle: VehicleClass['id'];
  capabilities: readonly Capability[];
  crew: number;
  /** UCUM unit of the number that tells how much one of them can do; null: it has none. */
  ratingUnit: string | null;
  /** Where crew and capabilities are from. */
  origin: 'given' | 'assumed';
}

type Row = [id: string, zh: string, en: string, VehicleClass['id'], readonly Capability[], crew: number, string | null];

const ROWS: readonly Row[] = [
  ['engine', '水罐消防车', 'fire engine', 'fire-engine', ['fire', 'rescue'], 6, 't'],
  ['ladder', '云梯车', 'ladder truck', 'fire-engine', ['ladder', 'fire'], 4, 'm'],
  ['rescue', '抢险救援车', 'rescue truck', 'fire-engine', ['rescue'], 6, null],
  ['foam', '泡沫消防车', 'foam truck', 'fire-engine', ['fire', 'hazmat'], 4, null],
  ['hazmat', '防化车', 'hazmat truck', 'fire-engine', ['hazmat'], 4, null],
  ['boat', '冲锋舟', 'rescue boat', 'fire-engine', ['boat', 'rescue'], 3, null],
  ['assault-boat', '突击舟', 'assault boat', 'truck', ['boat', 'rescue'], 4, null],
  ['ambulance', '救护车', 'ambulance', 'ambulance', ['medical'], 3, null],
  ['patrol', '警车', 'patrol car', 'ambulance', ['traffic'], 2, null],
  ['tow-truck', '拖车', 'tow truck', 'truck', ['towing'], 2, null],
  ['drone', '无人机', 'drone', 'car', ['lookout'], 2, null],
  ['pump', '移动泵', 'mobile pump', 'truck', ['pumping'], 2, 'm3/h'],
  ['drain-truck', '排涝车', 'drainage truck', 'truck', ['pumping'], 3, 'm3/h'],
  ['excavator', '挖掘机', 'excavator', 'truck', ['earthwork'], 1, null],
  ['tipper', '自卸车', 'tipper', 'truck', ['earthwork', 'haulage'], 1, 't'],
  ['pile-barge', '打桩船', 'pile barge', 'truck', ['earthwork'], 4, null],
  ['generator', '发电车', 'generator truck', 'truck', ['power'], 2, 'kW'],
  ['repair-van', '抢修车', 'repair van', 'car', ['repair'], 3, null],
  ['nitrogen-truck', '氮气车', 'nitrogen truck', 'truck', ['gas'], 2, null],
  ['water-truck', '送水车', 'water truck', 'truck', ['water'], 2, null],
  ['van', '客货车', 'van', 'car', ['haulage'], 2, null],
];

/** The kinds that the program knows. */
export const VEHICLE_KINDS: readonly VehicleKind[] = ROWS.map(
  ([id, zh, en, vehicle, capabilities, crew, ratingUnit]) => ({
    id,
    label: { zh, en },
    vehicle,
    capabilities,
    crew,
    ratingUnit,
    origin: 'assumed',
  }),
);

/** A kind by its id, or null. */
export const vehicleKind = (id: string): VehicleKind | null => VEHICLE_KINDS.find((kind) => kind.id === id) ?? null;
