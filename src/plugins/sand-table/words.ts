import type { WordTable } from '../../../model/text/words.ts';

type TableWords = typeof tableWords;

declare module '../../kit/words.ts' {
  interface PageWords extends TableWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const tableWords = {
  'table.title': { zh: '沙盘台', en: 'Table' },
  'table.answers': { zh: '大小、位置、并排', en: 'size, place, beside' },
  'table.close': { zh: '回到地图', en: 'Back to the map' },
  'table.beside': { zh: '并列', en: 'Side by side' },
  'table.scale': { zh: '台面 {mm} × {mm} mm，一格 100 m', en: 'Table {mm} × {mm} mm, ticks every 100 m' },
  'table.subtitle': { zh: '沙盘 · 1 : {scale}', en: 'Table · 1:{scale}' },
  'table.subtitleFictional': { zh: '沙盘 · 1 : {scale} · 虚构城市', en: 'Table · 1:{scale} · fictional city' },
  'table.lamp': { zh: '光：东南 37°，单灯，软影', en: 'Light: south-east at 37°, one lamp, soft shadow' },
  'table.strata': { zh: '地层为示意，剖面深度放大 {times} 倍；地下水位按河面推定', en: 'Strata are illustrative; depths in the cut ×{times}; water table inferred from open water' },
  'table.strataDry': { zh: '地层为示意，剖面深度放大 {times} 倍', en: 'Strata are illustrative; depths in the cut ×{times}' },
  'table.size': { zh: '台面边长', en: 'Side of the block' },
  'table.here': { zh: '把当前视野放上台', en: 'Put the current view on it' },
  'table.depth': { zh: '透镜深度', en: 'Lens depth' },
  'table.depthOf': { zh: '透镜 2.6× · 深 {depth} m', en: 'Lens 2.6× · down to {depth} m' },
  'table.under': { zh: '透镜下 · 地下 0–{depth} m', en: 'Under the lens · 0–{depth} m' },
  'table.waterAt': { zh: '透镜 2.6× · 水深 {depth} m', en: 'Lens 2.6× · water {depth} m' },
  'table.computing': { zh: '透镜 2.6× · 正在推演 {percent} %', en: 'Lens 2.6× · simulating, {percent} %' },
  'table.noWater': { zh: '这里还没有洪水。放一次推演即可看到', en: 'No flood to show here yet. Play one' },
  'table.peopleAt': { zh: '透镜 2.6× · 圈内 {count} 人', en: 'Lens 2.6× · {count} people in the circle' },
  'table.planAt': { zh: '透镜 2.6× · 规划', en: 'Lens 2.6× · plans' },
  'table.lack': { zh: '本市缺少：', en: 'This city lacks: ' },
  'table.between': { zh: '、', en: ', ' },
  'table.lacks.terrain': { zh: '地形（台面为平面）', en: 'terrain (the block is flat)' },
  'table.lacks.buildings': { zh: '建筑', en: 'buildings' },
  'table.lacks.trees': { zh: '树木', en: 'trees' },
  'table.lacks.water': { zh: '水面', en: 'open water' },
  'table.lacks.pipes': { zh: '管线', en: 'pipes' },
  'table.lacks.plans': { zh: '规划', en: 'plans' },
  'table.kinds.off': { zh: '建筑', en: 'City' },
  'table.kinds.underground': { zh: '地下', en: 'Below' },
  'table.kinds.plan': { zh: '规划', en: 'Plans' },
  'table.kinds.water': { zh: '洪水', en: 'Flood' },
  'table.kinds.people': { zh: '人流', en: 'Crowd' },
  'table.globe': { zh: '地图', en: 'Map' },
  'table.alone': { zh: '沙盘台', en: 'Table' },
  'table.bar': { zh: '沙盘台控制', en: 'Controls of the table' },
  'table.headset.vr': { zh: '戴上头显看（VR）', en: 'Put on the headset (VR)' },
  'table.headset.ar': { zh: '放到真实桌面上（AR）', en: 'On the real table (AR)' },
  'table.headset.leave': { zh: '退出头显', en: 'Leave the headset' },
  'table.headset.how': {
    zh: '扳机：选中。单手握住移动台面，双手握住旋转、缩放；摇杆旋转、升降。',
    en: 'Trigger: select. One grip moves the block, two turn and scale it; the stick turns and lifts it.',
  },
  'table.headset.howAr': {
    zh: '扳机或点按：选中；点在模型旁，台面就放到真实表面上。单手握住移动台面，双手握住旋转、缩放；摇杆旋转、升降。',
    en: 'Trigger or tap: select; beside the model it is put on the real surface. One grip moves the block, two turn and scale it; the stick turns and lifts it.',
  },
} as const satisfies WordTable;
