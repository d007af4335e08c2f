import { messageTable } from '../../model/text/message.ts';

/** What levels cannot be found for. */
export const noiseMessage = messageTable({
  'no-roads': {
    zh: '道路：应有 {reachM} m 内通车的道路，实际没有。请扩大范围，或请管理员加入道路数据',
    en: 'roads: expected roads with traffic within {reachM} m, got none: choose another area, or ask the administrator to add roads',
  },
  'too-many': {
    zh: 'ringM：测点 {points} 个，应不超过 {most} 个。请加大间距或缩小范围',
    en: 'ringM: expected at most {most} points, got {points}: choose a greater spacing or a smaller area',
  },
  'no-point': {
    zh: 'ringM：范围内应有建筑之外的地面，实际没有',
    en: 'ringM: expected ground outside buildings in the area, got none',
  },
});
