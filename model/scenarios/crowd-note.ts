import type { Text } from '../city/manifest.ts';
import { type Coded, codedText } from '../text/coded-text.ts';

/** What a crowd's run leaves out or guesses of its ground, in the words of both languages. */
const NOTES = {
  'exits-left-out': {
    zh: '没有人能走到其中 {count} 个出口，推演中不计：{exits}',
    en: 'nobody can walk to {count} of the exits, which are left out: {exits}',
  },
  'cut-off': {
    zh: '有 {count} 人所在的地面没有通往任何出口的路，推演中留在原地',
    en: '{count} people stand on ground from which no way leads to an exit; they stay where they are',
  },
  'lift-out': {
    zh: '{id}：城市数据没有给出这部电梯的载客数和往返时间，不在本次推演中，除非算例另行给出',
    en: '{id}: the city does not tell how many this lift takes and how long its round is; not in the run unless the case has it',
  },
  'ground-inferred': {
    zh: '步行地面由道路中线和路宽推断（{streets} 段，广场 {squares} 处，绿地 {greens} 处），不含院落和楼梯，未经核实',
    en: 'the walking ground is inferred from road lines and widths ({streets} streets, {squares} squares, {greens} parks), without courts and stairs; not verified',
  },
  'flat-ground': {
    zh: '没有地形：地面取平，不计坡度；请管理员给本市加入高程数据',
    en: 'no terrain: the ground is taken for flat, slopes are not in the run; ask the administrator to add elevation data to this city',
  },
  'residents-inferred': {
    zh: '居民数由建筑面积推断（每人 {floorM2} m²），作息取通用曲线，未经核实',
    en: 'residents are inferred from floor area ({floorM2} m² each), their hours at home from a common curve; not verified',
  },
  'escalator-still': { zh: '{id}：扶梯按停运计算', en: '{id}: an escalator that stands still' },
  'one-way': { zh: '{id}：按双向通行计算', en: '{id}: walked both ways' },
  'door-lost': {
    zh: '{id}：与 {area} 相距超过 {farM} m，推演中不通',
    en: '{id}: leads nowhere in the run: {area} lies more than {farM} m from it',
  },
  'stair-lost': {
    zh: '{id}：端点离其区域超过 {farM} m，不在本次推演中',
    en: '{id}: not in the run: it ends more than {farM} m from its area',
  },
  'ring-crossing': {
    zh: '楼层 {floor}：第 {area} 个区域的轮廓在 [{place}] 处自相交，按奇偶规则取可步行的部分',
    en: '{floor}: the outline of area {area} crosses itself at [{place}]; walked on by the even–odd rule',
  },
  'hole-outside': {
    zh: '楼层 {floor}：第 {area} 个区域有 {count} 个孔洞在轮廓之外，按奇偶规则成为可步行的部分',
    en: '{floor}: holes of area {area} outside its outline: {count}; by the even–odd rule they are walked on',
  },
  'ring-open': {
    zh: '{file}：有 {count} 个环的首尾不是同一点，已自动闭合',
    en: '{file}: rings whose last point is not their first: {count}; closed',
  },
  'ifc-rooms': {
    zh: '{storey}：地面取房间和 {doors} 处门洞；楼梯、电梯、家具未读入。仅一侧有房间的门作为出口，请核对',
    en: '{storey}: rooms and {doors} doorways are walked on; stairs, lifts and furniture are not read. Doors with a room on one side only are ways out: check them',
  },
  'ifc-slabs': {
    zh: '{storey}：没有房间（IfcSpace），地面取楼板，墙体以轮廓线计；楼梯、电梯、家具未读入，出口须自绘',
    en: '{storey}: no rooms (IfcSpace), so its slabs are walked on and walls are lines; stairs, lifts and furniture are not read. Draw the ways out',
  },
  'dxf-unread': {
    zh: '{file}：所用图层上的 {kinds} 未读入',
    en: '{file}: left out of its layers: {kinds}',
  },
} as const satisfies Record<string, Text>;

/** Something that a crowd run notes without failing, as a code with its values. */
export type CrowdNote = Coded<keyof typeof NOTES>;

/** A crowd run's note in a reader's language. */
export const crowdNoteText = (note: CrowdNote, language: keyof Text): string => codedText(NOTES, note, language);
