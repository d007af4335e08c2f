import { messageTable } from '../text/message.ts';

/** What is wrong with a scheme or its file. */
export const schemeMessage = messageTable({
  'other-city': {
    zh: '{file}：这是城市“{got}”的方案，现在打开的是“{city}”',
    en: '{file}: expected schemes of "{city}", got those of "{got}"',
  },
  'crossed-ring': {
    zh: '地块边界自相交或没有面积，请重新绘制',
    en: 'expected a parcel whose edges do not cross and that has an area',
  },
  'many-corners': {
    zh: '地块至多 {most} 个角点，此处有 {got} 个：请先在源数据中简化边界',
    en: 'expected a parcel of at most {most} corners, got {got}: simplify its edge in its source first',
  },
  'many-points': {
    zh: '道路中线至多 {most} 个点，此处有 {got} 个：请分段绘制',
    en: 'expected a centre line of at most {most} points, got {got}: draw the road in parts',
  },
  overlap: { zh: '与地块“{name}”重叠', en: 'expected a parcel that leaves parcel "{name}" free' },
  'no-parcel': { zh: '{file}：建筑“{id}”没有所属地块', en: '{file}: expected a parcel of building "{id}"' },
});
