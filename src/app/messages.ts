import { messageTable } from '../../model/text/message.ts';

/** What keeps the page from opening a city. */
export const appMessage = messageTable({
  'no-city': {
    zh: '还没有城市，请管理员运行 npm run bake 生成',
    en: 'There is no city yet: the administrator makes one with npm run bake',
  },
  'words-not-loaded': {
    zh: '无法加载英文界面：{reason}',
    en: 'The Chinese words of the page could not be loaded: {reason}',
  },
  'which-city': { zh: '请选择一座城市', en: 'Choose a city' },
  'unknown-city': { zh: '没有名为“{id}”的城市', en: 'There is no city of the name "{id}"' },
  'city-status': { zh: '{url}：读取失败（HTTP {got}）', en: '{url}: expected 200, got {got}' },
  'city-json': { zh: '{url}：不是有效的 JSON（{reason}）', en: '{url}: expected JSON, got {reason}' },
  'link-absent': { zh: '{all}', en: '{all}' },
  'link-parts': {
    zh: '链接中有 {count} 项无法识别，其余已打开。第一项：{first}',
    en: '{count} parts of the link could not be read, the rest is open. The first: {first}',
  },
});
