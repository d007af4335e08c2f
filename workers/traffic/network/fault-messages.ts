import { messageTable } from '../../../model/text/message.ts';

/** What is wrong with a road network at a place, and what becomes of it. */
export const faultMessage = messageTable({
  island: {
    zh: '{streets}：{count} 段道路（共 {lengthM} m）与路网主体不相连，没有车从那里出发或到达',
    en: '{streets}: {count} segments ({lengthM} m) are not joined to the main network; no trip begins or ends there',
    one: '{streets}: {count} segment ({lengthM} m) is not joined to the main network; no trip begins or ends there',
  },
  'no-way-out': {
    zh: '{streets}（共 {lengthM} m）开得进、开不出：请检查单行方向与转向限制；没有车从那里出发或到达',
    en: '{streets} ({lengthM} m) can be driven into but not left: check one-way directions and bans of turns; no trip begins or ends there',
  },
  'no-way-in': {
    zh: '{streets}（共 {lengthM} m）开得出、开不进：请检查单行方向与转向限制；没有车从那里出发或到达',
    en: '{streets} ({lengthM} m) can be left but not driven into: check one-way directions and bans of turns; no trip begins or ends there',
  },
  turns: {
    zh: '从{street}到与{others}的路口，转向全部被禁：请核对 only_… 与 no_…；没有车从这里通过',
    en: 'From {street} every turn is banned at the junction with {others}: check only_… against no_…; nobody drives on there',
  },
  turn: {
    zh: '{street}的转向限制“{text}”所指的道路或路口不在路网中，未采用',
    en: 'The ban of a turn "{text}" of {street} names a road or place that the network does not have; it was left out',
  },
  short: {
    zh: '{street}在两个路口之间只有 {lengthM} m，可能是同一路口画了两次；照算',
    en: '{street} is {lengthM} m long between two junctions, perhaps one that was drawn twice; it is driven as it is',
  },
  zero: {
    zh: '{street}（{id}）没有长度，未采用',
    en: '{street} ({id}) has no length; it was left out',
  },
  loop: {
    zh: '{street}有一圈（{text} m）从同一点出发又回到该点，未采用；请在中间断开',
    en: 'A loop of {street} ({text} m) begins and ends at one point; it was left out: split it on its way',
  },
  lanes: {
    zh: '{street}的车道数“{text}”不是一个整数，按 {taken} 条计算',
    en: 'Lanes "{text}" of {street} are no whole number; {taken} were taken',
  },
  maxspeed: {
    zh: '{street}的限速“{text}”不是一个速度，按 {taken} km/h 计算',
    en: 'The speed limit "{text}" of {street} is no single speed; {taken} km/h was taken',
  },
  oneway: {
    zh: '{street}的单行字段“{text}”无法识别，按双向计算',
    en: 'The direction "{text}" of {street} could not be read; both ways were taken',
  },
  signal: {
    zh: '信号灯 {id} 15 m 内没有车行道路，不控制任何路口',
    en: 'Signal {id} has no road for cars within 15 m; it controls nothing',
  },
});
