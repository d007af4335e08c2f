import type { WordTable } from '../../../model/text/words.ts';

type AnnotationWords = typeof annotationWords;

declare module '../../kit/words.ts' {
  interface PageWords extends AnnotationWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const annotationWords = {
  'annotations.title': { zh: '标注', en: 'Annotations' },
  'annotations.answers': { zh: '在地图上写下意见', en: 'notes on the map' },
  'annotations.form': { zh: '形状', en: 'Shape' },
  'annotations.point': { zh: '点', en: 'Point' },
  'annotations.line': { zh: '线', en: 'Line' },
  'annotations.area': { zh: '面', en: 'Area' },
  'annotations.startPoint': { zh: '点击图上一处：地面、屋顶或桥面。', en: 'Click a place on the map: ground, roof or bridge deck.' },
  'annotations.startLine': { zh: '依次点击，双击结束。', en: 'Click points on the map; double-click to finish.' },
  'annotations.startArea': { zh: '依次点击边界，双击结束。', en: 'Click the boundary on the map; double-click to finish.' },
  'annotations.list': { zh: '图上 {count} 条', en: '{count} on the map' },
  'annotations.nth': { zh: '标注 {n}', en: 'Annotation {n}' },
  'annotations.hint': { zh: '此处要看什么', en: 'What to look at here' },
  'annotations.kept': { zh: '按城市保存在本浏览器，也随场景文件保存；链接不带标注。', en: 'Saved in this browser for this city, and in a scene file. A link does not include them.' },
  'annotations.save': { zh: '存为 GeoJSON', en: 'Save as GeoJSON' },
  'annotations.clear': { zh: '全部删除', en: 'Delete all' },
  'annotations.full': { zh: '至多 {most} 条标注，请先删除一条。', en: 'At most {most} annotations: delete one first.' },
} as const satisfies WordTable;
