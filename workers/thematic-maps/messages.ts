import { messageTable } from '../../model/text/message.ts';

/** What a thematic map cannot be made of. */
export const themeMessage = messageTable({
  'unknown-layer': {
    zh: 'layer：城市没有图层“{layer}”，请另选',
    en: 'layer: expected a layer of the city with objects, got "{layer}": choose another',
  },
  'unknown-column': {
    zh: '“{layer}”没有属性“{name}”，请另选',
    en: 'column: expected an attribute of "{layer}", got "{name}": choose another',
  },
  'no-table': {
    zh: '列“{name}”应在连接的表中，而没有连接表',
    en: 'column "{name}": expected a joined table, got none',
  },
  'table-head': {
    zh: '{file}：第 1 行应为列名，含“{name}”，现为：{got}',
    en: '{file}: row 1: expected names of columns with "{name}" among them, got: {got}',
  },
  'table-size': {
    zh: '{file}：至多 {most} 字节，现为 {got} 字节',
    en: '{file}: expected {most} bytes or fewer, got {got}',
  },
  'table-columns': {
    zh: '{file}：应为带列名的 CSV，至少 2 列 1 行，现为 {columns} 列 {rows} 行',
    en: '{file}: expected CSV with a head, 2 columns and 1 row at least, got {columns} and {rows}',
  },
  'table-broken': {
    zh: '{file}：第 {row} 行：应为 CSV，引号未闭合（{reason}）',
    en: '{file}: row {row}: expected CSV, got {reason}',
  },
  'table-rows': {
    zh: '{file}：至多 {most} 行，现为 {got} 行',
    en: '{file}: expected {most} rows or fewer, got {got}',
  },
  'no-numbers': {
    zh: '“{name}”没有数值，请另选，或按文字分类',
    en: '"{name}": expected numbers, got none: choose another, or show it by words',
  },
  'no-match': {
    zh: '{file}：列“{key}”与“{layer}”的“{attribute}”没有相同的值；例如表中为“{got}”，图层中为“{expected}”',
    en: '{file}: column "{key}": expected values of "{attribute}" of "{layer}" (such as "{expected}"), got such as "{got}"',
  },
  'no-area': {
    zh: '“{layer}”的对象没有平面面积，不能按面积计算；请选面状图层、网格或片区，或改为除以另一属性',
    en: 'per area: expected a layer of areas, a grid or districts, got "{layer}": divide by another number instead',
  },
  'not-areas': {
    zh: 'unit：图层“{layer}”不是面，请选面状图层',
    en: 'unit: expected a layer of areas, got "{layer}"',
  },
  'no-districts': {
    zh: 'unit：城市没有片区',
    en: 'unit: this city has no districts',
  },
  'many-cells': {
    zh: 'unit.cellM：至多 {most} 个网格，现为 {got} 个：请加大网格',
    en: 'unit.cellM: expected {most} cells or fewer, got {got}: choose larger cells',
  },
  'no-values': {
    zh: '没有任何对象有可显示的值',
    en: 'measure: expected values to show, got none',
  },
});
