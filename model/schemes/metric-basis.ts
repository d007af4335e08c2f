import type { Text } from '../text/text.ts';

/** Where a figure comes from: how it is reckoned and after which text. */
interface MetricBasis {
  label: Text;
  unit: string;
  decimals: number;
  formula: Text;
  /** The standard and its clause. */
  source: Text;
  /** Nobody read that text at its source: 待核. */
  isUnread: boolean;
  /** Which of two schemes is better by it; null: neither, it describes. */
  better: 'more' | 'less' | null;
}

const both = (zh: string, en: string): Text => ({ zh, en });

const GFA_RULE = both('GB/T 50353-2013 建筑面积计算规范', 'GB/T 50353-2013, calculation of floor area');
const HOUSING = both('GB 50180-2018 城市居住区规划设计标准', 'GB 50180-2018, residential areas');
const BUILDINGS = both('GB 50352-2019 民用建筑设计统一标准', 'GB 50352-2019, design of civil buildings');
const PLANE = both('城市坐标平面上的面积，鞋带公式', 'level area in the plane of the city, by the shoelace sum');
const SPACEMATRIX = both('Berghauser Pont & Haupt《Spacematrix》', 'Berghauser Pont & Haupt, Spacematrix');
const OWN = both('本项目的假设，可在“假设”中修改', 'an assumption of this project, which can be changed');
const SETBACK = both(
  '建筑轮廓到该类边界的最短水平距离',
  'least level distance from a building to an edge of that class',
);

const GROUND = both('本市地面栅格', "the raster of the city's ground");
const WAYS = both(
  '本市路网与方案道路上的步行时间（Tobler 1993 坡度，过宽路口等 20 s；方案道路按地面与街道相接），设施按代码识别，可在“服务设施”中修改',
  "walking times on the ways of the city and the scheme's roads (slopes after Tobler 1993, 20 s at wide junctions; the roads join streets at ground level); facilities by their code, which can be changed",
);
const SUN = both(
  '所选日照规则（见“日照影响”，多数待核）',
  'the rule that was chosen under “Sunlight”, most of them unverified',
);
const WALK = both(
  '方案居民到最近设施，按住宅建筑面积分摊到各体块',
  'residents of the scheme to the nearest facility, shared out to buildings by residential floor area',
);
const LOAD = both(
  '方案居民所去设施中，15 分钟内归其最近的全部居民 × 千人指标，取最大',
  "of the facilities that the scheme's residents walk to, the most of all residents whose nearest it is within 15 min × the figure per thousand",
);

