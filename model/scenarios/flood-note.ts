import type { Text } from '../city/manifest.ts';
import { sayWord } from '../text/words.ts';

/** What a flood run leaves out or guesses, in the words of both languages: one table for the command line and the page. */
const NOTES = {
  'river-enters-at-edge': {
    zh: '{river} 在范围边界处流入，流量取其上游入流过程，途中汇入的水量未计',
    en: '{river} enters at the edge of the box with the discharge of its own inflow; what joins it on the way is not in it',
  },
  'river-leaves-at-edge': {
    zh: '{river} 在范围边界处按均匀流流出，下游顶托未计',
    en: '{river} leaves at the edge of the box at its uniform depth; backwater from below is not in it',
  },
  'river-walled': {
    zh: '{river} 不止一次越过范围边界，其余处当作墙：河道变窄，水位偏高；请让范围容下整个河宽',
    en: '{river} crosses the edge of the box more than once; the other crossings are walls: the river is narrowed and stands too high, so choose a box that holds its whole width',
  },
  'edges-walled': {
    zh: '范围边界 {wallM} m 当作墙，{freeM} m 地面向外倾斜，水可流走',
    en: 'the edge of the box is a wall over {wallM} m; over {freeM} m the ground falls outwards and water runs off',
  },
  'river-by-gauge': {
    zh: '{river} 的流量由水位站 {gauge} 的实测水位按均匀流换算（{minM3ps}–{maxM3ps} m³/s），未经率定',
    en: '{river} brings what the levels of gauge {gauge} mean in uniform flow ({minM3ps}–{maxM3ps} m³/s); the rating is not calibrated',
  },
  'gauge-not-of-river': {
    zh: '水位站 {gauge} 的读数低于 {river} 的河床，不能换算流量：河道维持现状',
    en: 'gauge {gauge} says levels below the bed of {river}, which no discharge has: the river stays as it stands',
  },
  'no-land-cover': {
    zh: '没有地表覆盖数据：糙率取 {manningN}，不计下渗',
    en: 'no land cover: Manning n {manningN} everywhere, nothing infiltrates',
  },
  'no-works': { zh: '没有堤防、河流等工程数据', en: 'no levees, rivers or other works are known' },
  'drains-of-pipes': {
    zh: '雨水管网由管线图层推断：{pipes} 段，{inverts} 个管端标高按覆土和最小坡度取，出口与雨水口部分为推断，未经核实',
    en: 'the storm drains are inferred from pipe layers: {pipes} pipes, {inverts} ends at stated cover and least fall, outfalls and grates in part; not verified',
  },
  'drains-of-streets': {
    zh: '没有管网资料：雨水管网全部为推断（沿街道 {km} km，按 {years} 年一遇设计），并非实有管网，结果不可用于工程',
    en: 'no pipes are known: ALL storm drains are inferred ({km} km under the streets, made for a storm of {years} years); they do not exist, and the result is not for engineering',
  },
  'storm-of-table': {
    zh: '暴雨强度公式由 {depths} 个历时雨量拟合：a {a}、b {b}、c {c}、n {n}，最大偏差 {worstPct} %',
    en: 'storm formula fitted to {depths} depths: a {a}, b {b}, c {c}, n {n}, at most {worstPct} % off',
  },
  'flat-ground': {
    zh: '没有地形：地面取平，积水位置和深度没有实际意义，只可用来熟悉操作；请管理员给本市加入高程数据',
    en: 'no terrain: the ground is taken for flat, so where and how deep water stands means nothing; good for practice alone. Ask the administrator to add elevation data to this city',
  },
  'buildings-raised': {
    zh: '建筑按抬高的地面计算（高出地面 {heightM} m，占格一半及以上即抬高），水位更高时水会漫上或进入；屋顶雨水仍从檐口流下',
    en: 'buildings are raised ground ({heightM} m above it, in whole cells of which half or more is built): higher water runs over or into them; roofs’ rain still drips from the eaves',
  },
  'no-drains': { zh: '本次计算不含雨水管网', en: 'the storm drains are not in this run' },
  'drains-cut': {
    zh: '雨水管网取范围内及其下游的 {kept} 个节点（全网 {all} 个）；范围以外上游管道的来水未计',
    en: 'of the storm drains’ {all} nodes {kept} are in the run, those of the box and what they drain through; pipes from outside bring nothing',
  },
  'drains-unsettled': {
    zh: '雨水管网有 {steps} 步（共 {all} 步，合计 {seconds} s）水位未收敛到 1 mm 即采用；水量守恒，但此间管网水位和流量只是近似',
    en: 'in {steps} of {all} steps of the storm drains ({seconds} s in all) levels had not settled to 1 mm and were taken as they were: no water is lost, but levels and flows in the pipes are rough then',
  },
  'box-clipped': {
    zh: '所要范围 {askedEastM} × {askedNorthM} m 超出城市栅格，只计算其中 {eastM} × {northM} m',
    en: 'of the box of {askedEastM} × {askedNorthM} m only {eastM} × {northM} m lie on the city’s grid and are in the run',
  },
  'breach-coarse': {
    zh: '溃口 {breach} 起始宽 {widthM} m，小于单元 {cellM} m',
    en: 'breach {breach} begins {widthM} m wide, less than a cell of {cellM} m',
  },
  'fast-step': {
    zh: '快速格式不含激波，起始水位在东 {eastM} m、北 {northM} m 处有 {stepM} m 的突变：波到得偏晚，水深偏差可达两成以上；请改用二阶或一阶格式',
    en: 'the fast scheme has no shocks, and the level steps by {stepM} m at the start, {eastM} m east, {northM} m north: the wave comes late and depths may be off by a fifth and more; use second or first order',
  },
  'fast-swift': {
    zh: '快速格式不含急流，起始水流的弗劳德数达 {froude}；请改用二阶或一阶格式',
    en: 'the fast scheme has no water swifter than its own waves, and at the start it has a Froude number of {froude}; use second or first order',
  },
  'fast-rise': {
    zh: '快速格式不含激波，{what} 在 {atH} h 突然上涨 {riseM} m：波前偏缓、到得偏晚；请改用二阶或一阶格式',
    en: 'the fast scheme has no shocks, and {what} rises by {riseM} m at once at {atH} h: its front is drawn out and late; use second or first order',
  },
  'fast-gate': {
    zh: '快速格式不含激波，闸门 {gate} 在 {atH} h 突然开启：波前偏缓、到得偏晚；请改用二阶或一阶格式',
    en: 'the fast scheme has no shocks, and gate {gate} opens at once at {atH} h: its front is drawn out and late; use second or first order',
  },
  'of-file': {
    zh: '结果文件由 Shapan {version} 写出，案例校验码 {inputHash}；文件中没有降雨、管网和溃口的过程',
    en: 'Written by Shapan {version} from the case {inputHash}; the file has no rain, drains or breaches over time',
  },
  'in-file': { zh: '文件中注明：{text}', en: 'The file says: {text}' },
  'file-ground': {
    zh: '结果的地面与本市现有数据不同（城市数据更新过？）：影响清单仅供参考',
    en: 'The run was computed on other ground than this city has now (was it updated since?): take the impact lists as rough',
  },
} as const satisfies Record<string, Text>;

type FloodNoteCode = keyof typeof NOTES;

/** Something that a flood run notes without failing, as a code with its values. */
export interface FloodNote {
  code: FloodNoteCode;
  values: Record<string, string | number>;
}

/** A flood run's note in a reader's language; a value that is missing shows as a dash. */
export const floodNoteText = ({ code, values }: FloodNote, language: keyof Text): string =>
  sayWord(NOTES[code], values, language, '—');
