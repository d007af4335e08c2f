import type { Text } from '../city/manifest.ts';
import { type Coded, codedText } from '../text/coded-text.ts';
import { type Message, MessageError } from '../text/message.ts';

/** What of a case of people cannot be run, in the words of both languages: the place in the case, what was expected, what came. */
const PROBLEMS = {
  'unknown-floor': {
    zh: '{place}：没有名为“{id}”的楼层',
    en: '{place}: expected a floor, got "{id}"',
  },
  'unknown-level': {
    zh: '{place}：没有名为“{id}”的楼层或楼梯',
    en: '{place}: expected a floor or a stair, got "{id}"',
  },
  'unknown-exit': {
    zh: '{place}：没有出口“{id}”',
    en: '{place}: expected an exit, got "{id}"',
  },
  'unknown-door': {
    zh: '{place}：没有门“{id}”',
    en: '{place}: expected a door, got "{id}"',
  },
  'unknown-profile': {
    zh: '{place}：没有人员类别“{id}”',
    en: '{place}: expected a profile, got "{id}"',
  },
  'unknown-body': {
    zh: '{place}：没有体格类别“{id}”',
    en: '{place}: expected a body class, got "{id}"',
  },
  'unknown-population': {
    zh: '{place}：没有人群“{id}”',
    en: '{place}: expected a population, got "{id}"',
  },
  'unknown-waiting': {
    zh: '{place}：没有等候区“{id}”',
    en: '{place}: expected a waiting area, got "{id}"',
  },
  'unknown-area': {
    zh: '{place}：范围内没有可步行区域“{id}”',
    en: '{place}: expected a walkable area in the box, got "{id}"',
  },
  'used-id': {
    zh: '{place}：编号“{id}”已用过',
    en: '{place}: expected an id not used before, got "{id}"',
  },
  'too-narrow': {
    zh: '{place}：宽度至少 {least} m，现为 {width} m',
    en: '{place}: expected {least} m or more in width, got {width} m',
  },
  'few-stops': {
    zh: '{place}：至少停两层，现为 {got}',
    en: '{place}: expected two or more, got {got}',
  },
  'many-people': {
    zh: '人数至多 {most}，现为 {got}',
    en: 'populations: expected at most {most} people, got {got}',
  },
  nobody: {
    zh: '没有人：地面、楼内、看台和站台上至少要有一人',
    en: 'populations: expected people on the ground, in houses, on a stand or a platform, got none',
  },
  'teams-not-whole': {
    zh: '{place}：护送组数应为整数，现为 {got}',
    en: '{place}: expected a whole number, got {got}',
  },
  'assisted-groups': {
    zh: '{place}：由人护送的不能再成组',
    en: '{place}: expected 1 where people are assisted, got groups',
  },
  'order-not-allowed': {
    zh: '{place}：{population} 只能走 {allowed}，不能引向“{exit}”',
    en: '{place}: expected an exit that {population} may use ({allowed}), got "{exit}"',
  },
  'orders-contradict': {
    zh: '{one} 与 {other} 矛盾：{fromS} s 起，{population} 同时被引向“{exit}”和“{otherExit}”',
    en: '{one}, {other}: expected one exit for {population} at a time, got "{exit}" and "{otherExit}" from {fromS} s on',
  },
  'door-states': {
    zh: '门 {door} 在 {atS} s 有两种状态',
    en: 'events: expected door {door} in one state at {atS} s, got two',
  },
  'exit-unreached': {
    zh: '出口“{exit}”：没有人能走到，不能引人前往',
    en: 'orders: expected an exit that somebody can walk to, got "{exit}"',
  },
  'all-unreached': {
    zh: '{count} 个出口都没有人能走到（{exits}）：请在人员所在的地面上绘制出口，或另选范围',
    en: 'exits: expected one that somebody can walk to, got none of {count} ({exits}); draw an exit on the ground where people are, or take another area',
  },
  'cut-off': {
    zh: '人群“{population}”：有 {count} 人没有通往任何出口的路；请在他们所在的地面上绘制出口，或另选范围',
    en: 'populations.{population}: expected a way to an exit for everyone, {count} have none; draw an exit on the ground where they are, or take another area',
  },
  'no-exit': {
    zh: '没有选出口：至少要有一个',
    en: 'exits: expected at least one, got none',
  },
  'many-exits': {
    zh: '出口至多 {most} 个，现为 {got}：减少出口或缩小范围',
    en: 'exits: expected at most {most}, got {got}; take fewer or a smaller part',
  },
  'many-fields': {
    zh: '出口与等候区乘以行动类别至多 {most}，现为 {got}',
    en: 'exits: expected at most {most} fields (targets × mobility classes), got {got}',
  },
  'houses-count': {
    zh: '{place}：楼内共 {expected} 人，与人数 {got} 不符',
    en: '{place}: expected {expected}, as many as in its houses, got {got}',
  },
  'house-without-room': {
    zh: '{place}：{floor} 上距（{at}）{reachM} m 以内没有可站的地方',
    en: '{place}: expected room on {floor} within {reachM} m of where people come out, got none at ({at})',
  },
  'places-count': {
    zh: '{place}：位置数 {got} 与人数 {expected} 不符',
    en: '{place}: expected {expected}, as many as people, got {got}',
  },
  'place-in-wall': {
    zh: '{place}：{at} 不在 {floor} 上，或离墙不到 {clearM} m',
    en: '{place}: expected a place on {floor}, {clearM} m clear of its walls, got {at}',
  },
  'areas-without-room': {
    zh: '{place}：{floor} 上没有可站的地方，全在墙里或在楼层之外',
    en: '{place}: expected room for people on {floor}, got none: it lies in walls or beside the floor',
  },
  'more-than-room': {
    zh: '{place}：至多容下 {most} 人，现为 {got}',
    en: '{place}: expected at most {most}, for more have no room, got {got}',
  },
  'many-smoke-cells': {
    zh: '烟气网格至多 {most} 格，现为 {got}：加大格子',
    en: 'smoke.cellM: expected at most {most} cells, got {got}; take larger ones',
  },
  'many-cells': {
    zh: '网格至多 {most} 格，现为 {got}：加大格子或缩小范围',
    en: 'cellM: expected at most {most} cells, got {got}; take larger cells or a smaller part',
  },
  'many-floors': {
    zh: '楼层连同楼梯至多 255，现为 {got}',
    en: 'floors: expected at most 255 with the stairs, got {got}',
  },
  'floors-twice': {
    zh: '楼层编号有重复',
    en: 'floors: expected every id once',
  },
  'floor-empty': {
    zh: '楼层 {floor} 没有可步行区域',
    en: 'floors.{floor}: expected an area, got none',
  },
  'stair-short': {
    zh: '{place}：首尾至少相距 0.2 m，现为 {runM} m',
    en: '{place}: expected foot and head 0.2 m or more apart, got {runM} m',
  },
  'belt-on-one-floor': {
    zh: '{place}：扶梯首尾应在两层，现都在“{floor}”',
    en: '{place}: expected foot and head on two floors, got "{floor}" for both',
  },
  'stair-floors': {
    zh: '{place}：应连接两个楼层，现为“{low}”和“{high}”',
    en: '{place}: expected two floors, got "{low}" and "{high}"',
  },
  'line-off-floor': {
    zh: '{place}：{floor} 上自 {from} 至 {to} 的线两侧都没有地面',
    en: '{place}: a line from {from} to {to} on {floor}: expected floor on one side of it, got none on either',
  },
  'no-plan': {
    zh: '平面图不在此窗口，请重新打开文件',
    en: 'the floor plan is not in this window: open its file again',
  },
  'file-large': {
    zh: '{file}：至多 {most} 字节，现为 {got}',
    en: '{file}: expected at most {most} bytes, got {got}',
  },
  'file-not-text': {
    zh: '{file}：不是 UTF-8 文本',
    en: '{file}: expected UTF-8 text, got other bytes',
  },
  'file-not-json': {
    zh: '{file}：不是 JSON',
    en: '{file}: expected JSON, got other text',
  },
  'file-not-json-at': {
    zh: '{file}：从第 {line} 行第 {column} 列起不是 JSON',
    en: '{file}: expected JSON, got other text from line {line}, column {column} on',
  },
  'file-not-json-near': {
    zh: '{file}：在 {near} 处不是 JSON',
    en: '{file}: expected JSON, got other text in {near}',
  },
  'file-slow': {
    zh: '{file}：{seconds} s 内没有读完',
    en: '{file}: expected to be read in {seconds} s',
  },
  'file-reader': {
    zh: '{file}：读取中断（{reason}）',
    en: '{file}: the reader stopped ({reason})',
  },
  'case-ground': {
    zh: '{file}: ground.kind：应为 "city"（自带平面图的算例由 shapan sim crowd 推演），现为 "{got}"',
    en: '{file}: ground.kind: expected "city" (a plan of its own is for shapan sim crowd), got "{got}"',
  },
  'case-city': {
    zh: '{file}: ground.id：应为打开的城市 "{city}"，现为 "{got}"',
    en: '{file}: ground.id: expected "{city}", the opened city, got "{got}"',
  },
} as const satisfies Record<string, Text>;

/** Something that is wrong with a crowd case, as a code with its values. */
export type CrowdProblem = Coded<keyof typeof PROBLEMS>;

/** The problem as a message, in both languages. */
const crowdProblemMessage = (problem: CrowdProblem): Message => ({
  ...problem,
  text: { zh: crowdProblemText(problem, 'zh'), en: crowdProblemText(problem, 'en') },
});

/** What is wrong with a crowd case, in a reader's language. */
export const crowdProblemText = (problem: CrowdProblem, language: keyof Text): string =>
  codedText(PROBLEMS, problem, language);

/** A case that cannot be run: all that is known to be wrong with it, in its message one a line. */
export class CrowdRefusal extends MessageError {
  override name = 'CrowdRefusal';
  readonly problems: readonly CrowdProblem[];

  constructor(...problems: CrowdProblem[]) {
    super(...problems.map(crowdProblemMessage));
    this.problems = problems;
  }
}