const table = {
  siteM2: {
    label: both('用地面积', 'Site area'),
    unit: 'm²',
    decimals: 0,
    formula: PLANE,
    source: HOUSING,
    better: null,
  },
  gfaM2: {
    label: both('总建筑面积', 'Gross floor area'),
    unit: 'm²',
    decimals: 0,
    formula: both(
      'Σ 各体块基底面积 × 层数；只计地上，地下另计',
      'Σ footprint of each volume × storeys; above ground, basements stand apart',
    ),
    source: GFA_RULE,
    better: 'more',
  },
  homesM2: {
    label: both('住宅建筑面积', 'Residential floor area'),
    unit: 'm²',
    decimals: 0,
    formula: both('Σ 住宅体块基底面积 × 层数', 'Σ footprint of residential volumes × storeys'),
    source: GFA_RULE,
    better: 'more',
  },
  basementM2: {
    label: both('地下建筑面积', 'Basement floor area'),
    unit: 'm²',
    decimals: 0,
    formula: both(
      'Σ 各层地下室轮廓面积；同一地块内重叠处每层计一次',
      'Σ outline of basements by level; where two of a parcel overlap each level counts once',
    ),
    source: GFA_RULE,
    better: null,
  },
  far: {
    label: both('容积率', 'Floor area ratio'),
    unit: '',
    decimals: 2,
    formula: both(
      '（总建筑面积 + 注明计容的地下建筑面积）÷ 用地面积',
      '(gross floor area + basement area that is stated to count) ÷ site area',
    ),
    source: HOUSING,
    better: null,
  },
  footprintM2: {
    label: both('建筑基底面积', 'Footprint'),
    unit: 'm²',
    decimals: 0,
    formula: both('Σ 落地体块的基底面积', 'Σ footprint of volumes that stand on the ground'),
    source: HOUSING,
    better: null,
  },
  densityPct: {
    label: both('建筑密度', 'Building coverage'),
    unit: '%',
    decimals: 1,
    formula: both('建筑基底面积 ÷ 用地面积', 'footprint ÷ site area'),
    source: HOUSING,
    better: 'less',
  },
  greenM2: {
    label: both('绿地面积', 'Green area'),
    unit: 'm²',
    decimals: 0,
    formula: both('（用地 − 基底）×（1 − 硬质铺装比例）', '(site − footprint) × (1 − paved share)'),
    source: OWN,
    better: 'more',
  },
  greenPct: {
    label: both('绿地率', 'Green ratio'),
    unit: '%',
    decimals: 1,
    formula: both('绿地面积 ÷ 用地面积', 'green area ÷ site area'),
    source: HOUSING,
    better: 'more',
  },
  dwellings: {
    label: both('住宅套数', 'Dwellings'),
    unit: '',
    decimals: 0,
    formula: both('住宅建筑面积 ÷ 每套建筑面积，取整', 'residential floor area ÷ area of a dwelling, whole ones'),
    source: OWN,
    better: 'more',
  },
  population: {
    label: both('居住人口', 'Residents'),
    unit: '',
    decimals: 0,
    formula: both('住宅套数 × 户均人口', 'dwellings × persons per dwelling'),
    source: OWN,
    better: 'more',
  },
  parking: {
    label: both('停车位需求', 'Parking needed'),
    unit: '',
    decimals: 0,
    formula: both(
      '住宅套数 × 每套车位 + 非住宅面积 ÷ 100 × 每百平方米车位',
      'dwellings × spaces each + other floor area ÷ 100 × spaces per 100 m²',
    ),
    source: OWN,
    better: 'less',
  },
  basementSpaces: {
    label: both('地下停车位', 'Parking spaces in basements'),
    unit: '',
    decimals: 0,
    formula: both(
      '地下建筑面积 ÷ 每个地下车位的面积，取整；全部地下面积按停车计',
      'basement floor area ÷ area of a space, whole ones; all of it is taken as parking',
    ),
    source: OWN,
    better: 'more',
  },
  heightM: {
    label: both('最大建筑高度', 'Greatest height'),
    unit: 'm',
    decimals: 1,
    formula: both('体块顶面高出其地面', 'top of a volume above its ground'),
    source: BUILDINGS,
    better: 'less',
  },
  meanStoreys: {
    label: both('平均层数', 'Mean storeys'),
    unit: '',
    decimals: 1,
    formula: both('总建筑面积 ÷ 建筑基底面积', 'gross floor area ÷ footprint'),
    source: SPACEMATRIX,
    better: null,
  },
  spaciousness: {
    label: both('空地率 OSR', 'Spaciousness (OSR)'),
    unit: '',
    decimals: 2,
    formula: both('（用地 − 基底）÷ 总建筑面积', '(site − footprint) ÷ gross floor area'),
    source: SPACEMATRIX,
    better: 'more',
  },
  openPerPersonM2: {
    label: both('人均空地', 'Open ground per resident'),
    unit: 'm²',
    decimals: 1,
    formula: both('（用地 − 基底）÷ 居住人口', '(site − footprint) ÷ residents'),
    source: OWN,
    better: 'more',
  },
  roadM2: {
    label: both('道路用地面积', 'Road area'),
    unit: 'm²',
    decimals: 0,
    formula: both(
      'Σ 方案道路中线长 × 红线宽；交叉处各计一次',
      "Σ length of the scheme's centre lines × width between red lines; a crossing counts with both roads",
    ),
    source: HOUSING,
    better: null,
  },
  roadPct: {
    label: both('道路用地占比', 'Road area share'),
    unit: '%',
    decimals: 1,
    formula: both(
      '道路用地 ÷（地块用地 + 道路用地）；道路应在地块之间',
      'road area ÷ (site area of parcels + road area); roads are meant to lie between parcels',
    ),
    source: HOUSING,
    better: null,
  },
  setbackStreetM: {
    label: both('临街退线', 'Setback, street'),
    unit: 'm',
    decimals: 2,
    formula: SETBACK,
    source: BUILDINGS,
    better: 'more',
  },
  setbackSideM: {
    label: both('侧边退线', 'Setback, side'),
    unit: 'm',
    decimals: 2,
    formula: SETBACK,
    source: BUILDINGS,
    better: 'more',
  },
  setbackRearM: {
    label: both('后边退线', 'Setback, rear'),
    unit: 'm',
    decimals: 2,
    formula: SETBACK,
    source: BUILDINGS,
    better: 'more',
  },
  cutM3: {
    label: both('挖方', 'Cut'),
    unit: 'm³',
    decimals: 0,
    formula: both(
      '场地平整后的面低于现状地面处的体积，逐格精确积分',
      'ground above the graded site, integrated exactly',
    ),
    source: GROUND,
    better: 'less',
  },
  fillM3: {
    label: both('填方', 'Fill'),
    unit: 'm³',
    decimals: 0,
    formula: both(
      '场地平整后的面高于现状地面处的体积，逐格精确积分',
      'graded site above the ground, integrated exactly',
    ),
    source: GROUND,
    better: 'less',
  },
  dugM3: {
    label: both('基坑挖方', 'Dug for basements'),
    unit: 'm³',
    decimals: 0,
    formula: both(
      '地面（或平整后的面）到地下室底的体积，基坑比地下室每边宽一个工作面、直壁；底在首层轮廓最低地面以下层高 × 层数',
      'from the ground, or the graded site, to the floor of the basement, by the working margin wider on each side, upright; the floor is storeys × storey height below the lowest ground along the ground floor',
    ),
    source: GROUND,
    better: 'less',
  },
  backfillM3: {
    label: both('基坑回填', 'Filled again beside basements'),
    unit: 'm³',
    decimals: 0,
    formula: both('基坑挖方 − 地下室范围内的挖方', 'what is dug − what is dug within the outline of the basements'),
    source: GROUND,
    better: null,
  },
  surplusM3: {
    label: both('余土（负为缺土）', 'Surplus of earth (below 0: wanting)'),
    unit: 'm³',
    decimals: 0,
    formula: both(
      '（挖方 + 基坑挖方）× 填挖比 − 填方 − 基坑回填',
      '(cut + dug for basements) × fill per cut − fill − filled again',
    ),
    source: GROUND,
    better: null,
  },
  schoolMin: {
    label: both('到学校的平均步行时间', 'Mean walk to a school'),
    unit: 'min',
    decimals: 1,
    formula: WALK,
    source: WAYS,
    better: 'less',
  },
  school15Pct: {
    label: both('15 分钟内可到学校的居民', 'Residents within 15 min of a school'),
    unit: '%',
    decimals: 0,
    formula: WALK,
    source: WAYS,
    better: 'more',
  },
  schoolLoad: {
    label: both('最满学校的学生数', 'Pupils at the fullest school'),
    unit: '',
    decimals: 0,
    formula: LOAD,
    source: WAYS,
    better: 'less',
  },
  healthMin: {
    label: both('到医疗设施的平均步行时间', 'Mean walk to health care'),
    unit: 'min',
    decimals: 1,
    formula: WALK,
    source: WAYS,
    better: 'less',
  },
  health15Pct: {
    label: both('15 分钟内可到医疗设施的居民', 'Residents within 15 min of health care'),
    unit: '%',
    decimals: 0,
    formula: WALK,
    source: WAYS,
    better: 'more',
  },
  sunLost: {
    label: both('失去达标日照的窗点', 'Windows that lose their sun'),
    unit: '',
    decimals: 0,
    formula: both(
      '方案前达标、方案后不达标的周边窗点数，在“日照影响”中计算',
      'windows around that meet the rule today and not with the scheme; computed under “Sunlight”',
    ),
    source: SUN,
    better: 'less',
  },
  healthLoad: {
    label: both('最满医疗设施的床位需求', 'Beds wanted at the fullest health facility'),
    unit: '',
    decimals: 0,
    formula: LOAD,
    source: WAYS,
    better: 'less',
  },
} as const satisfies Record<string, Omit<MetricBasis, 'isUnread'>>;

/** A figure of a scheme. */
export type MetricId = keyof typeof table;

/** All of them, in the order in which they are shown. */
export const METRIC_IDS = Object.keys(table) as MetricId[];

/** None of the standards' texts was read at its source. */
const READ: readonly Text[] = [OWN, SPACEMATRIX, GROUND, WAYS];

/** Where a figure comes from. */
export const basisOf = (id: MetricId): MetricBasis => ({ ...table[id], isUnread: !READ.includes(table[id].source) });
