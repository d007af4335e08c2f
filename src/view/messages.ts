import { messageTable } from '../../model/text/message.ts';

/** What keeps the picture of the city from being drawn. */
export const viewMessage = messageTable({
  'no-webgl': {
    zh: '浏览器没有可用的 WebGL 2：请打开硬件加速、更新显卡驱动，或换一个浏览器',
    en: 'No WebGL 2 in this browser: turn on hardware acceleration, update the graphics driver, or use another browser',
  },
  'no-picture': {
    zh: '未绘制画面：地址中有 picture=off',
    en: 'No picture is drawn: the address says picture=off',
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
  'headset-denied': {
    zh: '浏览器没有获准打开头显：请在询问时同意，或在网站设置里允许虚拟现实',
    en: 'The browser was not allowed to open the headset: agree when it asks, or allow virtual reality in the site settings',
  },
  'headset-busy': {
    zh: '头显正由另一个页面使用：先在那里退出，再试一次',
    en: 'Another page has the headset: leave it there, then try again',
  },
  'headset-lacking': { zh: '这台设备打不开这种画面', en: 'This device cannot open such a picture' },
  'headset-left': { zh: '画面开始之前头显已退出', en: 'The headset was left before its picture began' },
  'headset-failed': {
    zh: '头显没有打开：{reason}',
    en: 'The headset did not open: {reason}',
  },
  'headset-unended': {
    zh: '头显没有正常退出，台面已回到页面',
    en: 'The headset did not end properly ({reason}); the table is back on the page',
  },
  status: { zh: '{file}：读取失败（HTTP {got}）', en: '{file}: expected 200, got {got}' },
  unread: { zh: '{file}：读取失败', en: '{file}: {reason}' },
});
