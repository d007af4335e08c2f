import { messageTable } from '../../model/text/message.ts';

/** What rounds cannot be computed for. */
export const roundsMessage = messageTable({
  'no-depot': {
    zh: 'depots：应有 {reachM} m 内有路可通的车场，实际没有。请另选车场，或换车型',
    en: 'depots: expected a depot within {reachM} m of a street that is open, got none: choose another place or another vehicle',
  },
  'too-many-depots': {
    zh: 'depots：车场应不超过 {most} 处，实际 {count} 处。请选更少的对象',
    en: 'depots: expected at most {most} places, got {count}: choose fewer things',
  },
  'too-many-stops': {
    zh: 'task.of：停靠点应不超过 {most} 处，实际 {count} 处。请按类别选更少的对象',
    en: 'task.of: expected at most {most} stops, got {count}: choose fewer things, by kind',
  },
  'no-street': {
    zh: 'task：范围内应有所选等级的道路（{classes}），实际没有。请另选等级或范围',
    en: 'task: expected streets of these classes in the area, got none: {classes}. Choose other classes or another area',
  },
  'too-many-streets': {
    zh: 'task：道路应不超过 {most} 段（两个方向各跑一次时每段算两段），实际 {count} 段。请画小一点的范围，或少选等级',
    en: 'task: expected at most {most} street segments (twice as many count where each direction is driven), got {count}: draw a smaller area or choose fewer classes',
  },
  'not-a-clock': {
    zh: 'task.columns.{column}：对象“{id}”的“{name}”应为一日中的时刻（8.5 或 08:30），实际为“{value}”。请改数据，或不取这一列',
    en: 'task.columns.{column}: expected hours of the day as 8.5 or 08:30 in "{name}" of "{id}", got "{value}": correct the data, or leave the column out',
  },
  'unknown-column': {
    zh: 'task.columns.{column}：图层“{layer}”没有属性“{name}”，请另选',
    en: 'task.columns.{column}: expected an attribute of layer "{layer}", got "{name}": choose another',
  },
  'columns-of-points': {
    zh: 'task.columns：点选的停靠点没有属性列。请去掉 columns，或改用图层中的对象',
    en: 'task.columns: expected none with stops that are points, which have no attributes: leave columns out, or choose things of a layer',
  },
  'none-served': {
    zh: '没有一处可以去到：{reasons}。请放宽时间窗、班次、容量，或另选车场',
    en: 'expected a stop that a vehicle can serve, got none: {reasons}. Allow wider windows, a longer shift or more capacity, or choose another depot',
  },
});
