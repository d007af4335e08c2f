import { messageTable } from '../../model/text/message.ts';

/** What heat cannot be found for. */
export const heatMessage = messageTable({
  'too-many-cells': {
    zh: 'ringM：网格 {cells} 个，应不超过 {most} 个。请加大网格边长或缩小范围',
    en: 'ringM: expected at most {most} cells, got {cells}: choose greater cells or a smaller area',
  },
  'no-ground': {
    zh: 'ringM：范围内应有建筑之外的地面，实际没有',
    en: 'ringM: expected ground outside buildings in the area, got none',
  },
  'hours-turned': {
    zh: 'toHour：应不早于 {fromHour} 时，实际 {toHour} 时',
    en: 'toHour: expected {fromHour} or later, got {toHour}',
  },
  'temperatures-turned': {
    zh: 'warmestC：应不低于最低气温 {coolestC} °C，实际 {warmestC} °C',
    en: 'warmestC: expected at least the coolest, {coolestC} °C, got {warmestC} °C',
  },
});
