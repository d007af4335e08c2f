import type { WordTable } from '../../../model/text/words.ts';

type MeasureWords = typeof measureWords;

declare module '../../kit/words.ts' {
  interface PageWords extends MeasureWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const measureWords = {
  'measure.title': { zh: '量测', en: 'Measure' },
  'measure.short': { zh: '测量', en: 'Ruler' },
  'measure.distance': { zh: '距离', en: 'Distance' },
  'measure.area': { zh: '面积', en: 'Area' },
  'measure.height': { zh: '高差', en: 'Height' },
  'measure.startDistance': { zh: '在地图上逐点单击，双击结束。', en: 'Click points on the map; double-click to finish.' },
  'measure.startArea': { zh: '在地图上沿边界逐点单击，双击结束。', en: 'Click the boundary on the map; double-click to finish.' },
  'measure.startHeight': { zh: '先单击低处，再单击高处：地面、屋顶、桥面均可。', en: 'Click the lower point, then the upper one: ground, roof or bridge deck.' },
  'measure.flat': { zh: '水平距离', en: 'Horizontal distance' },
  'measure.along': { zh: '沿地面距离', en: 'Distance along the ground' },
  'measure.straight': { zh: '空间距离', en: '3-D distance' },
  'measure.rise': { zh: '末点与起点高差', en: 'Height difference, last to first point' },
  'measure.areaM2': { zh: '水平面积', en: 'Horizontal area' },
  'measure.edge': { zh: '周长', en: 'Perimeter' },
  'measure.again': { zh: '重新量测', en: 'Measure again' },
  'measure.elevation': { zh: '末点高程', en: 'Elevation of last point' },
} as const satisfies WordTable;
