import { messageTable } from '../../model/text/message.ts';

/** These messages say where a service of features elsewhere did not answer as its protocol has it. */
export const serviceMessage = messageTable({
  unreachable: { zh: '{host}：连接不上（{reason}）', en: '{host}: expected an answer, got none ({reason})' },
  slow: { zh: '{host}：{seconds} 秒内未答完', en: '{host}: expected an answer within {seconds} s' },
  cut: { zh: '{host}：回答中断（{reason}）', en: '{host}: expected a whole answer, it was cut off ({reason})' },
  status: { zh: '{host}：应答 200，收到 {got}', en: '{host}: expected 200, got {got}' },
  large: { zh: '{host}：一次回答超过 {most} MB，未读', en: '{host}: expected at most {most} MB an answer' },
  'not-file': {
    zh: '{host}：应为 {expected}，收到：{got}',
    en: '{host}: expected {expected}, got: {got}',
  },
  'not-listed': {
    zh: '{path}：不是三维瓦片集的文件，未取',
    en: '{path}: expected a file of a tileset below its own folder; it was not asked for',
  },
  'no-tile': {
    zh: '{z}/{x}/{y}：此服务没有这样的图块',
    en: '{z}/{x}/{y}: expected a tile that the service can have',
  },
  resting: {
    zh: '{host}：接连没有应答，稍后再试（{reason}）',
    en: '{host}: it did not answer several times and is left alone for a while ({reason})',
  },
  'not-json': { zh: '{host}：应为 JSON，收到：{got}', en: '{host}: expected JSON, got: {got}' },
  'bad-json': { zh: '{host}：JSON 读不懂（{reason}）', en: '{host}: expected JSON that can be read ({reason})' },
  deep: { zh: '{host}：JSON 嵌套超过 {most} 层', en: '{host}: expected at most {most} values within each other' },
  'no-features': { zh: '{host}：应为要素集，收到 {got}', en: '{host}: expected a FeatureCollection, got {got}' },
  elsewhere: {
    zh: '{host}：转往未登记的地址 {to}，未跟随',
    en: '{host}: expected to stay at the address that was named, was sent to {to}; it was not followed',
  },
  redirects: { zh: '{host}：反复转址，已停止', en: '{host}: expected an answer, was sent on more than {most} times' },
  'page-again': {
    zh: '{host}：分页重复同一页，只取到前 {count} 个要素',
    en: '{host}: the next page is one that was read already; {count} features were taken before it',
  },
  'page-failed': {
    zh: '第 {page} 页没有读到（{reason}）；此前的 {count} 个要素已取',
    en: 'page {page} could not be read ({reason}); the {count} features before it were taken',
  },
  most: {
    zh: '视野内要素超过 {most} 个，请放大后再取',
    en: 'there are more than {most} features in the view: come nearer for all',
  },
  swapped: {
    zh: '{count} 个要素的经纬度顺序与服务所述相反，已按所求范围对调',
    en: '{count} features had their axes in the other order than stated; they were turned to lie in the view',
  },
  outside: {
    zh: '{count} 个要素不在所求范围内，未取',
    en: '{count} features lie outside the box that was asked for and were left out',
  },
  'no-layers': { zh: '{host}：应为图层目录，收到：{got}', en: '{host}: expected a list of layers, got: {got}' },
  unusable: {
    zh: '{count} 个要素没有可用的几何，未取',
    en: '{count} features without a usable geometry were left out',
  },
});
