import { messageTable } from '../../model/text/message.ts';

/** What keeps the picture of the city from being drawn. */
export const viewMessage = messageTable({
  'no-webgl': {
    zh: '浏览器没有可用的 WebGL 2：请打开硬件加速、更新显卡驱动，或换一个浏览器',
    en: 'No WebGL 2 in this browser: turn on hardware acceleration, update the graphics driver, or use another browser',
  },
  'context-lost': {
    zh: '图形上下文丢失，正在重建画面',
    en: 'The graphics context was lost; the picture is being rebuilt',
  },
  'render-error': { zh: '绘制出错，正在重建画面', en: 'Drawing failed ({reason}); the picture is being rebuilt' },
  'picture-gone': {
    zh: '画面在 {minutes} 分钟内中断 {times} 次，不再自动重建：请重新载入页面',
    en: 'The picture broke off {times} times within {minutes} minutes and is not rebuilt again: reload the page',
  },
  status: { zh: '{file}：读取失败（HTTP {got}）', en: '{file}: expected 200, got {got}' },
  unread: { zh: '{file}：读取失败', en: '{file}: {reason}' },
});
