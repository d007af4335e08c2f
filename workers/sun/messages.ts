import { messageTable } from '../../model/text/message.ts';

/** What a study of sunlight cannot be made of. */
export const sunMessage = messageTable({
  'no-prisms': {
    zh: '城市没有建筑体块，请管理员重新生成城市数据',
    en: 'this city has no building volumes: ask the administrator to process it again',
  },
  'no-building': {
    zh: '{place}：图层“{layer}”中没有建筑“{id}”',
    en: '{place}: expected a building of layer "{layer}", got "{id}"',
  },
  'no-layer': {
    zh: '{place}：应为有建筑体块的图层（{known}），现为“{got}”',
    en: '{place}: expected a layer with building volumes ({known}), got "{got}"',
  },
  'no-scheme': {
    zh: 'of：按方案选取建筑需要方案中有新建建筑',
    en: 'of: "shaded" expects a scheme with new buildings, got none',
  },
  'none-chosen': { zh: '选中范围内没有建筑', en: 'no building is in what was chosen' },
  'no-windows': {
    zh: '选中的 {count} 栋建筑没有可算的窗位（立面短于 1.5 m，或贴邻其他建筑）',
    en: 'the {count} chosen buildings have no window points (façades below 1.5 m, or against other buildings)',
  },
  'many-cells': {
    zh: '地面网格至多 {most} 个，现有 {got} 个：请缩小范围或加大网格',
    en: 'expected at most {most} cells of the ground, got {got}: choose a smaller box or wider cells',
  },
  'no-ground': { zh: '范围内没有露天地面', en: 'no open ground is in the box' },
  'many-windows': {
    zh: '窗位至多 {most} 个，现有 {got} 个：请缩小范围或加大间距',
    en: 'expected at most {most} window points, got {got}: choose fewer buildings or wider bays',
  },
});
