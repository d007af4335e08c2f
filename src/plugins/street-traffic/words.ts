import type { WordTable } from '../../../model/text/words.ts';

type TrafficWords = typeof trafficWords;

declare module '../../kit/words.ts' {
  interface PageWords extends TrafficWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const trafficWords = {
  'traffic.title': { zh: '车流', en: 'Traffic' },
  'traffic.answers': { zh: '车流与公交', en: 'cars and transit' },
  'traffic.show': { zh: '显示车辆', en: 'Show vehicles' },
  'traffic.loading': { zh: '正在推算车流…', en: 'computing the traffic…' },
  'traffic.failed': { zh: '车流无法显示', en: 'traffic cannot be shown' },
  'traffic.now': { zh: '此刻为高峰的', en: 'Share of rush hour now' },
  'traffic.vehicles': { zh: '路上车辆约', en: 'Vehicles on the streets, about' },
  'traffic.unit': { zh: '辆', en: 'vehicles' },
  'traffic.streets': { zh: '有车行驶的道路', en: 'Streets with traffic' },
  'traffic.closed': { zh: '禁行路段（积水或封路，无车）', en: 'Closed sections (water or closure, no traffic)' },
  'traffic.segments': { zh: '段', en: 'segments' },
  'traffic.assumed': {
    zh: '车流按道路等级和时刻推算，示意用，不是实测，也不是预测。',
    en: 'Traffic is derived from road class and hour, for illustration; it is neither measured nor a forecast.',
  },
  'traffic.drawn': { zh: '模拟', en: 'simulated' },
  'traffic.inPicture': { zh: '画面车流', en: 'Vehicles in the picture' },
  'traffic.legend': { zh: '路上车辆为模拟：按道路等级与时刻假定，不是实测', en: 'Vehicles are simulated: assumed by class of street and hour, not measured' },
  'traffic.fast': { zh: '时钟快于 10 倍时，车辆位置跳动，请放慢播放。', en: 'When the clock runs faster than 10×, vehicles jump: play more slowly.' },
  'traffic.story.computed': {
    zh: '车辆按高峰小时的假定流量驶入各车道，以限速的 85% 行驶，遵守信号灯并保持安全车距（Krauß 1998 年跟驰模型）；流量按信号周期 90 秒重复，再按时刻抽去一部分；积水或封闭处没有车。列车和船按发车间隔或时刻表沿线路行驶、停站，同一秒位置相同。',
    en: 'Vehicles enter every lane at an assumed rush-hour flow, drive at 85 % of the limit, obey signals and keep a safe distance (Krauß 1998); the pattern repeats with the 90-second signal cycle and is thinned by the hour; no vehicles where roads are flooded or closed. Trains and boats follow their lines by headway or timetable and stop at stations; the same second always shows the same positions.',
  },
  'traffic.story.from': {
    zh: '道路中心线、等级、车道数、宽度和限速来自本城道路网，线路来自本城数据；小时系数、高峰流量、信号周期，以及数据没有的发车间隔、车速和编组是本程序的假定。',
    en: "Centre lines, classes, lanes, widths and limits come from the city's road network, lines of trains and boats from the city's data. Hourly shares, rush-hour flows, the signal cycle, and headways, speeds and train lengths that the data lack are assumptions of this program.",
  },
  'traffic.story.limits': {
    zh: '车辆靠右行驶，不转弯、不变道、不绕行：驶到道路尽头即消失；列车不计信号、道岔和夜间停运，单线只有一列车往返；不能用来判断拥堵、延误或改道影响。',
    en: 'Vehicles keep to the right and do not turn, change lanes or make detours: they vanish at the end of their street. Trains ignore signals, points and night breaks; on single track one train goes back and forth. Congestion, delays or diversions cannot be judged from it.',
  },
  'traffic.story.checked': {
    zh: '检验：同一车道任意两车不相碰；红灯时无车越线；一个周期与下一个周期完全相同；同样的输入得到同样的校验码。同向列车相隔一个发车间隔；任何车厢都不离开线路。',
    en: 'Checked: no two vehicles of a lane touch; nobody crosses a line at red; one cycle is exactly like the next; the same input gives the same checksum. Trains of a direction are their headway apart, and no car is ever off its line.',
  },
  'tracks.title': { zh: '列车与船', en: 'Trains and boats' },
  'tracks.show': { zh: '显示车船', en: 'Show trains and boats' },
  'tracks.loading': { zh: '正在铺设线路…', en: 'laying out the lines…' },
  'tracks.failed': { zh: '列车与船无法显示', en: 'trains and boats cannot be shown' },
  'tracks.none': {
    zh: '本市没有列车与船的线路。请管理员给这座城市加入线路。',
    en: 'This city has no lines of trains and boats. Ask the administrator to add them to it.',
  },
  'tracks.trains': { zh: '此刻列车', en: 'Trains now' },
  'tracks.boats': { zh: '此刻船只', en: 'Boats now' },
  'tracks.trainUnit': { zh: '列', en: 'trains' },
  'tracks.boatUnit': { zh: '艘', en: 'boats' },
  'tracks.headway': { zh: '每 {minutes} 一班', en: 'every {minutes}' },
  'tracks.timetable': { zh: '按时刻表', en: 'by timetable' },
  'tracks.toldHeadway': { zh: '间隔为给定', en: 'headway given' },
  'tracks.assumedHeadway': { zh: '间隔为假定', en: 'headway assumed' },
  'tracks.notTold': { zh: '按种类假定：{what}', en: 'assumed by kind: {what}' },
  'tracks.assumed.speed': { zh: '车速', en: 'speed' },
  'tracks.assumed.cars': { zh: '编组', en: 'train length' },
  'tracks.assumed.tracks': { zh: '单线', en: 'one track' },
  'tracks.assumed.level': { zh: '标高', en: 'levels' },
  'tracks.more': { zh: '另有 {count} 条线路', en: 'and {count} more lines' },
  'tracks.note': { zh: '列车和船按发车间隔或时刻表沿线路运行，并非实际位置。', en: 'Trains and boats run along their lines by headway or timetable; these are not their real positions.' },
  'tracks.legend': { zh: '列车与船为模拟：按发车间隔或时刻表运行，不是实报', en: 'Trains and boats are simulated by headway or timetable, not reported' },
  'tracks.kind.railway': { zh: '铁路', en: 'railway' },
  'tracks.kind.metro': { zh: '地铁', en: 'metro' },
  'tracks.kind.light-rail': { zh: '轻轨', en: 'light rail' },
  'tracks.kind.tram': { zh: '有轨电车', en: 'tram' },
  'tracks.kind.ferry': { zh: '航线', en: 'boats' },
} as const satisfies WordTable;
