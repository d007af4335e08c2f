import { messageTable } from '../../../model/text/message.ts';

/** What the page cannot use of a city's layers and attributes. */
export const catalogueMessage = messageTable({
  'unknown-attribute': {
    zh: '图层 {id} 没有属性“{name}”',
    en: 'layers.{id}: expected an attribute of the layer, got "{name}"',
  },
  rows: { zh: '{file}：应有 {expected} 行，现为 {count} 行', en: '{file}: expected {expected} rows, got {count}' },
  'places-bytes': {
    zh: '{places}：应为 {expected} 字节，现为 {got} 字节',
    en: '{places}: expected {expected} bytes, got {got}',
  },
  'sorted-bytes': {
    zh: '{sorted}：应为 {expected} 字节，现为 {got} 字节',
    en: '{sorted}: expected {expected} bytes, got {got}',
  },
  colours: {
    zh: '{attribute}：应有 {expected} 种颜色，现为 {got} 种',
    en: '{attribute}: expected {expected} colours, got {got}',
  },
  filter: {
    zh: '{attribute} 的筛选条件：应为 {expected}，现为 {got}',
    en: 'filter of {attribute}: expected {expected}, got {got}',
  },
  'not-areas': { zh: '图层“{layer}”不是面', en: 'expected a layer of areas, got "{layer}"' },
  'unknown-layer': { zh: '城市 {cityId} 没有图层“{id}”', en: '{cityId}: expected a layer of the city, got "{id}"' },
});
