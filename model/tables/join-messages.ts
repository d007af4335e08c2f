import { messageTable } from '../text/message.ts';

/** Tables that find nothing to be joined to. */
export const tableJoinMessage = messageTable({
  'no-column': {
    zh: '{file}：没有列“{key}”；该表有 {got}',
    en: '{file}: expected a column "{key}", got {got}',
  },
  'no-match': {
    zh: '{file}：列“{key}”的值（如“{got}”）没有一个与图层的键（如“{expected}”）相同；请另选键',
    en: '{file}: expected keys of the layer, such as "{expected}", in column "{key}", got "{got}": choose another key',
  },
  'no-row': {
    zh: '{file}：{rows} 行中没有一行落在图层的对象上；请另选挂接方式、列或距离',
    en: '{file}: expected rows that belong to things of the layer, got none of {rows}: choose another way, column or distance',
  },
  'no-degrees': {
    zh: '{file}：列“{x}”“{y}”应为经纬度（WGS 84），没有一行是；其他坐标系的表格请先作为图层添加',
    en: '{file}: expected degrees (WGS 84) in columns "{x}" and "{y}", got none: add a table of another system as a layer first',
  },
});
