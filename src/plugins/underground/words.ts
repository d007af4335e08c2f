import type { WordTable } from '../../../model/text/words.ts';

type UndergroundWords = typeof undergroundWords;

declare module '../../kit/words.ts' {
  interface PageWords extends UndergroundWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const undergroundWords = {
  'underground.title': { zh: '地下', en: 'Underground' },
  'underground.short': { zh: '地下', en: 'Below' },
  'underground.off': { zh: '地上', en: 'Above ground' },
  'underground.translucent': { zh: '地面透明', en: 'Translucent ground' },
  'underground.below': { zh: '地下视角', en: 'Underground view' },
  'underground.hintTranslucent': {
    zh: '地面变透明，管线和隧道图层已打开，可从上方查看；关闭此工具即恢复。',
    en: 'The ground becomes transparent, and pipes and tunnels are on, so that they can be seen from above; all is put back once this tool is closed.',
  },
  'underground.hintBelow': { zh: '视角可进入地下，地面隐藏。', en: 'The camera can move below ground; the ground itself is hidden.' },
  'underground.opacity': { zh: '地面不透明度', en: 'Ground opacity' },
  'underground.dig': { zh: '开挖', en: 'Excavation' },
  'underground.digHint': { zh: '绘制多边形：地形和建筑被切开，管线保留。', en: 'Draw a polygon. Terrain and buildings are cut; pipes stay.' },
  'underground.clip': { zh: '裁剪体', en: 'Clip the picture' },
  'underground.clipHint': {
    zh: '在地图上点出角点，只看其中（或其外）的城市；外形取各点的凸包。',
    en: 'Click corners on the map to see only the city inside (or outside) them. The outline is the convex hull of the points.',
  },
  'underground.clipStart': { zh: '绘制裁剪体', en: 'Draw a solid' },
  'underground.inside': { zh: '只看内部', en: 'Keep inside' },
  'underground.outside': { zh: '移去内部', en: 'Remove inside' },
  'underground.fromUpM': { zh: '底部（距城市原点）', en: 'Bottom (above the origin)' },
  'underground.toUpM': { zh: '顶部（距城市原点）', en: 'Top (above the origin)' },
  'underground.clipNote': {
    zh: '只改变画面：模拟、统计与导出不受影响；洪水、人群等模拟画面不裁剪。',
    en: 'This changes the picture alone: runs, figures and files stay whole, and water and people of runs are not clipped.',
  },
  'underground.whole': { zh: '恢复全城', en: 'Show all again' },
  'underground.start': { zh: '绘制基坑', en: 'Draw a pit' },
  'underground.points': { zh: '已绘 {count} 点（至少 3 点）。请在地图上逐点单击。', en: 'Points: {count} (at least 3). Click them one after another on the map.' },
  'underground.finish': { zh: '完成', en: 'Finish' },
  'underground.depth': { zh: '深度', en: 'Depth' },
  'underground.area': { zh: '面积', en: 'Area' },
  'underground.volume': { zh: '挖方量', en: 'Excavated volume' },
  'underground.floor': { zh: '坑底高程', en: 'Pit floor elevation' },
  'underground.rim': { zh: '坑口高程', en: 'Pit rim elevation' },
  'underground.fill': { zh: '回填', en: 'Fill in' },
  'underground.again': { zh: '重新绘制', en: 'Redraw' },
  'underground.bands': { zh: '坑壁深度，m', en: 'Depth on the pit walls, m' },
  'underground.bandsNote': {
    zh: '自坑口最低点起算；细线 1 m，粗线 5 m。颜色仅示意深度，非勘察地层。',
    en: 'Measured from the lowest point of the rim; thin lines every 1 m, thick every 5 m. Colours show depth only, not surveyed strata.',
  },
} as const satisfies WordTable;
